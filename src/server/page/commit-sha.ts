import type { Revision } from '../../shared/domain/revision.ts';
import { repositoryOf } from './docs-name.ts';
import { type Html, html } from './html.ts';

/** The commit's first seven digits, as a link where it is on GitHub. */
export function commitSha(source: string | null, { sha }: Revision): Html {
  const repository = repositoryOf(source);
  const label = html`<code>${sha.slice(0, 7)}</code>`;
  return repository === null
    ? label
    : html`<a href="https://github.com/${repository}/commit/${sha}">${label}</a>`;
}
