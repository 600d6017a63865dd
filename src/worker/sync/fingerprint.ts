import type { Fingerprint } from '../../shared/domain/fingerprint.ts';
import type { Embedder } from '../../shared/embedding/embedder.ts';
import { CHUNKER_VERSION } from '../prepare/chunker-version.ts';
import type { Site } from '../prepare/page-url.ts';

/** Version of what the stores keep of a document and a chunk: to be raised when the records' shape changes. */
const SCHEMA_VERSION = 1;

/** The fingerprint of what this program, so configured, would write. */
export function wantedFingerprint(embedder: Embedder | null, site: Site): Fingerprint {
  return {
    schema: SCHEMA_VERSION,
    chunker: CHUNKER_VERSION,
    siteUrl: site.siteUrl,
    model: embedder?.model ?? null,
    dimensions: embedder?.dimensions ?? null,
  };
}
