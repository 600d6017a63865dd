import { setTimeout } from 'node:timers/promises';
import { silentLogger } from '../../src/shared/logger.ts';
import type { SourceDeps } from '../../src/worker/source/open-source.ts';

/** What a docs source needs, with a clock that every wait moves on at once. */
export function impatientDeps(): SourceDeps & { readonly waits: number[] } {
  const waits: number[] = [];
  let waited = 0;
  return {
    waits,
    logger: silentLogger,
    clock: () => Date.now() + waited,
    delay: async (ms, signal) => {
      waits.push(ms);
      waited += ms;
      await setTimeout(0, undefined, { signal });
    },
  };
}
