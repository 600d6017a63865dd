import type { Fingerprint } from '../shared/domain/fingerprint.ts';
import type { Embedder } from '../shared/embedding/embedder.ts';
import { CHUNKER_VERSION } from './prepare/prepared-document.ts';

/** Version of the records that the stores keep of a document and a chunk. Raise it when their shape changes. */
const SCHEMA_VERSION = 1;

/** The fingerprint of what this version of the worker writes under the given settings. */
export function wantedFingerprint(
  embedder: Pick<Embedder, 'model' | 'dimensions' | 'documentPrefix' | 'maxTokens'> | null,
): Fingerprint {
  const { documentPrefix, maxTokens } = embedder ?? {};
  return {
    schema: SCHEMA_VERSION,
    chunker: CHUNKER_VERSION,
    model: embedder?.model ?? null,
    dimensions: embedder?.dimensions ?? null,
    ...(documentPrefix === undefined ? {} : { documentPrefix }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}
