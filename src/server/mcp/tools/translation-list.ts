import { z } from 'zod';

/** The same document in other languages, as answers show it; absent if there is none. */
export const translationList = z
  .array(z.object({ path: z.string(), language: z.string() }))
  .optional()
  .describe('The same document in other languages');
