/** Where the reading of a source's history stopped, and what is needed to go on. */
export interface HistoryPosition {
  /** Tells the source where to go on; only the source reads it. */
  readonly next: string;
  /** Path at that time, path today: of the documents of today that existed then. */
  readonly paths: readonly (readonly [string, string])[];
  /** Paths of which it is known where their last document went, but for those that are documents today. */
  readonly vacated: readonly string[];
}

/** Source id → position; of the sources whose history has been read in part. */
export type HistoryPositions = Readonly<Record<string, HistoryPosition>>;
