import { EINO_REPOSITORY, EINO_SITE_URL } from '../../shared/config/variables.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';

/** The name of the docs: as a title (`EINO docs`), and within a sentence. */
export interface DocsName {
  readonly title: string;
  readonly about: string;
}

/**
 * Names the docs of an index for people and models.
 * @param status with the source and the site address. An index without a source is empty and taken for EINO's. A clone or
 *   folder has no name that may be shown, so such docs are named by the address they are published at.
 */
export function docsName({ source, fingerprint }: Pick<IndexStatus, 'source' | 'fingerprint'>): DocsName {
  const repository = repositoryOf(source);
  const siteUrl = fingerprint?.siteUrl ?? null;
  if (source === null || repository === EINO_REPOSITORY || (repository === null && siteUrl === EINO_SITE_URL))
    return { title: 'EINO docs', about: "the documentation of EINO, CloudWeGo's LLM framework for Go" };
  if (repository === null && siteUrl !== null)
    return {
      title: `Docs of ${siteUrl.replace(/^https?:\/\//, '')}`,
      about: `the documentation at ${siteUrl}`,
    };
  if (repository === null) return { title: 'Docs', about: 'the documentation in a folder of its owner' };
  return { title: `Docs of ${repository}`, about: `the documentation in ${repository}` };
}

/** `owner/name` of an index built from GitHub, otherwise null: a path on the worker's disk is private. */
export function repositoryOf(source: string | null): string | null {
  return /^github:([\w.-]+\/[\w.-]+)/.exec(source ?? '')?.[1] ?? null;
}
