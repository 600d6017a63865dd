import { OperationalError } from '../../src/shared/operational-error.ts';
import type { Summarizer, Summary } from '../../src/worker/summary/summarizer.ts';

/** A summarizer in memory that says what it was asked. Equal contents have equal summaries, as of a model's best days. */
export class MemorySummarizer implements Summarizer {
  readonly model: string;
  readonly version: number;
  /** Every content a summary was asked for, in order. */
  readonly asked: string[] = [];
  /** Thrown instead of answering, for the contents it is given for. */
  failure: ((content: string) => Error | null) | null = null;

  constructor(model = 'a-model', version = 1) {
    this.model = model;
    this.version = version;
  }

  get requests(): number {
    return this.asked.length;
  }

  async summarize(content: string, signal?: AbortSignal): Promise<Summary> {
    signal?.throwIfAborted();
    this.asked.push(content);
    const failure = this.failure?.(content);
    if (failure) throw failure;
    return { text: summaryBy(this.model, content), tokens: 100 };
  }
}

export function summaryBy(model: string, content: string): string {
  return `In the words of ${model}: ${content.length} characters, of which the last is ${content.at(-1)?.trim() || 'blank'}.`;
}

/** What a summarizer says when a document is to blame, and when nobody could be summarized. */
export const BAD_ANSWER = new OperationalError('SUMMARIZER_BAD_RESPONSE', 'no summary.', 'Check the model.');
export const NO_QUOTA = new OperationalError('SUMMARIZER_QUOTA', 'no quota left.', 'Add credit.');
