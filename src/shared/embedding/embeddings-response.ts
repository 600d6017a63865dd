import { z } from 'zod';
import { endpointWords } from '../openai/endpoint-words.ts';

/** The vectors in a response, in the order of the texts, and the number of tokens if the endpoint reports it. */
export interface CheckedEmbeddings {
  readonly vectors: readonly Float32Array[];
  readonly tokens: number | undefined;
}

/** What is needed of a response. `index` and `usage` are missing, null or something else at many endpoints. */
const responseSchema = z.object({
  data: z.array(z.object({ index: z.unknown().optional(), embedding: z.array(z.number()) })),
  usage: z.unknown().optional(),
});

/**
 * Checks the response to a request for embeddings.
 * @param expected number of texts, and length of the vectors
 * @returns what is in it, or a description of the problem
 */
export function checkEmbeddings(
  response: unknown,
  expected: { readonly texts: number; readonly dimensions: number },
): CheckedEmbeddings | string {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) {
    const words = endpointWords(response);
    const said = words === null ? '' : ` (${words})`;
    return `the response is not an array of finite-number vectors${said}`;
  }
  const { data, usage } = parsed.data;
  if (data.length !== expected.texts) {
    return `the response has ${data.length} embeddings for ${expected.texts} texts`;
  }
  const order = orderOf(data.map(({ index }) => index));
  if (order === null) return 'the embeddings have wrong indexes';
  const vectors = new Array<Float32Array>(data.length);
  for (const [position, { embedding }] of data.entries()) {
    if (embedding.length !== expected.dimensions) {
      return `the vectors have ${embedding.length} numbers instead of ${expected.dimensions}`;
    }
    const vector = Float32Array.from(embedding);
    if (!vector.every(Number.isFinite)) return 'a vector contains a number that is not finite';
    if (vector.every((value) => value === 0)) return 'a vector contains only zeros';
    vectors[order[position] ?? position] = vector;
  }
  return { vectors, tokens: tokensIn(usage) };
}

/**
 * For each embedding the position of its text: its index if the indexes count the texts, or else its own position, where
 * no embedding has an index or all have the same.
 * @returns null for indexes that contradict each other
 */
function orderOf(indexes: readonly unknown[]): readonly number[] | null {
  const numbers = indexes.filter((index): index is number => Number.isInteger(index));
  const counted = new Set(numbers.filter((index) => index >= 0 && index < indexes.length));
  if (counted.size === indexes.length) return numbers;
  const saysNothing =
    numbers.length === 0 || (numbers.length === indexes.length && new Set(numbers).size === 1);
  return saysNothing ? [...indexes.keys()] : null;
}

function tokensIn(usage: unknown): number | undefined {
  const { prompt_tokens: prompt, total_tokens: total } = (usage ?? {}) as Record<string, unknown>;
  return [prompt, total].find((count): count is number => Number.isSafeInteger(count) && Number(count) >= 0);
}
