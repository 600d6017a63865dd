import { z } from 'zod';
import type { Revision } from '../../../shared/domain/revision.ts';
import { hasCode } from '../../../shared/operational-error.ts';
import type { HistoryStep, PathChange, SourceHistory } from '../docs-source.ts';
import type { SourceFiles } from '../source-files.ts';
import { comparedFileShape, deltaOf } from './compare-commits.ts';
import { FolderCommits, newestOf } from './folder-commits.ts';
import type { GitHubClient } from './github-client.ts';

/** Requests after which a run begins no further commit. GitHub allows 5,000 an hour, which a token may share. */
const REQUESTS_PER_RUN = 20;

/** GitHub lists so many files of a commit in one response, and at most ten times as many. */
const FILES_PER_PAGE = 300;
const MAX_PAGES = 10;

const commitFilesShape = z.object({ files: z.array(comparedFileShape).optional() });

/**
 * The history of a repository, read back with one request a commit and one for each list of 100 commits of a root's
 * folder. GitHub lists the commits of merged branches too, ordered by date.
 */
export class GitHubHistory implements SourceHistory {
  readonly inParts = true;
  readonly #client: GitHubClient;
  readonly #files: SourceFiles;

  /** @param client one of its own, which does not wait for GitHub: a later run tries again */
  constructor(client: GitHubClient, files: SourceFiles) {
    this.#client = client;
    this.#files = files;
  }

  async *read(from: Revision, next: string | null, signal?: AbortSignal): AsyncGenerator<HistoryStep> {
    const client = this.#client;
    const limit = client.requests + REQUESTS_PER_RUN;
    const { folders } = this.#files;
    const { top, read } = parsePlace(next, folders.length) ?? { top: from.sha, read: folders.map(() => 0) };
    const lists = folders.map((folder, i) => new FolderCommits(client, { top, folder, read: read[i] ?? 0 }));
    const seen = new Set<string>();
    let last = from.sha;
    for (;;) {
      for (const list of lists) {
        if (list.isLoaded) continue;
        if (client.requests >= limit) return;
        await list.load(signal);
      }
      const commit = newestOf(lists);
      if (commit === null) break;
      if (client.requests >= limit) return;
      const changes = seen.has(commit) ? [] : await this.#changes(commit, signal);
      // What came before a commit that cannot be read cannot be followed to the documents of today.
      if (changes === null) break;
      for (const list of lists) list.pass(commit);
      seen.add(commit);
      last = commit;
      yield { commit, changes, next: formatPlace({ top, read: lists.map((list) => list.read) }) };
    }
    yield { commit: last, changes: [], next: null };
  }

  /** @returns null if GitHub cannot tell all files that a commit changed */
  async #changes(commit: string, signal?: AbortSignal): Promise<PathChange[] | null> {
    const changes: PathChange[] = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const request = {
        route: '/commits/{ref}',
        parameters: { ref: commit, page },
        subject: `commit ${commit} of ${this.#client.repository}`,
      };
      let files: z.output<typeof commitFilesShape>['files'];
      try {
        ({ files = [] } = await this.#client.get(request, commitFilesShape, signal));
      } catch (error) {
        if (hasCode(error, 'GITHUB_NOT_FOUND')) return null;
        throw error;
      }
      for (const file of files) {
        // Without a delta, the file is something else than before, at the same path.
        const delta = deltaOf(file);
        if (delta !== null) changes.push(...this.#files.pathChanges(delta));
      }
      if (files.length < FILES_PER_PAGE) return changes;
    }
    return null;
  }
}

/** Where a part of the reading begins. */
interface Place {
  /** The commit that the reading began with: lists of its history do not change, even if the branch does. */
  readonly top: string;
  /** How many commits of each folder have been read. */
  readonly read: readonly number[];
}

function formatPlace({ top, read }: Place): string {
  return `${top} ${read.join(' ')}`;
}

/** @returns null if there is none, or one of another number of folders */
function parsePlace(text: string | null, folders: number): Place | null {
  const [top = '', ...counts] = (text ?? '').split(' ');
  const read = counts.map(Number);
  return read.length === folders && read.every((count) => Number.isSafeInteger(count) && count >= 0)
    ? { top, read }
    : null;
}
