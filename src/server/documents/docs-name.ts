import { EINO_REPOSITORY, EINO_SITE_URL } from '../../shared/config/variables.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { SourceIdentity } from '../../shared/domain/source.ts';

/** The name of the docs: as a title (`EINO docs`), and within a sentence. */
export interface DocsName {
  readonly title: string;
  readonly about: string;
}

/**
 * Names the docs of an index for people and models, after its first source.
 * @param status An index without a source is empty and taken for EINO's. A clone or folder has no name that may be shown,
 *   so such docs are named by the address they are published at.
 */
export function docsName({ sources: [first] }: Pick<IndexStatus, 'sources'>): DocsName {
  const repository = repositoryOf(first?.from ?? null);
  const siteUrl = first?.roots[0]?.site ?? null;
  if (
    first === undefined ||
    repository === EINO_REPOSITORY ||
    (repository === null && siteUrl === EINO_SITE_URL)
  )
    return { title: 'EINO docs', about: "the documentation of EINO, CloudWeGo's LLM framework for Go" };
  if (repository === null && siteUrl !== null)
    return { title: `Docs of ${withoutScheme(siteUrl)}`, about: `the documentation at ${siteUrl}` };
  if (repository === null) return { title: 'Docs', about: 'the documentation in a folder of its owner' };
  return { title: `Docs of ${repository}`, about: `the documentation in ${repository}` };
}

/** Names a source for people and models: `owner/name`, or its site. Never a path on the worker's disk. */
export function sourceLabel({ from, roots }: Pick<SourceIdentity, 'from' | 'roots'>): string {
  const site = roots.find((root) => root.site !== null)?.site;
  return repositoryOf(from) ?? (site == null ? 'docs' : withoutScheme(site));
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}

/** `owner/name` of a source on GitHub, otherwise null: a path on the worker's disk is private. */
export function repositoryOf(from: string | null): string | null {
  return /^github:([\w.-]+\/[\w.-]+)/.exec(from ?? '')?.[1] ?? null;
}
