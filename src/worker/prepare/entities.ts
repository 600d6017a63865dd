import { identifiersIn } from './identifiers-in.ts';
import type { Section } from './sections.ts';

const MAX_ENTITIES = 12;
/** Packages of Go's standard library that every page uses and none is about. */
const STANDARD =
  /^(bufio|bytes|context|errors|fmt|http|io|json|log|math|os|rand|reflect|regexp|sort|strconv|strings|sync|testing|time|url|utf8)\./;

/** The Go identifiers a page is about, most telling first: those in its title and headings, then the most used ones. */
export function entitiesOf(title: string, sections: readonly Section[]): string[] {
  const weights = new Map<string, number>();
  const count = (text: string, weight: number) => {
    for (const name of identifiersIn(text)) {
      if (isExported(name)) weights.set(name, (weights.get(name) ?? 0) + weight);
    }
  };
  count(title, 6);
  for (const section of sections) {
    count(section.breadcrumbs.at(-1) ?? '', 4);
    for (const block of section.blocks) count(block, block.startsWith('```') ? 2 : 1);
  }
  return [...weights]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MAX_ENTITIES)
    .map(([name]) => name);
}

function isExported(name: string): boolean {
  return /(^|\.)[A-Z][A-Za-z0-9]*$/.test(name) && !/^[A-Z0-9_]+$/.test(name) && !STANDARD.test(name);
}
