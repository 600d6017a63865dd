import { nearestPaths } from '../../documents/nearest-paths.ts';
import type { Services } from '../../services.ts';
import { namesTag } from '../entity-tag.ts';
import { type Exchange, HttpError, type Route } from '../exchange.ts';
import { send, sendJson } from '../respond.ts';
import { orUnavailable } from './unavailable.ts';

export const DOCS_PREFIX = '/docs/';

/** The path of a document's Markdown on this server. */
export function documentPath(path: string): string {
  return DOCS_PREFIX + path.split('/').map(encodeURIComponent).join('/');
}

/** A document as it is in the repository. The path is looked up in the index, never in a file system. */
export function documentRoute({ reader, catalog }: Pick<Services, 'reader' | 'catalog'>): Route {
  return {
    name: '/docs',
    method: 'GET',
    token: true,
    async handle({ request, response, url }: Exchange) {
      const path = decodePath(url.pathname.slice(DOCS_PREFIX.length));
      const { document, redirectedFrom, status } = await orUnavailable(reader.document(path));
      if (document === null && status.sequence === 0) {
        throw new HttpError(503, 'The index is empty: nothing has been published', { 'retry-after': '5' });
      }
      if (document === null) {
        const { documents } = await orUnavailable(catalog.read());
        const suggestions = nearestPaths(path, documents).map(documentPath);
        return sendJson(response, 404, { error: { status: 404, message: 'No such document', suggestions } });
      }
      if (redirectedFrom !== undefined) {
        response.writeHead(308, { location: documentPath(document.path) });
        response.end();
        return;
      }
      const validators = { etag: `"${document.blob}"`, 'cache-control': 'no-cache' };
      if (namesTag(request.headers['if-none-match'], validators.etag)) {
        response.writeHead(304, validators);
        response.end();
        return;
      }
      send(response, 200, 'text/markdown; charset=utf-8', document.content, validators);
    },
  };
}

function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new HttpError(400, 'The path is not valid percent-encoding');
  }
}
