import type { DocumentEntry } from '../../../shared/domain/document.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { isGoFile } from '../../documents/go-section.ts';
import { nearestPaths } from '../../documents/nearest-paths.ts';
import { pathSetOf } from '../../documents/path-set.ts';
import { sourceNameOf } from '../../documents/source-names.ts';
import type { Services } from '../../services.ts';
import { HttpError, type Route, sendJson, sendTagged } from '../exchange.ts';
import { RETRY_AFTER, readIndex } from './read-index.ts';

export const DOCS_PREFIX = '/docs/';

/** A document as it is in the repository. The path is looked up in the index, never in a file system. */
export function documentRoute({ reader, catalog }: Pick<Services, 'reader' | 'catalog'>): Route {
  return {
    name: '/docs',
    method: 'GET',
    requiresToken: true,
    async handle(exchange) {
      const { response, url } = exchange;
      const path = decodePath(url.pathname.slice(DOCS_PREFIX.length));
      const { document, redirectedFrom, status } = await readIndex(reader.document(path));
      const paths = document === null ? pathSetOf((await readIndex(catalog.read())).documents) : null;
      const otherForm = paths?.find(path);
      if (otherForm !== undefined) {
        response.writeHead(308, { location: markdownPath(otherForm) }).end();
        return;
      }
      if (document === null && status.sequence === 0) {
        const message = 'The index is empty: nothing has been published';
        throw new HttpError(503, message, { headers: RETRY_AFTER });
      }
      if (document === null) {
        const { documents } = await readIndex(catalog.read());
        const suggestions = (await nearestPaths(path, documents)).map(markdownPath);
        sendJson(response, 404, { error: { status: 404, message: 'No such document', suggestions } });
        return;
      }
      if (redirectedFrom !== undefined) {
        response.writeHead(308, { location: markdownPath(document.path) }).end();
        return;
      }
      sendTagged(exchange, `"${document.blob}"`, {
        contentType: `${isGoFile(document.path) ? 'text/x-go' : 'text/markdown'}; charset=utf-8`,
        body: document.content,
        headers: about(document, status),
      });
    },
  };
}

/** Language and source of a document; no header can hold what is not plain text. */
function about({ path, language }: Pick<DocumentEntry, 'path' | 'language'>, status: IndexStatus) {
  const source = encodeURI(sourceNameOf(status, path).toWellFormed());
  return { 'content-language': encodeURI(language.toWellFormed()), 'x-docs-source': source };
}

/** @throws HttpError 400 */
export function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new HttpError(400, 'The path is not valid percent-encoding');
  }
}

/** Path of a document's Markdown on this server. */
export function markdownPath(path: string): string {
  return DOCS_PREFIX + path.split('/').map(encodeURIComponent).join('/');
}
