import type { Corpus } from './corpus.ts';
import type { Half } from './measure.ts';

export async function printAblation(_corpus: Corpus, _half: Half): Promise<void> {}
