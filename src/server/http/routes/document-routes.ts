import type { DocumentEntry } from '../../../shared/domain/document.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import { docsName } from '../../documents/docs-name.ts';
import { nearestPaths } from '../../documents/nearest-paths.ts';
import { unreadableIndex } from '../../health/public-error.ts';
import type { Services } from '../../services.ts';
import { type Exchange, HttpError, namesTag, type Route, send, sendJson } from '../exchange.ts';

export const DOCS_PREFIX = '/docs/';

/** The path of a document's Markdown on this server. */
function documentPath(path: string): string {
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

/** Every document with a link to its Markdown, as https://llmstxt.org describes it. */
export function llmsTxtRoute({ catalog }: Pick<Services, 'catalog'>): Route {
  return {
    name: '/llms.txt',
    method: 'GET',
    token: true,
    async handle({ response, baseUrl }) {
      const { documents, status } = await orUnavailable(catalog.read());
      const text = [
        `# ${docsName(status).title}`,
        '',
        `> ${documents.length} documents at commit ${status.commit?.sha ?? 'none'}, for AI agents. MCP: ${baseUrl}/mcp`,
        ...sections(documents).flatMap(([name, entries]) => [
          '',
          `## ${oneLine(name)}`,
          '',
          ...entries.map((entry) => line(entry, baseUrl)),
        ]),
        '',
      ];
      send(response, 200, 'text/plain; charset=utf-8', text.join('\n'));
    },
  };
}

/** The documents by their topmost folder, named as its own page is, in the order given. */
function sections(documents: readonly DocumentEntry[]): [string, DocumentEntry[]][] {
  const titles = new Map(documents.map(({ path, title }) => [path, title]));
  const folder = (path: string) => path.slice(0, path.indexOf('/') + 1);
  const grouped = Map.groupBy(documents, ({ path }) => folder(path));
  return [...grouped].map(([name, entries]) => [titles.get(`${name}_index.md`) ?? (name || 'Docs'), entries]);
}

function line({ path, title, summary }: DocumentEntry, baseUrl: string): string {
  return `- [${oneLine(title)}](${baseUrl}${documentPath(path)})${summary === '' ? '' : `: ${oneLine(summary)}`}`;
}

/** What a document says of itself, without anything that would end the line or the link. */
function oneLine(text: string): string {
  return text.replace(/[[\]\s]+/g, ' ').trim();
}

/**
 * Passes a read of the index through; where it cannot be read the client gets 503, the error's code and what to do. The
 * message, which may name paths and addresses of the machine, is in the log.
 */
async function orUnavailable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    throw new HttpError(503, unreadableIndex(error), { 'retry-after': '5' });
  }
}
