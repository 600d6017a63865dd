const EINO = 'cloudwego/cloudwego.github.io';

/** What the docs are called: alone (`EINO docs`), and within a sentence. */
export interface DocsName {
  readonly title: string;
  readonly about: string;
}

/**
 * Names the docs of an index for people and models.
 * @param source identity of the docs source; an index nobody has filled (null) is meant for EINO's
 */
export function docsName(source: string | null): DocsName {
  const repository = repositoryOf(source);
  if (source === null || repository === EINO)
    return { title: 'EINO docs', about: "the documentation of EINO, CloudWeGo's LLM framework for Go" };
  if (repository === null) return { title: 'Docs', about: 'the documentation in a folder of its owner' };
  return { title: `Docs of ${repository}`, about: `the documentation in ${repository}` };
}

/** `owner/name` of an index built from GitHub, otherwise null: a path on the worker's disk is nobody's business. */
export function repositoryOf(source: string | null): string | null {
  return /^github:([\w.-]+\/[\w.-]+)/.exec(source ?? '')?.[1] ?? null;
}
