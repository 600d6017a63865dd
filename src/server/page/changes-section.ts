import type { PublishRecord } from '../../shared/domain/history.ts';
import { type Html, html } from './html.ts';
import { ago } from './relative-time.ts';

const SHOWN_PUBLISHES = 10;
const SHOWN_DOCUMENTS = 8;

/** The documents' recent changes, newest first. */
export function changesSection(changes: readonly PublishRecord[], now: number): Html {
  const shown = changes.filter(({ documents }) => documents.length > 0).slice(0, SHOWN_PUBLISHES);
  return html`<h2 id="changes">Recent changes of the docs</h2>
${shown.length === 0 ? html`<p class="soft">None since the index was built.</p>` : html`<ol class="changes">${shown.map((record) => publish(record, now))}</ol>`}`;
}

function publish({ commit, publishedAt, documents }: PublishRecord, now: number): Html {
  const more = documents.length - SHOWN_DOCUMENTS;
  return html`<li class="card"><h3>${commit.subject}</h3><p class="soft"><code>${commit.sha.slice(0, 7)}</code>, published ${ago(publishedAt, now)}</p>
${documents.slice(0, SHOWN_DOCUMENTS).map(
  ({ change, path, previousPath }) =>
    html`<div><span class="change">${change}</span> <code>${path}</code>${previousPath === undefined ? null : html` <span class="soft">from <code>${previousPath}</code></span>`}</div>
`,
)}${more > 0 ? html`<p class="soft">and ${more} more</p>` : null}</li>`;
}
