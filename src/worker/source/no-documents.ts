import { OperationalError } from '../../shared/errors/operational-error.ts';

/** A docs root without a single document is a mistake in the settings or an accident, never something to publish. */
export function noDocuments(where: string): OperationalError {
  return new OperationalError(
    'DOCS_EMPTY',
    `There is no .md file below ${where}.`,
    'Correct DOCS_SOURCE or DOCS_PATH.',
  );
}
