import { z } from 'zod';
import type { Revision } from '../../../shared/domain/source.ts';
import { hasCode } from '../../../shared/operational-error.ts';
import type { HistoryStep, PathChange, SourceHistory } from '../docs-source.ts';
import type { SourceFiles } from '../source-files.ts';
import { commitShape } from './commits.ts';
import { comparedFileShape, deltaOf } from './compare-commits.ts';
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

const PAGE_SIZE = 100;

/** The commits before `top`, and `top` itself, that touch a folder, newest first, from the first that is not yet read. */
class FolderCommits {
  /** How many of them have been read. */
  read: number;
  readonly #client: GitHubClient;
  readonly #top: string;
  readonly #folder: string;
  #waiting: Revision[] = [];
  #ended = false;

  /** @param folder `''` is the whole repository */
  constructor(
    client: GitHubClient,
    { top, folder, read }: { readonly top: string; readonly folder: string; readonly read: number },
  ) {
    this.#client = client;
    this.#top = top;
    this.#folder = folder;
    this.read = read;
  }

  /** Whether the next commit is known, or that there is none. */
  get isLoaded(): boolean {
    return this.#waiting.length > 0 || this.#ended;
  }

  /** The known commits that are not yet read. */
  get waiting(): readonly Revision[] {
    return this.#waiting;
  }

  /** Requests the next commits. */
  async load(signal?: AbortSignal): Promise<void> {
    const page = Math.floor(this.read / PAGE_SIZE) + 1;
    const request = {
      route: '/commits',
      parameters: {
        sha: this.#top,
        per_page: PAGE_SIZE,
        page,
        ...(this.#folder === '' ? {} : { path: this.#folder }),
      },
      subject: `commits of ${this.#folder || 'the root'} in ${this.#client.repository}`,
    };
    const commits = await this.#client.get(request, z.array(commitShape), signal);
    this.#waiting = commits.slice(this.read % PAGE_SIZE);
    this.#ended = commits.length < PAGE_SIZE;
  }

  /** Counts a commit as read if it is the next one. */
  pass(sha: string): void {
    if (this.#waiting[0]?.sha !== sha) return;
    this.#waiting.shift();
    this.read++;
  }
}

/**
 * Returns the commit to read next: the latest of those that are next in their lists. A commit that is further down in
 * another list has to wait for the commits above it, whatever their dates.
 */
function newestOf(lists: readonly Pick<FolderCommits, 'waiting'>[]): string | null {
  const first = lists.flatMap(({ waiting }) => waiting.slice(0, 1));
  const isFurtherDown = ({ sha }: Revision) =>
    lists.some(({ waiting }) => waiting.findIndex((commit) => commit.sha === sha) > 0);
  const free = first.filter((commit) => !isFurtherDown(commit));
  const candidates = free.length > 0 ? free : first;
  const newest = candidates.reduce<Revision | undefined>(
    (best, commit) => (best === undefined || commit.date > best.date ? commit : best),
    undefined,
  );
  return newest?.sha ?? null;
}
