import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { OperationalError } from '../../shared/errors/operational-error.ts';
import type { BeginOptions } from './index-writer.ts';

/** @throws OperationalError `INDEX_OTHER_SOURCE` for an index of another source that is not to be rebuilt */
export function refuseOtherSource(
  status: IndexStatus,
  { source, rebuild }: Pick<BeginOptions, 'source' | 'rebuild'>,
): void {
  if (rebuild || status.source === null || status.source === source) return;
  throw new OperationalError(
    'INDEX_OTHER_SOURCE',
    `the index was built from ${status.source}, not from ${source}.`,
    'Set INDEX_PATH (QDRANT_COLLECTION in Qdrant) to another place, or rebuild this one from the new source with --rebuild.',
  );
}
