import type { CompleteRequest, CompleteResult } from '@modelcontextprotocol/sdk/types.js';
import type { Services } from '../../services.ts';
import { DOCUMENT_TEMPLATE } from './list-resources.ts';
import { protocolError } from './protocol-error.ts';

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
