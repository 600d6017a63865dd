import type { Found } from '../score.ts';

/** Something that can be asked a question. */
export interface Engine {
  readonly name: string;
  /** At least ten documents, best first, where that many match. */
  search(question: string): Promise<readonly Found[]>;
}
