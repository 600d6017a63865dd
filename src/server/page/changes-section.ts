import type { ChangedDocument, PublishedSource, PublishRecord } from '../../shared/domain/history.ts';
import { type SourceIdentity, sourceId } from '../../shared/domain/source.ts';
import { sourceNames } from '../documents/source-names.ts';
import { commitSha, type Html, html, relativeTime } from './html.ts';

const SHOWN_UPDATES = 10;
/** Documents of an update above the fold. */
const SHOWN_DOCUMENTS = 5;
/** Documents of an update, the folded ones included. */
const LISTED_DOCUMENTS = 100;

/**
 * The recent changes to the docs, newest first.
 * @param sources those of the index
 * @param now milliseconds since the epoch
 */
export function changesSection(
  changes: readonly PublishRecord[],
  sources: readonly SourceIdentity[],
  now: number,
): Html {
  const nameOf = sourceNames(sources);
  const shown = changes
    .flatMap((record) => record.sources.map((source) => ({ source, publishedAt: record.publishedAt })))
    .filter(({ source }) => source.documents.length > 0)
    .slice(0, SHOWN_UPDATES)
    .map(({ source, publishedAt }) => {
      // A source that the index no longer has is known by its origin alone.
      const identity = sources.find((each) => sourceId(each) === sourceId(source)) ?? {
        ...source,
        roots: [],
      };
      const name = sources.length > 1 ? `${nameOf(source)}, ` : '';
      return update(
        source,
        html`${name}${source.version === undefined ? null : `${source.version}, `}${commitSha(identity, source.commit)}`,
        relativeTime(publishedAt, now),
      );
    });
  return html`<section class="feed" aria-labelledby="changes"><h2 id="changes">Recent changes to the docs</h2>
${shown.length === 0 ? html`<p class="soft">None yet.</p>` : html`<ol class="changes">${shown}</ol>`}</section>`;
}

/** @param origin its commit, after the name of its source where there are several */
function update({ commit, commits, documents }: PublishedSource, origin: Html, published: Html): Html {
  const earlier = commits.length - 1;
  const folded = documents.slice(SHOWN_DOCUMENTS, LISTED_DOCUMENTS);
  const unlisted = documents.length - LISTED_DOCUMENTS;
  return html`<li><h3>${commit.subject}</h3><p class="soft">${origin}${earlier > 0 ? ` and ${earlier} earlier ${earlier === 1 ? 'commit' : 'commits'}` : null}, published ${published}</p>
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
