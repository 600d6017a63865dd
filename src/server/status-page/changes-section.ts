import type { ChangedDocument, PublishRecord } from '../../shared/domain/history.ts';
import { ago, commitSha, type Html, html } from './html.ts';

const SHOWN_PUBLISHES = 10;
const SHOWN_DOCUMENTS = 5;
const LISTED_DOCUMENTS = 100;

/** The documents' recent changes, newest first. `source`: where the index comes from, `now` in milliseconds since the epoch. */
export function changesSection(changes: readonly PublishRecord[], source: string | null, now: number): Html {
  const shown = changes.filter(({ documents }) => documents.length > 0).slice(0, SHOWN_PUBLISHES);
  return html`<h2 id="changes">Recent changes of the docs</h2>
${shown.length === 0 ? html`<p class="soft">None since the index was built.</p>` : html`<ol class="changes">${shown.map((record) => publish(record, source, now))}</ol>`}`;
}

function publish(record: PublishRecord, source: string | null, now: number): Html {
  const { commit, commits, publishedAt, documents } = record;
  const before = commits.length - 1;
  const folded = documents.slice(SHOWN_DOCUMENTS, LISTED_DOCUMENTS);
  const unlisted = documents.length - LISTED_DOCUMENTS;
  return html`<li class="card"><h3>${commit.subject}</h3><p class="soft">${commitSha(source, commit)}${before > 0 ? ` and ${before} before it` : null}, published ${ago(publishedAt, now)}</p>
${documents.slice(0, SHOWN_DOCUMENTS).map(changed)}${
  folded.length === 0
    ? null
    : html`<details class="more"><summary>and ${documents.length - SHOWN_DOCUMENTS} more</summary>
${folded.map(changed)}${unlisted > 0 ? html`<p class="soft">and ${unlisted} more</p>` : null}</details>`
}</li>`;
}

function changed({ change, path, previousPath }: ChangedDocument): Html {
  const from =
    previousPath === undefined ? null : html` <span class="soft">from <code>${previousPath}</code></span>`;
  return html`<div class="changed"><span class="soft">${change}</span><span><code>${path}</code>${from}</span></div>
`;
}
