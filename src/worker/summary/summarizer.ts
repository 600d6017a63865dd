/** Identifies the writer of summaries: a model and the version of its instructions. */
export interface SummaryWriter {
  readonly model: string;
  /** Version of the instructions. Raise it when they change. */
  readonly version: number;
}

export interface Summary {
  /** One paragraph of plain text that is safe to show. */
  readonly text: string;
  /** Tokens of request and response as the provider counts them; 0 if it does not report them. */
  readonly tokens: number;
}

/** Describes a document in one or two sentences. */
export interface Summarizer extends SummaryWriter {
  /** Requests sent so far, including failed ones and retries. */
  readonly requests: number;
  /**
   * Rejects with an OperationalError `SUMMARIZER_*`, or with the signal's reason.
   * @param content the document as it is in the repository: hostile input, which must not control the summary
   */
  summarize(content: string, signal?: AbortSignal): Promise<Summary>;
}
