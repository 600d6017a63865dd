import {
  type CompleteRequest,
  type CompleteResult,
  type ListResourcesResult,
  McpError,
  type ReadResourceResult,
  type ResourceTemplate,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { EMPTY_STATUS, snapshotId } from '../../shared/domain/index-status.ts';
import { cursorCodec, invalidCursor } from '../answer/cursor.ts';
import { nearestPaths } from '../documents/nearest-paths.ts';
import { RESOURCE_PREFIX, readRequestedPath } from '../documents/requested-path.ts';
import type { Services } from '../services.ts';
import { protocolError } from './mcp-errors.ts';
import { describeIndex } from './tools/get-index-status-tool.ts';

/** The resource that is the index's status. */
const STATUS_URI = 'eino-docs://status';
const PAGE_SIZE = 100;
const MARKDOWN = 'text/markdown';

/** How a document's resource is named. */
export const DOCUMENT_TEMPLATE = {
  uriTemplate: `${RESOURCE_PREFIX}{+path}`,
  name: 'document',
  title: 'A document',
  description: 'A whole document as its original Markdown, by its path below the docs root',
  mimeType: MARKDOWN,
} satisfies ResourceTemplate;

const cursors = cursorCodec('resources', z.object({ tag: z.string(), from: z.int().min(1) }));

/** The index's status, then every document in the site's own order, a hundred at a time. */
export async function listResources(
  services: Services,
  cursor: string | undefined,
): Promise<ListResourcesResult> {
  try {
    const { documents, status } = await services.catalog.read();
    const tag = snapshotId(status);
    const position = cursor === undefined ? null : cursors.decode(cursor);
    if (position !== null && position.tag !== tag) throw invalidCursor('The docs were updated since.');
    const from = position?.from ?? 0;
    const to = from + PAGE_SIZE;
    return {
      resources: [
        ...(from === 0 ? [STATUS] : []),
        ...documents.slice(from, to).map(({ path, title, summary }) => ({
          uri: documentUri(path),
          name: path,
          title,
          description: summary,
          mimeType: MARKDOWN,
        })),
      ],
      ...(to < documents.length ? { nextCursor: cursors.encode({ tag, from: to }) } : {}),
    };
  } catch (error) {
    throw protocolError(error, services.logger);
  }
}

const STATUS = {
  uri: STATUS_URI,
  name: 'status',
  title: 'Status of the index',
  description: 'How many documents there are, their commit and their freshness',
  mimeType: 'application/json',
};

/** The URI of a document's resource; the path's own slashes stay. */
function documentUri(path: string): string {
  return RESOURCE_PREFIX + path.split('/').map(encodeURIComponent).join('/');
}

/** The code the protocol gives a resource that is not there. */
const RESOURCE_NOT_FOUND = -32_002;

/** A whole document under its path or a former one, or the index's status. */
export async function readResource(
  services: Services,
  uri: string,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  try {
    if (uri === STATUS_URI) {
      const text = JSON.stringify(await describeIndex(services), null, 2);
      return { contents: [{ uri, mimeType: 'application/json', text }] };
    }
    const document = uri.startsWith(RESOURCE_PREFIX) ? await readDocument(services, uri, signal) : null;
    if (document === null) throw await notFound(services, uri);
    return { contents: [{ uri, mimeType: 'text/markdown', text: document }] };
  } catch (error) {
    throw protocolError(error, services.logger);
  }
}

async function readDocument(services: Services, uri: string, signal: AbortSignal): Promise<string | null> {
  const [path = ''] = readRequestedPath(uri, [], EMPTY_STATUS).candidates;
  const { document } = await services.reader.document(path, signal);
  return document?.content ?? null;
}

async function notFound(services: Services, uri: string): Promise<McpError> {
  const { documents } = await services.catalog.read();
  const suggestions = nearestPaths(uri.replace(RESOURCE_PREFIX, ''), documents);
  return new McpError(RESOURCE_NOT_FOUND, `Resource ${uri.slice(0, 500)} not found`, { uri, suggestions });
}

/** The protocol's own limit. */
const MAX_VALUES = 100;

/**
 * Completes the template's `path`: documents that start with what is typed, then those that contain it. A completion
 * is a suggestion, so for any other reference there is none rather than an error.
 */
export async function completePath(
  services: Services,
  { ref, argument }: CompleteRequest['params'],
): Promise<CompleteResult> {
  if (ref.type !== 'ref/resource' || ref.uri !== DOCUMENT_TEMPLATE.uriTemplate || argument.name !== 'path') {
    return NOTHING;
  }
  try {
    const typed = argument.value.toLowerCase();
    const { documents } = await services.catalog.read();
    const containing = documents.map(({ path }) => path).filter((path) => path.toLowerCase().includes(typed));
    const starting = containing.filter((path) => path.toLowerCase().startsWith(typed));
    const values = [...new Set([...starting, ...containing])];
    return {
      completion: {
        values: values.slice(0, MAX_VALUES),
        total: values.length,
        hasMore: values.length > MAX_VALUES,
      },
    };
  } catch (error) {
    throw protocolError(error, services.logger);
  }
}

const NOTHING: CompleteResult = { completion: { values: [], total: 0, hasMore: false } };
