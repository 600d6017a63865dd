import type { DocumentMatch } from '../../shared/index/index-reader.ts';

/** What a query asks for, as far as its words tell. */
export type QueryIntent =
  /** An explanation: words without a name in code. */
  | 'explanation'
  /** A name in code: its declaration, or something about it. */
  | 'name'
  /** A program to copy from. */
  | 'example';

/** What a document is good for. */
export type DocumentRole =
  | 'guide'
  /** Go of a library. */
  | 'api'
  /** Go that declares a name of the query. */
  | 'declaration'
  /** Go of a program or an example. */
  | 'program';

/** Factor of the score of a document by its role and what the query asks for; 1 where none is given. */
export type RoleWeights = Readonly<Record<QueryIntent, Readonly<Partial<Record<DocumentRole, number>>>>>;

/** A word of code within a sentence: a capital after a small letter, an exported name after its package, or a call. */
const NAME = /[a-z0-9][A-Z]|[A-Za-z]\.[A-Z]|\w\(/;
/** A word of code: a capital after a small letter, a qualifier, a path, `_`, or a call. */
const CODE = /[a-z0-9][A-Z]|\w[._/]\w|\w\(/;
const ASKS_FOR_EXAMPLE =
  /\b(examples?|samples?|programs?|demos?|runnable|main\.go|full code|source code)\b|示例|例子|样例|完整代码/i;

/** Tells what a query asks for. */
export function queryIntent(query: string): QueryIntent {
  const words = query.trim().split(/\s+/);
  if (ASKS_FOR_EXAMPLE.test(query)) return 'example';
  const hasNames = words.some((word) => NAME.test(word)) || words.every((word) => CODE.test(word));
  return hasNames ? 'name' : 'explanation';
}

/** Returns what tells the role of a document among those that were found for a query. */
export function roleFinder(query: string): (match: DocumentMatch) => DocumentRole {
  const names = namesIn(query);
  return ({ document, chunks }) => {
    if (!document.path.endsWith('.go')) return 'guide';
    const declares = chunks.some(({ chunk }) =>
      [chunk.heading, ...chunk.sections.map(({ heading }) => heading)].some((heading) =>
        names.has(declaredName(heading)),
      ),
    );
    if (declares) return 'declaration';
    const isProgram =
      chunks[0]?.chunk.breadcrumbs[0] === 'package main' ||
      document.path.split('/').some((part) => /examples?$/i.test(part));
    return isProgram ? 'program' : 'api';
  };
}

/** Shorter words name nothing that a heading could be recognised by. */
const SHORTEST_NAME = 3;

/** Longer queries are compared by their beginning. */
const MAX_CHARACTERS = 1_000;

/** The words of a query, and the parts of those that are qualified, as they may stand in a heading. */
function namesIn(query: string): Set<string> {
  const words = query
    .slice(0, MAX_CHARACTERS)
    .split(/[\s,;:?!"'`()[\]]+/)
    .flatMap((word) => [word, ...word.split('.')]);
  return new Set(words.map(bareName).filter((name) => name.length >= SHORTEST_NAME));
}

/** The name that a heading of a Go document declares: `(*Graph[I, O]).Compile` → `compile`. */
function declaredName(heading: string): string {
  return bareName(
    heading
      .replace(/\[[^\]]*\]/g, '')
      .split('.')
      .at(-1) ?? '',
  );
}

function bareName(text: string): string {
  return text.replace(/\W/g, '').toLowerCase();
}
