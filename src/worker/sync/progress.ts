/** The steps of a sync, in their order. */
export type Step = 'head' | 'diff' | 'read' | 'prepare' | 'embed' | 'summary' | 'stage' | 'publish';

/** What a step found out or did: a few plain values for a person or a log. */
export type StepFacts = Readonly<Record<string, string | number | boolean | null>>;

/** Is told how a sync gets on. Never fails, never waits. */
export interface Progress {
  /** @param total how much there is to do, where that is known: documents or texts */
  started(step: Step, total?: number): void;
  /** How much of the step is done. */
  advanced(done: number): void;
  finished(facts: StepFacts): void;
}
