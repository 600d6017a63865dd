import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type { DocumentEntry, ListedDocument } from '../../../shared/domain/document.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { pathInIndex, rootOf } from '../../../shared/domain/source.ts';
import { slices } from '../../../shared/slices.ts';
import { docsName, sourceNameOf, sourceNames } from '../../documents/source-names.ts';
import { pauses } from '../../index-access/turns.ts';
import type { Services } from '../../services.ts';
import { matchesEtag, type Route, send } from '../exchange.ts';
import { COST } from '../rate-limit.ts';
import { markdownPath } from './document-routes.ts';
import { readIndex } from './read-index.ts';

/** Every document with a link to its Markdown, in the format of https://llmstxt.org. */
export function llmsTxtRoute({ catalog }: Pick<Services, 'catalog'>): Route {
  return {
    name: '/llms.txt',
    method: 'GET',
    cost: COST.heavy,
    requiresToken: true,
    async handle({ response, baseUrl }) {
      const { documents, status } = await readIndex(catalog.read());
      const lines = await linesOf(documents, catalog, baseUrl);
      const text = [
        ...heading(documents.length, status, baseUrl),
        ...byFolder(documents, status).flatMap(([name, listed]) => [
          `## ${oneLine(name)}`,
          '',
          ...listed.flatMap(({ path }) => lines.get(path) ?? []),
          '',
        ]),
      ];
      send(response, { contentType: 'text/plain; charset=utf-8', body: text.join('\n') });
    },
  };
}

/** Documents whose entries are read at once. */
const BATCH = 256;

/** Returns the lines of documents by path. Other requests are served in between. One that is gone by then has none. */
async function linesOf(
  documents: readonly ListedDocument[],
  catalog: Services['catalog'],
  baseUrl: string,
): Promise<Map<string, string>> {
  const pause = pauses();
  const lines = new Map<string, string>();
  for (const batch of slices(documents, BATCH)) {
    const paths = batch.map(({ path }) => path);
    for (const [path, entry] of await readIndex(catalog.entries(paths)))
      lines.set(path, line(entry, baseUrl));
    await pause();
  }
  return lines;
}

/**
 * Every document in full, for a model that reads all of it or a program that wants it in one piece. It is sent at the
 * client's pace, one document at a time.
 */
export function llmsFullRoute({
  catalog,
  reader,
  logger,
}: Pick<Services, 'catalog' | 'reader' | 'logger'>): Route {
  return {
    name: '/llms-full.txt',
    method: 'GET',
    cost: COST.heavy,
    requiresToken: true,
    streams: true,
    async handle({ request, response, baseUrl }) {
      const { documents, status } = await readIndex(catalog.read());
      const mark = contentDigest(documents);
      const headers = { etag: `"${mark}"`, 'cache-control': 'no-cache' };
      if (matchesEtag(request.headers['if-none-match'], headers.etag)) {
        response.writeHead(304, headers).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', ...headers });
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      const head = [
        ...heading(documents.length, status, baseUrl),
        `Each document stands between two lines that begin with "===== ${mark}", as it is in its repository.`,
        '',
      ].join('\n');
      pipeline(Readable.from(wholeDocuments({ head, mark, documents, reader })), response).catch((error) =>
        logger.debug({ err: error }, '/llms-full.txt was not sent to its end'),
      );
    },
  };
}

/** No document can contain it, because it depends on the content of all of them. */
function contentDigest(documents: readonly ListedDocument[]): string {
  const hash = createHash('sha256');
  for (const { path, blob } of documents) hash.update(`${path}\n${blob}\n`);
  return hash.digest('hex').slice(0, 32);
}

interface WholeDocuments {
  readonly head: string;
  readonly mark: string;
  readonly documents: readonly ListedDocument[];
  readonly reader: Services['reader'];
}

/**
 * Reads a document when the one before it has been sent. One that is gone by then, by a publish, is left out. Other
 * requests are served in between: for a client that takes everything at once, the stream itself would never wait.
 */
async function* wholeDocuments({ head, mark, documents, reader }: WholeDocuments): AsyncGenerator<string> {
  yield head;
  let sent = 0;
  for (const { path } of documents) {
    await setImmediate();
    const { document, redirectedFrom } = await reader.document(path);
    if (document === null || redirectedFrom !== undefined) continue;
    sent += 1;
    const { title, url, content } = document;
    const about = [path, title, url].map(oneLine).join(' | ');
    yield `\n===== ${mark} begin ${about}\n${content}${content.endsWith('\n') ? '' : '\n'}===== ${mark} end\n`;
  }
  yield `\n${sent} of ${documents.length} documents. This is the end.\n`;
}

function heading(count: number, status: IndexStatus, baseUrl: string): string[] {
  return [
    `# ${docsName(status).title}`,
    '',
    `> ${count} documents ${origin(status)}, for AI agents. MCP: ${baseUrl}/mcp. API: ${baseUrl}/openapi.json. All in one piece: ${baseUrl}/llms-full.txt`,
    '',
  ];
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
  documents: readonly ListedDocument[],
  { sources }: IndexStatus,
): [string, ListedDocument[]][] {
  const byPath = new Map(documents.map((document) => [document.path, document]));
  const roots = sources.flatMap((source) => source.roots);
  const folderOf = ({ path }: ListedDocument) => {
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
