import type { Fingerprint } from '../../shared/domain/fingerprint.ts';

/** A question as a vector that can be compared with the index's, or why there is none. */
export type QuestionVector = { readonly vector: Float32Array } | { readonly reason: string };

/** Where a search gets the question's vector from. Never rejects, except when `signal` is aborted: a search without a vector is a lexical one. */
export interface QueryVectors {
  /** @param fingerprint what the published index was built with, null while it is empty */
  vectorFor(question: string, fingerprint: Fingerprint | null, signal?: AbortSignal): Promise<QuestionVector>;
}
