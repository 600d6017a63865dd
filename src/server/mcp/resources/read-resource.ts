import { McpError, type ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import { EMPTY_STATUS } from '../../../shared/domain/index-status.ts';
import { askedPath, RESOURCE_PREFIX } from '../../documents/asked-path.ts';
import { nearestPaths } from '../../documents/nearest-paths.ts';
import type { Services } from '../../services.ts';
import { describeIndex } from '../tools/get-index-status.ts';
import { STATUS_URI } from './list-resources.ts';
import { protocolError } from './protocol-error.ts';

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
  const [path = ''] = askedPath(uri, [], EMPTY_STATUS).candidates;
  const { document } = await services.reader.document(path, signal);
  return document?.content ?? null;
}

async function notFound(services: Services, uri: string): Promise<McpError> {
  const { documents } = await services.catalog.read();
  const suggestions = nearestPaths(uri.replace(RESOURCE_PREFIX, ''), documents);
  return new McpError(RESOURCE_NOT_FOUND, `Resource ${uri.slice(0, 500)} not found`, { uri, suggestions });
}
