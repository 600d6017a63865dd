import type { Schemas } from '@qdrant/js-client-rest';
import { HISTORY_LIMIT } from '../../../shared/domain/history.ts';
import { EXPIRED_VECTORS_KEPT } from '../index-writer.ts';
import type { Operation } from './qdrant-writes.ts';

type Condition = Schemas['Condition'];

/**
 * What makes the published collection as it was when `sequence` was published, whatever a run has staged since:
 * documents go, chunks become expired ones, for their vectors have been paid for, and what was to be replaced stays.
 */
export function discardStaged(sequence: number): Operation[] {
  const staged = { key: 'since', range: { gt: sequence } };
  const marked = { must: [{ key: 'until', range: { gt: sequence } }], must_not: [staged] };
  return [{ delete_payload: { keys: ['until'], filter: marked } }, ...discard([staged], sequence)];
}

/** What empties a collection that was never published, but for the vectors in it. */
export function discardAll(sequence: number): Operation[] {
  return discard([], sequence);
}

function discard(which: Condition[], sequence: number): Operation[] {
  const ofKind = (...kinds: string[]): Condition => ({ key: 'kind', match: { any: kinds } });
  return [
    { delete: { filter: { must: [...which, ofKind('document', 'publish')] } } },
    { set_payload: { payload: { until: sequence }, filter: { must: [...which, ofKind('chunk')] } } },
  ];
}

/** What deletes the points that neither readers nor a revert can look back to any more. */
export function deleteExpired(sequence: number): Operation[] {
  const upTo = (key: string, last: number): Condition => ({ key, range: { lte: last } });
  const isPublish: Condition = { key: 'kind', match: { value: 'publish' } };
  return [
    { delete: { filter: { must: [upTo('until', sequence - EXPIRED_VECTORS_KEPT)] } } },
    { delete: { filter: { must: [isPublish, upTo('since', sequence - HISTORY_LIMIT)] } } },
  ];
}
