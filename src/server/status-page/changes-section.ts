import type { ChangedDocument, PublishRecord } from '../../shared/domain/history.ts';
import { commitSha, type Html, html, relativeTime } from './html.ts';

const SHOWN_PUBLISHES = 10;
/** Documents of a publish above the fold. */
const SHOWN_DOCUMENTS = 5;
/** Documents of a publish, the folded ones included. */
const LISTED_DOCUMENTS = 100;

/**
 * The recent changes to the docs, newest first.
 * @param source the docs source of the index
 * @param now milliseconds since the epoch
 */
export function changesSection(changes: readonly PublishRecord[], source: string | null, now: number): Html {
  const shown = changes.filter(({ documents }) => documents.length > 0).slice(0, SHOWN_PUBLISHES);
  return html`<h2 id="changes">Recent changes to the docs</h2>
${shown.length === 0 ? html`<p class="soft">None since the index was built.</p>` : html`<ol class="changes">${shown.map((record) => publish(record, source, now))}</ol>`}`;
}

function publish(record: PublishRecord, source: string | null, now: number): Html {
  const { commit, commits, publishedAt, documents } = record;
  const earlier = commits.length - 1;
  const folded = documents.slice(SHOWN_DOCUMENTS, LISTED_DOCUMENTS);
  const unlisted = documents.length - LISTED_DOCUMENTS;
  return html`<li class="card"><h3>${commit.subject}</h3><p class="soft">${commitSha(source, commit)}${earlier > 0 ? ` and ${earlier} earlier ${earlier === 1 ? 'commit' : 'commits'}` : null}, published ${relativeTime(publishedAt, now)}</p>
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
