import { sourceId } from '../../shared/domain/source.ts';
import type { LineProblem, LocatedYaml } from './located-yaml.ts';
import { absoluteOrigin, DEFAULT_REF } from './to-source.ts';

/**
 * Finds sources that are listed twice and roots that share one place in the index. It looks at the values as they are
 * written, so that these problems are reported together with all others.
 */
export function repetitions({ value, lineOf }: LocatedYaml, base: string): LineProblem[] {
  const problems: LineProblem[] = [];
  const sources = new Map<string, number>();
  const places = new Map<string, number>();
  for (const [i, source] of itemsOf(value)) {
    const id = idOf(source, base);
    const line = lineOf([i, 'from']);
    if (id !== null) {
      const first = sources.get(id);
      if (first === undefined) sources.set(id, line);
      else problems.push({ line, message: `from: the source of line ${first} again; join their roots` });
    }
    for (const [j, root] of itemsOf(source['roots'])) {
      const at = root['at'] ?? '';
      if (typeof at !== 'string') continue;
      const rootLine = lineOf([i, 'roots', j, 'at']);
      const first = places.get(at);
      if (first === undefined) places.set(at, rootLine);
      else {
        const message = `at: ${JSON.stringify(at.slice(0, 60))} is the place of the root of line ${first} too`;
        problems.push({ line: rootLine, message: `${message}; give each root its own` });
      }
    }
  }
  return problems;
}

/** What identifies a source, or null if it is not written well enough to tell. GitHub ignores case. */
function idOf({ from, ref = DEFAULT_REF }: Readonly<Record<string, unknown>>, base: string): string | null {
  if (typeof from !== 'string' || typeof ref !== 'string') return null;
  const origin = absoluteOrigin(from.trim(), base);
  return sourceId({
    from: origin.startsWith('github:') ? origin.toLowerCase() : origin,
    ref: origin.startsWith('dir:') ? null : ref.trim(),
  });
}

/** The maps in a list, each with its index. */
function itemsOf(list: unknown): [index: number, item: Readonly<Record<string, unknown>>][] {
  if (!Array.isArray(list)) return [];
  return [...list.entries()].filter(([, item]) => typeof item === 'object' && item !== null);
}
