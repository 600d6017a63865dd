import type { Revision } from '../../shared/domain/revision.ts';
import { type Html, html } from './html.ts';

const EINO = 'cloudwego/cloudwego.github.io';

/** `owner/name` of an index built from GitHub, otherwise null: a path on the worker's disk is nobody's business. */
function repositoryOf(source: string | null): string | null {
  return /^github:([\w.-]+\/[\w.-]+)/.exec(source ?? '')?.[1] ?? null;
}

/** What the page calls the docs, in its title and in its first sentence. An index nobody has filled is meant for EINO's. */
export function docsName(source: string | null): { readonly title: string; readonly about: Html } {
  const repository = repositoryOf(source);
  if (source === null || repository === EINO)
    return {
      title: 'EINO docs',
      about: html`the documentation of EINO, CloudWeGo's LLM framework for Go`,
    };
  if (repository === null) return { title: 'Docs', about: html`the documentation in a folder of its owner` };
  return {
    title: `Docs of ${repository}`,
    about: html`the documentation in <a href="https://github.com/${repository}">${repository}</a>`,
  };
}

/** The commit's first seven digits, as a link where it is on GitHub. */
export function commitSha(source: string | null, { sha }: Revision): Html {
  const repository = repositoryOf(source);
  const label = html`<code>${sha.slice(0, 7)}</code>`;
  return repository === null
    ? label
    : html`<a href="https://github.com/${repository}/commit/${sha}">${label}</a>`;
}
