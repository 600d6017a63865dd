import { EINO_REPOSITORY, EINO_SITE_URL } from '../../shared/config/variables.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { type Root, type SourceIdentity, sourceId, sourceOf } from '../../shared/domain/source.ts';
import { parseGitHubAddress } from './github-address.ts';

/** The name of the docs: as a title (`EINO docs`), and within a sentence; and what to tell a model about their use. */
export interface DocsName {
  readonly title: string;
  readonly about: string;
  /** When a model should look into them: `before you …`. */
  readonly when: string;
  /**
   * Examples to append to sentences about a query, a fetch and a folder, and a query for a search box; empty for docs that
   * are not known.
   */
  readonly examples: Readonly<Record<'query' | 'fetch' | 'folder' | 'page', string>>;
}

const EINO_DOCS: DocsName = {
  title: 'EINO docs',
  about: "the documentation of EINO, CloudWeGo's LLM framework for Go",
  when: 'before you write or review Go code that imports github.com/cloudwego/eino or eino-ext',
  examples: {
    query: ' (`how do I stream from a graph`, `compose.NewGraph`)',
    fetch: ' (`{"path": "core_modules/eino_adk/agent_hitl.md"}`, or `{"path": "compose.NewGraph"}`)',
    folder: ' (`core_modules/`)',
    page: 'How do I interrupt and resume a graph?',
  },
};

const WHEN = 'before you answer about or work with what they cover';
const NO_EXAMPLES = { query: '', fetch: '', folder: '', page: 'Search these docs' };

type NamedSource = Pick<SourceIdentity, 'from'> & { readonly roots: readonly Pick<Root, 'at' | 'site'>[] };

/** How many sources a name lists. */
const NAMED_SOURCES = 3;

/**
 * Names the docs of an index for people and models.
 * @param status with the sources; an index without any is empty and taken for EINO's
 */
export function docsName({ sources }: Pick<IndexStatus, 'sources'>): DocsName {
  const [first] = sources;
  if (first === undefined || isEino(first)) return EINO_DOCS;
  const unknown = { when: WHEN, examples: NO_EXAMPLES };
  const labels = [...new Set(sources.map(sourceLabel))];
  if (labels.length === 1 && isUnnamed(first))
    return { title: 'Docs', about: 'the documentation in a folder of its owner', ...unknown };
  const rest = labels.length - NAMED_SOURCES;
  const named = [...labels.slice(0, NAMED_SOURCES), ...(rest > 0 ? [`${rest} more`] : [])];
  const list = named.length === 1 ? named[0] : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
  return { title: `Docs of ${list}`, about: `the documentation in ${list}`, ...unknown };
}

function isEino(source: NamedSource): boolean {
  const repository = repositoryOf(source);
  if (repository !== null) return repository === EINO_REPOSITORY;
  return source.roots.some(({ site }) => site === EINO_SITE_URL);
}

/**
 * Names a source for people and models: its repository, or else the address it is published at. A clone or folder that
 * is published nowhere is called by the place of its documents in the index: its path on the worker's disk is private.
 */
export function sourceLabel(source: NamedSource): string {
  const repository = repositoryOf(source);
  if (repository !== null) return repository;
  const site = source.roots.find((root) => root.site !== null)?.site ?? null;
  if (site !== null) return site.replace(/^https?:\/\//, '');
  return source.roots.find(({ at }) => at !== '')?.at ?? UNNAMED;
}

const UNNAMED = 'documents';

function isUnnamed({ from, roots }: NamedSource): boolean {
  return repositoryOf({ from, roots }) === null && roots.every(({ site }) => site === null);
}

/** `owner/name` of a source from GitHub, or of one that is published there; null for any other. */
export function repositoryOf({
  from,
  roots,
}: Pick<SourceIdentity, 'from'> & { readonly roots: readonly Pick<Root, 'site'>[] }): string | null {
  const github = /^github:([\w.-]+\/[\w.-]+)/.exec(from)?.[1];
  if (github !== undefined) return github;
  for (const { site } of roots) {
    const url = site === null ? null : URL.parse(site);
    const address = url === null ? null : parseGitHubAddress(url);
    if (address !== null) return address.repository;
  }
  return null;
}

/** A source, or what a publish records of one. */
type RecordedSource = Pick<SourceIdentity, 'from' | 'ref'> & Partial<Pick<SourceIdentity, 'roots'>>;

/**
 * Returns a function that gives every source of an index a public name of its own. Equal labels get their ref added, and
 * a number if that does not tell them apart. A source that the index no longer has is named by its label.
 */
export function sourceNames(sources: readonly SourceIdentity[]): (source: RecordedSource) => string {
  const labels = withDistinction(sources, sources.map(sourceLabel), ({ ref }) =>
    ref === null ? '' : `@${ref}`,
  );
  const names = withDistinction(sources, labels, (_, position) => ` (${position + 1})`);
  const byId = new Map(sources.map((source, index) => [sourceId(source), names[index]]));
  return (source) => byId.get(sourceId(source)) ?? sourceLabel({ roots: [], ...source });
}

/** Appends a suffix to every name that occurs more than once. */
function withDistinction(
  sources: readonly SourceIdentity[],
  names: readonly string[],
  suffix: (source: SourceIdentity, position: number) => string,
): readonly string[] {
  return sources.map((source, index) => {
    const name = names[index] ?? '';
    const isAmbiguous = names.filter((other) => other === name).length > 1;
    return isAmbiguous ? name + suffix(source, index) : name;
  });
}

/** The public name of the source that a document comes from. */
export function sourceNameOf({ sources }: Pick<IndexStatus, 'sources'>, path: string): string {
  const source = sourceOf(sources, path);
  return source === undefined ? sourceLabel({ from: '', roots: [] }) : sourceNames(sources)(source);
}
