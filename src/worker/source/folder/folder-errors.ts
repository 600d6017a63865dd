import { OperationalError } from '../../../shared/errors/operational-error.ts';

/** The system's code of a failed file operation, `''` for anything else. */
export function systemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Something in the folder cannot be read, and trying again will not help. */
export function unreadable(path: string, error: unknown): OperationalError {
  return new OperationalError(
    'DOCS_UNREADABLE',
    `${path} cannot be read (${systemCode(error) || String(error)}).`,
    'Give the worker permission to read it.',
    { cause: error },
  );
}

/** The folder is being written while it is read, so what was listed is no longer there. */
export function changedWhileReading(path: string): OperationalError {
  return new OperationalError(
    'DOCS_CHANGED_WHILE_READING',
    `${path} changed while it was being read.`,
    'Run the sync again when nothing writes to the folder.',
  );
}
