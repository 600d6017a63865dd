import type { Revision } from '../../../shared/domain/source.ts';
import type { HistoryStep, SourceHistory } from '../docs-source.ts';
import { locateFolder } from '../file-access.ts';
import type { SourceFiles } from '../source-files.ts';
import { parseCommitDiffs } from './git-output.ts';
import { damagedCloneError, GitProcess, gitPathspecs } from './git-process.ts';

/**
 * Git compares every removed file of a commit with every added one only up to this many of each, which takes seconds.
 * In a larger commit, renames with an edit may be missed.
 */
const RENAME_LIMIT = 1_000;

/**
 * The history of a clone, up to where a shallow one ends. Follows the first parents: these are the states that the branch
 * had, and a merge is one step between two of them.
 */
export class GitHistory implements SourceHistory {
  readonly inParts = false;
  readonly #folder: string;
  readonly #files: SourceFiles;

  /** @param folder absolute path of the clone */
  constructor(folder: string, files: SourceFiles) {
    this.#folder = folder;
    this.#files = files;
  }

  async *read(from: Revision, _next: string | null, signal?: AbortSignal): AsyncGenerator<HistoryStep> {
    const git = new GitProcess(await locateFolder(this.#folder, ''));
    const pathspecs = ['--', ...gitPathspecs(this.#files)];
    const list = await git.run(['rev-list', '--first-parent', '--parents', from.sha, ...pathspecs], signal);
    if (list.exitCode !== 0) throw damagedCloneError(`the history of commit ${from.sha} cannot be read`);
    // With the parents beside it, diff-tree compares a commit with the last one before it that touches a root.
    const commits = list.stdout.split('\n').filter((line) => line !== '');
    const input = commits.map((line) => `${line.split(' ', 2).join(' ')}\n`).join('');
    const options = ['--stdin', '--root', '-r', '-z', '-M', `-l${RENAME_LIMIT}`, '--raw', '--no-abbrev'];
    // Only added, removed and renamed files change paths.
    const output = git.stream(['diff-tree', ...options, '--diff-filter=ADR', ...pathspecs], input, signal);
    for await (const { commit, deltas } of parseCommitDiffs(output)) {
      yield { commit, changes: deltas.flatMap((delta) => this.#files.pathChanges(delta)), next: commit };
    }
    yield { commit: commits.at(-1)?.slice(0, from.sha.length) ?? from.sha, changes: [], next: null };
  }
}
