import { EINO_REPOSITORY, EINO_SITE_URL } from '../../shared/config/variables.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Root, SourceIdentity } from '../../shared/domain/source.ts';
import { parseGitHubAddress } from './github-address.ts';

/** The name of the docs: as a title (`EINO docs`), and within a sentence. */
export interface DocsName {
  readonly title: string;
  readonly about: string;
}

type NamedSource = Pick<SourceIdentity, 'from'> & { readonly roots: readonly Pick<Root, 'at' | 'site'>[] };

/** How many sources a name lists. */
const NAMED_SOURCES = 3;

/**
 * Names the docs of an index for people and models.
 * @param status with the sources; an index without any is empty and taken for EINO's
 */
export function docsName({ sources }: Pick<IndexStatus, 'sources'>): DocsName {
  const [first] = sources;
  if (first === undefined || isEino(first))
    return { title: 'EINO docs', about: "the documentation of EINO, CloudWeGo's LLM framework for Go" };
  const labels = [...new Set(sources.map(sourceLabel))];
  if (labels.length === 1 && isUnnamed(first))
    return { title: 'Docs', about: 'the documentation in a folder of its owner' };
  const rest = labels.length - NAMED_SOURCES;
  const named = [...labels.slice(0, NAMED_SOURCES), ...(rest > 0 ? [`${rest} more`] : [])];
  const list = named.length === 1 ? named[0] : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
  return { title: `Docs of ${list}`, about: `the documentation in ${list}` };
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
