import type {
  CompleteRequest,
  CompleteResult,
  ListResourcesResult,
  ReadResourceResult,
  ResourceTemplate,
} from '@modelcontextprotocol/sdk/types.js';
import type { Document } from '../../shared/domain/document.ts';
import { snapshotId } from '../../shared/domain/index-status.ts';
import { oneLine } from '../answer/answer-text.ts';
import { listCursors, startIn } from '../answer/cursor.ts';
import { isGoFile } from '../documents/go-section.ts';
import { nearestPaths } from '../documents/nearest-paths.ts';
import { pathSetOf } from '../documents/path-set.ts';
import { pathsOfResource, RESOURCE_PREFIX } from '../documents/requested-path.ts';
import type { Services } from '../services.ts';
import { RPC, RpcError } from './json-rpc.ts';
import { protocolError } from './tool.ts';
import { describeIndex } from './tools/get-index-status-tool.ts';

const MARKDOWN = 'text/markdown';
const GO = 'text/x-go';

export const DOCUMENT_TEMPLATE = {
  uriTemplate: `${RESOURCE_PREFIX}{+path}`,
  name: 'document',
  title: 'A document',
  description: 'A whole document as its original Markdown or Go source, by its path in the index',
} satisfies ResourceTemplate;

/** Its content changes with time. */
export const STATUS_URI = 'eino-docs://status';

const STATUS_RESOURCE = {
  uri: STATUS_URI,
  name: 'status',
  title: 'Status of the index',
  description: 'Number of documents, their commit and their freshness',
  mimeType: 'application/json',
};

const PAGE_SIZE = 100;
const cursors = listCursors('resources');
/** `resources/list` has no arguments that select resources. */
const NO_FILTER = '';

/** `resources/list`: the index's status, then every document in the site's own order. */
export async function listResources(
  services: Services,
  cursor: string | undefined,
): Promise<ListResourcesResult> {
  try {
    const { documents, status } = await services.catalog.read();
    const snapshot = snapshotId(status);
    const from = startIn(snapshot, cursors.decode(cursor, NO_FILTER));
    const to = from + PAGE_SIZE;
    const paths = documents.slice(from, to).map(({ path }) => path);
    const entries = await services.catalog.entries(paths);
    return {
      resources: [
        ...(from === 0 ? [STATUS_RESOURCE] : []),
        ...paths
          .flatMap((path) => entries.get(path) ?? [])
          .map(({ path, title, summary }) => ({
            uri: documentUri(path),
            name: path,
            title: oneLine(title),
            description: oneLine(summary),
            mimeType: mimeTypeOf(path),
          })),
      ],
      ...(to < documents.length
        ? { nextCursor: cursors.encode({ snapshot, filter: NO_FILTER, from: to }) }
        : {}),
    };
  } catch (error) {
    throw protocolError(error, services.logger);
  }
}

function mimeTypeOf(path: string): string {
  return isGoFile(path) ? GO : MARKDOWN;
}

/** The URI of a document. The slashes of its path are kept. */
function documentUri(path: string): string {
  return RESOURCE_PREFIX + path.split('/').map(encodeURIComponent).join('/');
}

/** `resources/read`: a whole document by its path or a former one, or the index's status. */
export async function readResource(
  services: Services,
  uri: string,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  try {
    if (uri === STATUS_URI) {
      const text = JSON.stringify(await describeIndex(services), null, 2);
      return { contents: [{ uri, mimeType: STATUS_RESOURCE.mimeType, text }] };
    }
    const document = uri.startsWith(RESOURCE_PREFIX) ? await readDocument(services, uri, signal) : null;
    if (document === null) throw await notFound(services, uri);
    return { contents: [{ uri, mimeType: mimeTypeOf(document.path), text: document.content }] };
  } catch (error) {
    throw protocolError(error, services.logger);
  }
}

async function readDocument(services: Services, uri: string, signal: AbortSignal): Promise<Document | null> {
  const paths = pathSetOf((await services.catalog.read()).documents);
  for (const path of pathsOfResource(uri)) {
    const { document } = await services.reader.document(paths.find(path) ?? path, signal);
    if (document !== null) return document;
  }
  return null;
}

async function notFound(services: Services, uri: string): Promise<RpcError> {
  const { documents } = await services.catalog.read();
  const suggestions = await nearestPaths(uri.replace(RESOURCE_PREFIX, ''), documents);
  return new RpcError(RPC.resourceNotFound, `Resource ${uri.slice(0, 500)} not found`, { uri, suggestions });
}

/** The most values that the MCP specification allows. */
const MAX_COMPLETIONS = 100;
const NO_COMPLETIONS: CompleteResult = { completion: { values: [], total: 0, hasMore: false } };

/**
 * `completion/complete` for the template's `path`: first the documents whose path starts with the text, then those whose
 * path contains it. Any other reference has no completions; completions are optional, so this is not an error.
 */
export async function completePath(
  services: Services,
  { ref, argument }: CompleteRequest['params'],
): Promise<CompleteResult> {
  if (ref.type !== 'ref/resource' || ref.uri !== DOCUMENT_TEMPLATE.uriTemplate || argument.name !== 'path') {
    return NO_COMPLETIONS;
  }
  try {
    const typed = argument.value.toLowerCase();
    const { documents } = await services.catalog.read();
    const containing = documents.map(({ path }) => path).filter((path) => path.toLowerCase().includes(typed));
    const starting = containing.filter((path) => path.toLowerCase().startsWith(typed));
    const values = [...new Set([...starting, ...containing])];
    return {
      completion: {
        values: values.slice(0, MAX_COMPLETIONS),
        total: values.length,
        hasMore: values.length > MAX_COMPLETIONS,
      },
    };
  } catch (error) {
    throw protocolError(error, services.logger);
  }
}
