import type { ListResourcesResult, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { cursorCodec, invalidCursor } from '../../answer/cursor.ts';
import { RESOURCE_PREFIX } from '../../documents/asked-path.ts';
import { publishTag } from '../../index/publish-tag.ts';
import type { Services } from '../../services.ts';
import { protocolError } from './protocol-error.ts';

/** The resource that is the index's status. */
export const STATUS_URI = 'eino-docs://status';
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
    const tag = publishTag(status);
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
