import { z } from 'zod';
import type { Revision } from '../../../shared/domain/revision.ts';
import { commitShape } from './commits.ts';
import type { GitHubClient } from './github-client.ts';

const PAGE_SIZE = 100;

/** The commits before `top`, and `top` itself, that touch a folder, newest first, from the first that is not yet read. */
export class FolderCommits {
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
export function newestOf(lists: readonly Pick<FolderCommits, 'waiting'>[]): string | null {
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
