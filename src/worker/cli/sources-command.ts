import type { RunError } from '../../shared/domain/run.ts';
import {
  type Revision,
  type Root,
  rootOf,
  type SourceIdentity,
  sourceId,
} from '../../shared/domain/source.ts';
import { EXIT } from '../../shared/error-codes.ts';
import { silentLogger } from '../../shared/logger.ts';
import { runError } from '../sync/run-report.ts';
import type { CommandContext, WorkerCommand } from './command.ts';
import { pluralize, print, printable, shortSha } from './output.ts';

/** A source as `sources --json` prints it. */
export interface ListedSource extends SourceIdentity {
  readonly id: string;
  readonly roots: readonly ListedRoot[];
  /** With `--check`, the newest commit, unless there is an error. */
  readonly commit?: Revision;
  /** With `--check`, why the source could not be read. */
  readonly error?: RunError;
}

interface ListedRoot extends Root {
  /** With `--check`, how many documents the root has at the newest commit. */
  readonly documents?: number;
}

/** `sources`: the list of sources as it is understood. With `--check`, each source is asked for its documents. */
export const sourcesCommand: WorkerCommand = async (context) => {
  const { config, flags, stdout } = context;
  const sources: ListedSource[] = [];
  for (const source of config.sources) {
    const listed = { id: sourceId(source), ...source };
    sources.push(flags.has('--check') ? await checked(listed, context) : listed);
  }
  await print(stdout, [flags.has('--json') ? `${JSON.stringify({ sources })}\n` : sourcesText(sources)]);
  return sources.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.ok;
};

async function checked(source: ListedSource, context: CommandContext): Promise<ListedSource> {
  const { adapters, config, clock, delay, signal } = context;
  try {
    const docs = await adapters.openSource(source, config.github, { clock, delay, logger: silentLogger });
    const { revision } = await docs.head(null, signal);
    const manifest = await docs.manifest(revision, signal);
    const counts = new Map<Root | undefined, number>();
    for (const path of manifest.keys()) {
      const root = rootOf(source.roots, path);
      counts.set(root, (counts.get(root) ?? 0) + 1);
    }
    const roots = source.roots.map((root) => ({ ...root, documents: counts.get(root) ?? 0 }));
    return { ...source, commit: revision, roots };
  } catch (error) {
    signal.throwIfAborted();
    return { ...source, error: runError(error) };
  }
}

/** The sources for a person. */
export function sourcesText(sources: readonly ListedSource[]): string {
  const lines = sources.flatMap(({ id, commit, error, roots }) => [
    id,
    ...(commit === undefined
      ? []
      : [`  commit ${shortSha(commit.sha)}  ${commit.date.slice(0, 10)}  ${commit.subject}`]),
    ...(error === undefined ? [] : [`  ${error.code}: ${error.message} ${error.advice}`]),
    ...roots.flatMap(rootLines),
  ]);
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function rootLines({ path, at, documents, ...root }: ListedRoot): string[] {
  const count = documents === undefined ? '' : `: ${pluralize(documents, 'document')}`;
  const rows: [string, string][] = [
    ['include', root.include.join('  ')],
    ['exclude', root.exclude.join('  ')],
    ['language', root.language],
    ...Object.entries(root.languages).map(([tag, globs]): [string, string] => [
      '',
      `${tag} for ${globs.join('  ')}`,
    ]),
    ['address', root.site === null ? 'none' : `${root.site} (${root.pages})`],
  ];
  return [
    `  ${path === '' ? 'all of it' : path} → ${at === '' ? 'the top of the index' : at}${count}`,
    ...rows.filter(([, value]) => value !== '').map(([name, value]) => `    ${name.padEnd(9)} ${value}`),
  ];
}
