import { printTable } from '../bench/support/table.ts';
import type { Embedder } from '../src/shared/embedding/embedder.ts';
import { hybridVariants, type Indexed, lexicalVariants } from './ablation-variants.ts';
import { laboratory, type Variant } from './engines/laboratory.ts';
import { measure } from './measure.ts';
import type { QuestionSet } from './questions/questions.ts';

/** Measures the search with each of its steps switched off in turn, and prints what that costs. */
export async function printAblation(
  corpus: Indexed,
  set: QuestionSet,
  embedder: Embedder | null,
): Promise<void> {
  await compare('lexical', lexicalVariants(corpus), corpus, set, null);
  if (embedder !== null) await compare('hybrid', hybridVariants(corpus), corpus, set, embedder);
}

/** @param variants the first of them is what the others are compared with */
async function compare(
  title: string,
  variants: readonly Variant[],
  corpus: Indexed,
  set: QuestionSet,
  embedder: Embedder | null,
): Promise<void> {
  const rows: string[][] = [];
  let whole: number | undefined;
  for (const variant of variants) {
    const { means } = await measure(await laboratory(corpus.documents, variant, embedder), corpus, set);
    const all = means.get('all');
    if (all === undefined) continue;
    whole ??= all.ndcg10;
    const difference = all.ndcg10 - whole;
    rows.push([
      variant.name,
      all.hit1.toFixed(3),
      all.hit5.toFixed(3),
      all.section5?.toFixed(3) ?? '–',
      all.ndcg10.toFixed(3),
      rows.length === 0 ? '' : `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(3)}`,
    ]);
  }
  printTable([title, 'hit@1', 'hit@5', 'section hit@5', 'nDCG@10', 'difference'], rows);
  console.log();
}
