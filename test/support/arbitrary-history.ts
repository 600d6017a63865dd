import fc from 'fast-check';
import type { Files } from './memory-source.ts';

/** One edit of the docs. The numbers select among the existing documents, the paths and the words. */
interface Edit {
  readonly kind: (typeof KINDS)[number];
  readonly document: number;
  readonly other: number;
}

const KINDS = [
  'add',
  'add again',
  'edit a word',
  'edit the front matter',
  'move',
  'move and edit',
  'swap',
  'copy',
  'change case',
  'delete',
  'nothing',
] as const;

/** A history of the docs. */
export interface RandomHistory {
  /** All documents after each commit. */
  readonly commits: readonly Files[];
  /** The commits that are followed by a sync; always includes the last one. */
  readonly syncedAfter: readonly number[];
}

const PATHS = [
  'a.md',
  'b.md',
  'guide/a.md',
  'guide/c.md',
  'guide/deep/d.md',
  '中文.md',
  'with space.md',
  '_index.md',
];
const WORDS = ['graph', 'chain', 'tool', 'model', 'agent', 'stream', 'callback', 'retriever'];

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...KINDS),
  document: fc.nat({ max: 1000 }),
  other: fc.nat({ max: 1000 }),
});

/** Generates histories of up to `length` commits with every kind of edit. The docs are never empty. */
export function anyHistory(length: number): fc.Arbitrary<RandomHistory> {
  return fc
    .record({
      commits: fc.array(fc.array(edit, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: length }),
      synced: fc.infiniteStream(fc.boolean()),
    })
    .map(({ commits, synced }) => {
      const author = new Author();
      const files = commits.map((edits) => author.commit(edits));
      const syncedAfter = files.flatMap((_, i) =>
        synced.next().value === true || i === files.length - 1 ? [i] : [],
      );
      return { commits: files, syncedAfter };
    });
}

class Author {
  readonly #files = new Map<string, string>([
    ['_index.md', documentOf(0)],
    ['guide/a.md', documentOf(1)],
    ['guide/c.md', documentOf(2)],
  ]);
  readonly #deleted: string[] = [];

  commit(edits: readonly Edit[]): Files {
    for (const one of edits) this.#apply(one);
    return Object.fromEntries(this.#files);
  }

  #apply({ kind, document, other }: Edit): void {
    const path = this.#pick(document);
    const content = this.#files.get(path) ?? '';
    switch (kind) {
      case 'add':
        this.#files.set(pathOf(other), documentOf(document));
        break;
      case 'add again':
        this.#files.set(pathOf(other), this.#deleted.at(-1) ?? documentOf(document));
        break;
      case 'edit a word':
        this.#files.set(path, content.replace(/\b(\w+)\.$/m, `${WORDS[other % WORDS.length]}.`));
        break;
      case 'edit the front matter':
        this.#files.set(path, content.replace(/^weight: .*$/m, `weight: ${other}`));
        break;
      case 'move':
        this.#move(path, pathOf(other), content);
        break;
      case 'move and edit':
        this.#move(path, pathOf(other), `${content}\nOne more line.\n`);
        break;
      case 'change case':
        this.#move(path, otherCase(path), content);
        break;
      case 'copy':
        this.#files.set(pathOf(other), content);
        break;
      case 'swap':
        this.#files.set(path, this.#files.get(this.#pick(other)) ?? '');
        this.#files.set(this.#pick(other), content);
        break;
      case 'delete':
        if (this.#files.size === 1) break;
        this.#deleted.push(content);
        this.#files.delete(path);
        break;
      case 'nothing':
        break;
    }
  }

  #move(from: string, to: string, content: string): void {
    this.#files.delete(from);
    this.#files.set(to, content);
  }

  #pick(number: number): string {
    const paths = [...this.#files.keys()];
    return paths[number % paths.length] ?? '';
  }
}

function pathOf(number: number): string {
  return PATHS[number % PATHS.length] ?? '';
}

function otherCase(path: string): string {
  const [first = '', ...rest] = path;
  return (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + rest.join('');
}

/** Returns one of eight documents, so that equal documents and equal passages are frequent. */
function documentOf(number: number): string {
  const word = (i: number) => WORDS[(number + i) % WORDS.length];
  return `---
title: The ${word(0)}
weight: ${number}
---

A page about the ${word(0)} and the ${word(1)}.

## The ${word(2)}

Every ${word(0)} has a ${word(3)}.

## What all pages say

Ask the maintainers before you change a ${WORDS[number % 2]}.
`;
}
