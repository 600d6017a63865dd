import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { sourceOf } from '../../shared/domain/source.ts';
import { GoApi } from '../../shared/drift/go-api.ts';
import { type OutdatedName, OutdatedNames } from '../../shared/drift/outdated-names.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { pauses } from '../index-access/pauses.ts';
import { readOnce } from '../index-access/snapshots.ts';
import { sourceNames } from './source-names.ts';

/** An answer warns of so many names at most. */
const MAX_WARNINGS = 5;

/** Names kept of a document. More of them are hostile. */
const MAX_NAMES = 200;

/** A text of an answer, and the document that it comes from. */
export interface ShownText {
  /** Path in the index. */
  readonly path: string;
  readonly text: string;
}

type OutdatedByPath = ReadonlyMap<string, readonly OutdatedName[]>;

/**
 * Warns of names in an answer that the indexed API does not have. It takes two scans of the index, which the first
 * answer of a snapshot starts: answers do not wait for them and have no warnings until they end.
 */
export class NameWarnings {
  readonly #read: () => Promise<OutdatedByPath>;
  #outdated: OutdatedByPath | null = null;

  constructor(reader: Pick<IndexReader, 'scan'>) {
    this.#read = readOnce(() => findOutdated(reader));
  }

  /** Sentences about the names in some texts, each once; none until the index has been read. Never fails. */
  for(texts: readonly ShownText[], status: IndexStatus): string[] {
    if (this.#outdated === null) {
      if (mayHaveGo(status))
        this.#read().then(
          (outdated) => {
            this.#outdated = outdated;
          },
          () => {},
        );
      return [];
    }
    const outdated = this.#outdated;
    const sentences = texts.flatMap(({ path, text }) =>
      (outdated.get(path) ?? [])
        .filter(({ qualifier, name }) => contains(text, `${qualifier}.${name}`))
        .map((one) => sentence(one, status)),
    );
    return [...new Set(sentences)].slice(0, MAX_WARNINGS);
  }
}

/** Whether a root includes anything but Markdown. */
function mayHaveGo({ sources }: IndexStatus): boolean {
  return sources.some(({ roots }) =>
    roots.some(({ include }) => include.some((glob) => !glob.endsWith('.md'))),
  );
}

async function findOutdated(reader: Pick<IndexReader, 'scan'>): Promise<OutdatedByPath> {
  const api = new GoApi();
  const pause = pauses();
  for await (const indexed of reader.scan()) {
    api.add(indexed);
    await pause();
  }
  const names = new OutdatedNames(api);
  const outdated = new Map<string, readonly OutdatedName[]>();
  for await (const { document } of reader.scan()) {
    const found = document.path.endsWith('.md') ? names.in(document.content) : [];
    const distinct = new Map(found.map((one) => [`${one.qualifier}.${one.name}`, one]));
    if (found.length > 0) outdated.set(document.path, [...distinct.values()].slice(0, MAX_NAMES));
    await pause();
  }
  return outdated;
}

/** Whether a text has a name that is not a part of a longer one. */
function contains(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const isWhole = !/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + name.length] ?? '');
    if (isWhole) return true;
  }
  return false;
}

function sentence({ qualifier, name, packages }: OutdatedName, { sources }: IndexStatus): string {
  const nameOf = sourceNames(sources);
  const places = packages.flatMap(({ path }) => {
    const source = sourceOf(sources, path);
    if (source === undefined) return [];
    const repository = nameOf(source).split('/').at(-1) ?? '';
    return [source.version === undefined ? repository : `${repository} ${source.version}`];
  });
  return `\`${qualifier}.${name}\` is not in ${[...new Set(places)].join(' or ') || 'the indexed API'}.`;
}
