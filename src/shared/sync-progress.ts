import { z } from 'zod';

/** How far a sync is, as its process tells the one that started it. */
export const syncProgress = z.object({
  /** What it is doing: `read`, `prepare`, `publish`. */
  step: z.string(),
  /** Documents or texts done. */
  done: z.int(),
  /** Documents or texts to do; absent where it is not known. */
  total: z.int().optional(),
});

export type SyncProgress = z.output<typeof syncProgress>;
