import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import { OperationalError } from '../../shared/operational-error.ts';

/** A run that removes a larger share of the documents is taken for a broken listing unless a person allows it. */
const LARGEST_REMOVED_SHARE = 0.5;

/**
 * Stops a run that would empty the index or remove most of it. A renamed document is not removed.
 * @param known what the index has
 * @param target what the index would have
 * @throws OperationalError `DOCS_EMPTY` or `MASS_DELETE_REFUSED`
 */
export function guardAgainstMassDelete(known: Manifest, target: Manifest, changes: readonly Change[]): void {
  const override = 'If this is intended, run sync with --allow-mass-delete.';
  if (target.size === 0) {
    throw new OperationalError(
      'DOCS_EMPTY',
      known.size === 0
        ? 'the docs root has no Markdown document.'
        : `the docs root no longer has any Markdown document; the index has ${known.size}.`,
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

/**
 * Stops a run that would empty the index because no file can be indexed: then the settings, the branch or the parser is
 * at fault, and nobody wants an empty index.
 * @param documents number of documents the index would have
 * @throws OperationalError `DOCS_ALL_SKIPPED`
 */
export function guardAgainstAllSkipped(documents: number, skipped: readonly SkippedDocument[]): void {
  const [first] = skipped;
  if (documents > 0 || first === undefined) return;
  throw new OperationalError(
    'DOCS_ALL_SKIPPED',
    `none of the ${skipped.length} documents can be indexed; the first, ${first.path}: ${first.reason}.`,
    'Check DOCS_SOURCE, DOCS_REF and DOCS_PATH.',
  );
}
