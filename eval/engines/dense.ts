import type { Embedder } from '../../src/shared/embedding/embedder.ts';
import { cosines, direction } from '../../src/shared/index/sqlite/vector-search.ts';
import type { Engine } from './engine.ts';
import type { Unit } from './full-text.ts';
import { grouped } from './grouped.ts';

/** Nearest units by cosine, each embedded as its text stands. */
export async function denseEngine(name: string, units: readonly Unit[], embedder: Embedder): Promise<Engine> {
  const { vectors } = await embedder.embed(units.map(({ text }) => text));
  const directions = vectors.map(direction);
  return {
    name,
    async search(question) {
      const [vector] = (await embedder.embed([question])).vectors;
      if (vector === undefined) return [];
      const scored = [...cosines(direction(vector), directions)].map((score, i) => ({
        score,
        unit: units[i],
      }));
      return grouped(
        scored.toSorted((a, b) => b.score - a.score).flatMap(({ unit }) => (unit ? [unit] : [])),
      );
    },
  };
}
