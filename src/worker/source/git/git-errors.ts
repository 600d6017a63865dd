import { OperationalError } from '../../../shared/errors/operational-error.ts';

export function gitMissing(): OperationalError {
  return new OperationalError(
    'DOCS_GIT_MISSING',
    'git was not found on this machine.',
    'Install git, or use github:<owner>/<name> as DOCS_SOURCE.',
  );
}

export function notARepository(folder: string): OperationalError {
  return new OperationalError(
    'DOCS_NOT_A_REPOSITORY',
    `${folder} is not a git repository.`,
    'Correct DOCS_SOURCE, or use dir:<path> for a plain folder.',
  );
}

/** Git did not give what it must have: the clone is damaged or being changed. */
export function damagedClone(what: string): OperationalError {
  return new OperationalError('DOCS_UNREADABLE', `${what}.`, 'Check the clone with git fsck.');
}
