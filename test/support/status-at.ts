import { EMPTY_STATUS, type IndexStatus } from '../../src/shared/domain/index-status.ts';
import { sourceStatus } from './source-builder.ts';

/** The status of an index of one source after a number of publishes, each of a commit of its own. */
export function statusAt(sequence: number): IndexStatus {
  const sha = String(sequence).repeat(40).slice(0, 40);
  const commit = { sha, date: '2026-01-01T00:00:00.000Z', subject: 'docs' };
  return { ...EMPTY_STATUS, sequence, sources: [sourceStatus({ commit })] };
}
