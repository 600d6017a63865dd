import { EMPTY_STATUS, type IndexStatus } from '../../src/shared/domain/index-status.ts';
import { sourceStatus } from './source-builder.ts';

/** The time at which `THREE_SOURCES` is read, with data that is fresh for an hour. */
export const THREE_SOURCES_TERMS = { now: Date.parse('2026-01-10T12:00:00.000Z'), maxAgeSeconds: 3_600 };

/** An index of three sources: one is fresh, one on GitHub cannot be read, one is a private clone with a commit behind. */
export const THREE_SOURCES: IndexStatus = {
  ...EMPTY_STATUS,
  sequence: 4,
  syncedAt: '2026-01-10T11:50:00.000Z',
  documents: 375,
  chunks: 4_321,
  sources: [
    sourceStatus({
      from: 'github:cloudwego/cloudwego.github.io',
      commit: { sha: '1'.repeat(40), date: '2026-01-09T00:00:00.000Z', subject: 'docs: describe graphs' },
      checkedAt: '2026-01-10T11:50:00.000Z',
    }),
    sourceStatus(
      {
        from: 'github:cloudwego/eino-ext',
        commit: {
          sha: '2'.repeat(40),
          date: '2026-01-08T00:00:00.000Z',
          subject: 'feat(redis): add a retriever',
        },
        checkedAt: '2026-01-10T07:00:00.000Z',
        error: {
          code: 'GITHUB_RATE_LIMITED',
          message: 'no request is left for https://proxy.internal.',
          advice: 'Set GITHUB_TOKEN.',
        },
      },
      'eino-ext',
    ),
    sourceStatus(
      {
        from: 'git:/home/me/notes',
        ref: 'trunk',
        commit: { sha: '3'.repeat(40), date: '2026-01-07T00:00:00.000Z', subject: 'Add notes' },
        checkedAt: '2026-01-10T11:50:00.000Z',
        behind: 1,
      },
      'notes',
    ),
  ],
  lastRun: {
    outcome: 'published',
    startedAt: '2026-01-10T11:49:58.000Z',
    finishedAt: '2026-01-10T11:50:00.000Z',
  },
};
