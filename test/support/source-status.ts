import type { SourceStatus } from '../../src/shared/domain/source.ts';
import { buildSource } from './build-source.ts';

/**
 * A source on GitHub that is indexed, checked and not behind.
 * @param at the folder of the index below which its documents stand
 */
export function sourceStatus(over: Partial<SourceStatus> = {}, at = ''): SourceStatus {
  return buildSource(over.from ?? 'github:owner/docs', [{ at }], {
    checkedAt: '2026-01-01T00:00:00.000Z',
    formerPaths: { state: 'complete' },
    ...over,
  });
}
