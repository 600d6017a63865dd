import { OperationalError } from '../../src/shared/operational-error.ts';
import type { Summarizer, Summary } from '../../src/worker/summary/summarizer.ts';

/** A fake summarizer in memory that records its calls. Equal contents have equal summaries. */
export class MemorySummarizer implements Summarizer {
  readonly model: string;
  readonly version: number;
  /** Every content that was to be summarized, in order. */
  readonly asked: string[] = [];
  /** Returns the error to throw for a content, or null. */
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

/** The summary that a fake summarizer of this model returns. */
export function summaryBy(model: string, content: string): string {
  return `In the words of ${model}: ${content.length} characters, of which the last is ${content.at(-1)?.trim() || 'blank'}.`;
}

/** A failure that concerns one document. */
export const BAD_ANSWER = new OperationalError('SUMMARIZER_BAD_RESPONSE', 'no summary.', 'Check the model.');
/** A failure that concerns every document. */
export const NO_QUOTA = new OperationalError('SUMMARIZER_QUOTA', 'no quota left.', 'Add credit.');
