import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes between two collections: each takes less than a millisecond. */
const COLLECT_EVERY = 2 * 1024 * 1024;

/**
 * Lets chunks pass and has the garbage collector run over young objects now and then. Network buffers lie outside of
 * V8's heap, and it lets some 64 MB of dead ones pile up before it looks; this keeps it to half of that.
 */
export async function* collectedOften(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  setFlagsFromString('--expose-gc');
  const collect: (options: { readonly type: 'minor' }) => void = runInNewContext('gc');
  let passed = 0;
  for await (const chunk of chunks) {
    passed += chunk.byteLength;
    if (passed >= COLLECT_EVERY) {
      collect({ type: 'minor' });
      passed = 0;
    }
    yield chunk;
  }
}
