import type { DocumentEntry } from '../../../shared/domain/document.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { pathInIndex, rootOf } from '../../../shared/domain/source.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import { isGoFile } from '../../documents/go-section.ts';
import { nearestPaths } from '../../documents/nearest-paths.ts';
import { docsName, sourceNameOf, sourceNames } from '../../documents/source-names.ts';
import { unreadableIndex } from '../../health/public-error.ts';
import type { Services } from '../../services.ts';
import { type Exchange, HttpError, type Route, send, sendJson } from '../exchange.ts';
import { COST } from '../rate-limit.ts';

export const DOCS_PREFIX = '/docs/';

/** The index may be readable, or filled, in a few seconds. */
const RETRY_AFTER = { 'retry-after': '5' };

/** A document as it is in the repository. The path is looked up in the index, never in a file system. */
export function documentRoute({ reader, catalog }: Pick<Services, 'reader' | 'catalog'>): Route {
  return {
    name: '/docs',
    method: 'GET',
    requiresToken: true,
    async handle({ request, response, url }: Exchange) {
      const path = decodePath(url.pathname.slice(DOCS_PREFIX.length));
      const { document, redirectedFrom, status } = await readIndex(reader.document(path));
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
      const validators = {
        etag: `"${document.blob}"`,
        'cache-control': 'no-cache',
        ...about(document, status),
      };
      if (matchesEtag(request.headers['if-none-match'], validators.etag)) {
        response.writeHead(304, validators).end();
        return;
      }
      send(response, {
        contentType: `${isGoFile(document.path) ? 'text/x-go' : 'text/markdown'}; charset=utf-8`,
        body: document.content,
        headers: validators,
      });
    },
  };
}

/** Language and source of a document; no header can hold what is not plain text. */
function about({ path, language }: Pick<DocumentEntry, 'path' | 'language'>, status: IndexStatus) {
  const source = encodeURI(sourceNameOf(status, path).toWellFormed());
  return { 'content-language': encodeURI(language.toWellFormed()), 'x-docs-source': source };
}

function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new HttpError(400, 'The path is not valid percent-encoding');
  }
}

/** Whether an `If-None-Match` header matches the ETag: alone, in a list, as a weak one, or with `*`. */
function matchesEtag(header: string | undefined, etag: string): boolean {
  return header?.trim() === '*' || header?.match(/"[^"]*"/g)?.includes(etag) === true;
}

/** Every document with a link to its Markdown, in the format of https://llmstxt.org. */
export function llmsTxtRoute({ catalog }: Pick<Services, 'catalog'>): Route {
  return {
    name: '/llms.txt',
    method: 'GET',
    cost: COST.heavy,
    requiresToken: true,
    async handle({ response, baseUrl }) {
      const { documents, status } = await readIndex(catalog.read());
      const text = [
        `# ${docsName(status).title}`,
        '',
        `> ${documents.length} documents ${origin(status)}, for AI agents. MCP: ${baseUrl}/mcp`,
        ...byFolder(documents, status).flatMap(([name, entries]) => [
          '',
          `## ${oneLine(name)}`,
          '',
          ...entries.map((entry) => line(entry, baseUrl)),
        ]),
        '',
      ];
      send(response, { contentType: 'text/plain; charset=utf-8', body: text.join('\n') });
    },
  };
}

function origin({ sources }: IndexStatus): string {
  if (sources.length < 2) return `at commit ${sources[0]?.commit?.sha ?? 'none'}`;
  const nameOf = sourceNames(sources);
  const named = sources.map((source) => {
    const name = [nameOf(source), source.version].filter(Boolean).join(' ');
    return `${name} at commit ${source.commit?.sha ?? 'none'}`;
  });
  return `of ${named.join(', ')}`;
}

/** The documents by the topmost folder of their root, in the order given. A folder has the title of its own document. */
function byFolder(
  documents: readonly DocumentEntry[],
  { sources }: IndexStatus,
): [string, DocumentEntry[]][] {
  const byPath = new Map(documents.map((document) => [document.path, document]));
  const roots = sources.flatMap((source) => source.roots);
  const folderOf = ({ path }: DocumentEntry) => {
    const start = pathInIndex('', rootOf(roots, path) ?? { at: '' });
    return path.slice(0, path.indexOf('/', start.length) + 1) || start;
  };
  return [...Map.groupBy(documents, folderOf)].map(([folder, entries]) => {
    const own = byPath.get(`${folder}_index.md`) ?? byPath.get(`${folder}README.md`);
    const title = own?.title ?? (folder || 'Docs');
    return [sources.length < 2 ? title : `${title} (${sourceNameOf({ sources }, folder)})`, entries];
  });
}

function line({ path, title, summary }: DocumentEntry, baseUrl: string): string {
  return `- [${oneLine(title)}](${baseUrl}${markdownPath(path)})${summary === '' ? '' : `: ${oneLine(summary)}`}`;
}

/** Removes what would end the line or the link. */
function oneLine(text: string): string {
  return text.replace(/[[\]\s]+/g, ' ').trim();
}

/** Path of a document's Markdown on this server. */
function markdownPath(path: string): string {
  return DOCS_PREFIX + path.split('/').map(encodeURIComponent).join('/');
}

/**
 * Waits for a read of the index. If it fails, the client gets 503 with the error's code and advice; the message, which
 * may name paths and addresses of the machine, is only logged.
 */
async function readIndex<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    throw new HttpError(503, unreadableIndex(error), { headers: RETRY_AFTER });
  }
}
