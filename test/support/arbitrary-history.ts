import fc from 'fast-check';
import type { Files } from './memory-source.ts';

/** One edit of the docs. The numbers select among the existing documents, the paths and the words. */
export interface Edit {
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

export const anyEdit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...KINDS),
  document: fc.nat({ max: 1000 }),
  other: fc.nat({ max: 1000 }),
});

/** Generates histories of up to `length` commits with every kind of edit. The docs are never empty. */
export function anyHistory(length: number): fc.Arbitrary<RandomHistory> {
  return fc
    .record({
      commits: fc.array(fc.array(anyEdit, { minLength: 1, maxLength: 4 }), {
        minLength: 2,
        maxLength: length,
      }),
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

/** Writes the documents of a repository, edit by edit. */
export class Author {
  readonly #files: Map<string, string>;
  readonly #folders: readonly string[];
  readonly #deleted: string[] = [];

  /** @param folders where the documents are, each with a slash at its end; `''` is the top */
  constructor(folders: readonly string[] = ['']) {
    this.#folders = folders;
    this.#files = new Map(
      folders.flatMap((folder) => [
        [`${folder}_index.md`, documentOf(0)],
        [`${folder}guide/a.md`, documentOf(1)],
        [`${folder}guide/c.md`, documentOf(2)],
      ]),
    );
  }

  commit(edits: readonly Edit[]): Files {
    for (const one of edits) this.#apply(one);
    return Object.fromEntries(this.#files);
  }

  #apply({ kind, document, other }: Edit): void {
    const path = this.#pick(document);
    const content = this.#files.get(path) ?? '';
    switch (kind) {
      case 'add':
        this.#files.set(this.#pathOf(other), documentOf(document));
        break;
      case 'add again':
        this.#files.set(this.#pathOf(other), this.#deleted.at(-1) ?? documentOf(document));
        break;
      case 'edit a word':
        this.#files.set(path, content.replace(/\b(\w+)\.$/m, `${WORDS[other % WORDS.length]}.`));
        break;
      case 'edit the front matter':
        this.#files.set(path, content.replace(/^weight: .*$/m, `weight: ${other}`));
        break;
      case 'move':
        this.#move(path, this.#pathOf(other), content);
        break;
      case 'move and edit':
        this.#move(path, this.#pathOf(other), `${content}\nOne more line.\n`);
        break;
      case 'change case':
        this.#move(path, otherCase(path), content);
        break;
      case 'copy':
        this.#files.set(this.#pathOf(other), content);
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

  #pathOf(number: number): string {
    const folder = this.#folders[Math.floor(number / PATHS.length) % this.#folders.length] ?? '';
    return `${folder}${PATHS[number % PATHS.length] ?? ''}`;
  }

  #pick(number: number): string {
    const paths = [...this.#files.keys()];
    return paths[number % paths.length] ?? '';
  }
}

function otherCase(path: string): string {
  const name = path.lastIndexOf('/') + 1;
  const first = path.charAt(name);
  const changed = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase();
  return path.slice(0, name) + changed + path.slice(name + 1);
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
