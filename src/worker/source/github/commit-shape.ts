import { z } from 'zod';
import type { Revision } from '../../../shared/domain/revision.ts';
import { commitRevision } from '../commit-revision.ts';

/** An object name, SHA-1 or SHA-256. */
export const shaShape = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);

const signature = z.object({ date: z.string().optional() }).nullable();

/** What is used of a commit, as every endpoint gives it. */
export const commitShape = z
  .object({
    sha: shaShape,
    commit: z.object({ message: z.string(), committer: signature, author: signature }),
  })
  .transform(({ sha, commit: { message, committer, author } }): Revision => {
    return commitRevision(sha, committer?.date ?? author?.date ?? '', message);
  });
