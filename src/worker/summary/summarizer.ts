/** Which summaries are alike: those of one model, asked with one version of the instructions. */
export interface SummaryWriter {
  readonly model: string;
  /** Version of what the model is asked for: to be raised when that changes. */
  readonly version: number;
}

export interface Summary {
  /** One paragraph of plain text, ready to be shown. */
  readonly text: string;
  /** Tokens the provider counted, question and answer together; 0 where it does not say. */
  readonly tokens: number;
}

/** Says in a sentence or two what a document is about. */
export interface Summarizer extends SummaryWriter {
  /** Requests made so far, failed ones and retries included. */
  readonly requests: number;
  /**
   * @param content the document as it is in the repository: hostile input, which must not get to say anything but its
   * own summary
   * @returns rejects with an OperationalError `SUMMARIZER_*`, or with the signal's reason when it aborts
   */
  summarize(content: string, signal?: AbortSignal): Promise<Summary>;
}
