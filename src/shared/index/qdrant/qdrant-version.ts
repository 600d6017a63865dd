import { OperationalError } from '../../errors/operational-error.ts';
import { unexpectedAnswer } from './qdrant-error.ts';

/**
 * The first that takes `update_filter`: an older one would replace a point that is there where one is only to be added.
 * BM25 of its own came before it, with 1.15.2.
 */
const NEEDED = { major: 1, minor: 16 };

/**
 * @param answer what Qdrant says about itself at its root
 * @throws OperationalError `QDRANT_TOO_OLD`, or `QDRANT_BAD_RESPONSE` when it is not Qdrant that answers
 */
export function requireVersion(answer: unknown, at: string): void {
  const version =
    typeof answer === 'object' && answer !== null && 'version' in answer ? String(answer.version) : '';
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined || minor === undefined)
    throw unexpectedAnswer(at, 'it does not answer like Qdrant');
  const newer = Number(major) - NEEDED.major || Number(minor) - NEEDED.minor;
  if (newer >= 0) return;
  throw new OperationalError(
    'QDRANT_TOO_OLD',
    `Qdrant at ${at} is version ${version}; ${NEEDED.major}.${NEEDED.minor} or newer is needed.`,
    'Update Qdrant, one minor version at a time.',
  );
}
