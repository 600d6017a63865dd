import { z } from 'zod';

const responseSchema = z.object({
  data: z.array(z.object({ index: z.number().int().optional(), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.number().int().nonnegative() }).optional(),
});

/**
 * Reads the answer to a request for embeddings and trusts nothing in it.
 * @returns the vectors in the order of the texts and the tokens counted, or what is wrong with the answer
 */
export function checkedVectors(
  response: unknown,
  count: number,
  dimensions: number,
): { readonly vectors: Float32Array[]; readonly tokens: number | undefined } | string {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) return 'its answer is no list of embeddings made of finite numbers';
  const { data, usage } = parsed.data;
  if (data.length !== count) return `it answered ${data.length} embeddings for ${count} texts`;

  const vectors = new Array<Float32Array | undefined>(count).fill(undefined);
  for (const [position, item] of data.entries()) {
    const index = item.index ?? position;
    if (index < 0 || index >= count || vectors[index] !== undefined)
      return 'its embeddings are numbered wrongly';
    if (item.embedding.length !== dimensions) {
      return `it answered vectors of ${item.embedding.length} numbers where ${dimensions} were expected`;
    }
    const vector = Float32Array.from(item.embedding);
    if (!vector.every(Number.isFinite)) return 'a vector holds a number that is not finite';
    if (vector.every((value) => value === 0)) return 'a vector holds nothing but zeros';
    vectors[index] = vector;
  }
  return { vectors: vectors.filter((vector) => vector !== undefined), tokens: usage?.prompt_tokens };
}
