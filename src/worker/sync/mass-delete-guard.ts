import type { Change, Manifest } from '../../shared/domain/change.ts';
import { OperationalError } from '../../shared/operational-error.ts';

/** More than this share of the documents going away at once is a broken listing until a person says otherwise. */
const LARGEST_REMOVED_SHARE = 0.5;

/**
 * Stops a run that would empty the index or remove most of it. A renamed document is not removed.
 * @param known what the index has, and `target` what it would have
 * @throws OperationalError `DOCS_EMPTY` or `MASS_DELETE_REFUSED`
 */
export function guardAgainstMassDelete(known: Manifest, target: Manifest, changes: readonly Change[]): void {
  if (target.size === 0) {
    throw new OperationalError(
      'DOCS_EMPTY',
      known.size === 0
        ? 'the docs root has no markdown document.'
        : `the docs root has no markdown document any more; the index has ${known.size}.`,
      `Check DOCS_SOURCE, DOCS_REF and DOCS_PATH.${known.size === 0 ? '' : ` ${override}`}`,
    );
  }
  const removed = changes.filter((change) => change.kind === 'removed').length;
  if (removed > known.size * LARGEST_REMOVED_SHARE) {
    throw new OperationalError(
      'MASS_DELETE_REFUSED',
      `this run would remove ${removed} of ${known.size} documents.`,
      `Check DOCS_PATH and the last commits. ${override}`,
    );
  }
}

const override = 'If it is meant, run sync with --allow-mass-delete.';
