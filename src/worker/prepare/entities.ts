import { goCode, identifiersIn } from './identifiers-in.ts';
import type { Section } from './sections.ts';

const MAX_ENTITIES = 12;
/** Packages of Go's standard library that every page uses and none is about. */
const STANDARD =
  /^(bufio|bytes|context|errors|filepath|fmt|http|io|json|log|math|os|rand|reflect|regexp|sort|strconv|strings|sync|testing|time|url|utf8)\./;
/** What a name's place says of its weight. A name counts once a block. */
const WEIGHTS = { title: 12, heading: 6, declared: 4, mentioned: 1 };
/** Names a page makes up to show how something is done. */
const EXAMPLE = /^(New)?My[A-Z]/;
const DECLARED = /^[ \t]*(?:func(?: *\([^)\n]*\))?|type) +([A-Z][A-Za-z0-9]*)/gm;

/**
 * The Go identifiers a page is about, most telling first: of those in its code the ones it is named after, declares,
 * and uses most. Without qualifiers.
 */
export function entitiesOf(title: string, sections: readonly Section[]): string[] {
  const weights = new Map<string, number>();
  const standard = new Set<string>();
  const inCode = new Set<string>();
  const count = (names: Iterable<string>, weight: number) => {
    for (const name of names) weights.set(name, (weights.get(name) ?? 0) + weight);
  };
  count(exportedIn(title, standard), WEIGHTS.title);
  for (const section of sections) {
    count(exportedIn(section.heading?.text ?? '', standard), WEIGHTS.heading);
    for (const block of section.blocks) {
      for (const code of goCode(block)) {
        for (const [word] of code.matchAll(/[A-Z][A-Za-z0-9]*/g)) inCode.add(word);
      }
      count(exportedIn(block, standard), WEIGHTS.mentioned);
      count(new Set([...block.matchAll(DECLARED)].map(([, name]) => name ?? '')), WEIGHTS.declared);
    }
  }
  return [...weights]
    .filter(([name]) => inCode.has(name) && !standard.has(name) && !EXAMPLE.test(name))
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MAX_ENTITIES)
    .map(([name]) => name);
}

/** The exported names in a text, without their qualifiers; those of the standard library go to `standard` instead. */
function exportedIn(text: string, standard: Set<string>): Set<string> {
  const exported = new Set<string>();
  for (const name of identifiersIn(text)) {
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (!/^[A-Z][A-Za-z0-9]*$/.test(last) || last === last.toUpperCase()) continue;
    if (STANDARD.test(name)) standard.add(last);
    else exported.add(last);
  }
  return exported;
}
