import type { Clock } from '../../../shared/clock.ts';
import type { Document, DocumentEntry } from '../../../shared/domain/document.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { isGoFile } from '../../documents/go-section.ts';
import { nearestPaths } from '../../documents/nearest-paths.ts';
import { pathSetOf } from '../../documents/path-set.ts';
import { sourceNameOf } from '../../documents/source-names.ts';
import { renderDocument, renderMissing } from '../../page/document-page.ts';
import { PAGE_SECURITY_POLICY } from '../../page/page-frame.ts';
import { documentAddress } from '../../page/page-links.ts';
import type { Services } from '../../services.ts';
import { type Exchange, HttpError, type Route, sendJson, sendTagged } from '../exchange.ts';
import { RETRY_AFTER, readIndex } from './read-index.ts';

export const DOCS_PREFIX = '/docs/';

interface DocumentDeps {
  readonly services: Pick<Services, 'reader' | 'catalog' | 'snapshot' | 'version'>;
  readonly clock: Clock;
  readonly tokenRequired: boolean;
}

/**
 * A document as it is in the repository, or as a page for a client that prefers HTML, as browsers do. The path is looked
 * up in the index, never in a file system.
 */
export function documentRoute(deps: DocumentDeps): Route {
  const { reader, catalog } = deps.services;
  return {
    name: '/docs',
    method: 'GET',
    requiresToken: true,
    async handle(exchange) {
      const { request, response, url } = exchange;
      const isForPeople = prefersHtml(request.headers.accept) && !url.searchParams.has('raw');
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
        const nearest = await nearestPaths(path, documents);
        if (isForPeople) {
          sendPage(exchange, 404, renderMissing({ path, nearest, status, ...pageAt(exchange, deps) }));
          return;
        }
        const suggestions = nearest.map(markdownPath);
        sendJson(response, 404, { error: { status: 404, message: 'No such document', suggestions } });
        return;
      }
      if (redirectedFrom !== undefined) {
        response.writeHead(308, { location: markdownPath(document.path) }).end();
        return;
      }
      if (isForPeople) {
        sendPage(exchange, 200, await documentPage(document, exchange, deps));
        return;
      }
      sendTagged(exchange, `"${document.blob}"`, {
        contentType: `${isGoFile(document.path) ? 'text/x-go' : 'text/markdown'}; charset=utf-8`,
        body: document.content,
        headers: { ...about(document, status), vary: VARY },
      });
    },
  };
}

/** Of a document the answer depends on both: CORS, and what the client prefers. */
const VARY = 'Origin, Accept';

async function documentPage(document: Document, exchange: Exchange, deps: DocumentDeps): Promise<string> {
  const snapshot = await readIndex(deps.services.snapshot());
  const { documents, status } = await readIndex(snapshot.catalog.read(snapshot.status));
  const translations = await readIndex(snapshot.catalog.translations());
  return renderDocument({
    document,
    documents,
    status,
    translations: translations.get(document.path) ?? [],
    ...pageAt(exchange, deps),
  });
}

function pageAt({ url }: Exchange, { services, clock, tokenRequired }: DocumentDeps) {
  const root = '../'.repeat(url.pathname.split('/').length - 2);
  return { root, now: clock(), version: services.version, tokenRequired };
}

function sendPage({ response }: Exchange, status: number, body: string): void {
  const bytes = Buffer.from(body, 'utf8');
  const headers = { 'content-security-policy': PAGE_SECURITY_POLICY, vary: VARY };
  const type = { 'content-type': 'text/html; charset=utf-8', 'content-length': bytes.byteLength };
  response.writeHead(status, { ...type, ...headers }).end(bytes);
}

/**
 * Whether a client asks for HTML by name, and for Markdown or plain text less: agents that take both get Markdown.
 * https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function prefersHtml(accept = ''): boolean {
  const quality = new Map<string, number>();
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    quality.set(type, q === undefined ? 1 : Number(q) || 0);
  }
  const of = (...types: string[]) => Math.max(...types.map((type) => quality.get(type) ?? 0));
  const html = of('text/html');
  return html > 0 && html > of('text/markdown', 'text/x-markdown', 'text/plain', 'text/x-go');
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
  return `/${documentAddress(path)}`;
}
