import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { sourceOf } from '../../shared/domain/source.ts';
import type { OutdatedMention, OutdatedMentions } from '../../shared/drift/outdated-mentions.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { readOnce } from '../index-access/snapshots.ts';
import { sourceNames } from './source-names.ts';

/** An answer warns of so many names at most. */
const MAX_WARNINGS = 5;

/** A text of an answer, and the document that it comes from. */
interface ShownText {
  /** Path in the index. */
  readonly path: string;
  readonly text: string;
}

/** Returns sentences about the outdated names in some texts, each once. */
export type WarnOfNames = (texts: readonly ShownText[]) => string[];

/** Warns of names in an answer that the indexed API does not have, of which each publish records a list. */
export class NameWarnings {
  readonly #read: () => Promise<OutdatedMentions>;

  constructor(reader: Pick<IndexReader, 'outdatedNames'>) {
    this.#read = readOnce(async () => (await reader.outdatedNames()).names);
  }

  /** Reads the list, once for all answers of a snapshot. Never fails: without the list, nothing is warned of. */
  async read(status: IndexStatus): Promise<WarnOfNames> {
    const names = mayHaveGo(status) ? await this.#read().catch(() => null) : null;
    return (texts) => (names === null ? [] : warningsOf(texts, names, status));
  }
}

function warningsOf(texts: readonly ShownText[], names: OutdatedMentions, status: IndexStatus): string[] {
  const sentences = texts.flatMap(({ path, text }) =>
    (names.get(path) ?? []).filter(({ name }) => contains(text, name)).map((one) => sentence(one, status)),
  );
  return [...new Set(sentences)].slice(0, MAX_WARNINGS);
}

/** Whether a root includes anything but Markdown. */
function mayHaveGo({ sources }: IndexStatus): boolean {
  return sources.some(({ roots }) =>
    roots.some(({ include }) => include.some((glob) => !glob.endsWith('.md'))),
  );
}

/** Whether a text has a name that is not a part of a longer one. */
function contains(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const isWhole = !/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + name.length] ?? '');
    if (isWhole) return true;
  }
  return false;
}

function sentence({ name, packages }: OutdatedMention, { sources }: IndexStatus): string {
  const nameOf = sourceNames(sources);
  const places = packages.flatMap((path) => {
    const source = sourceOf(sources, path);
    if (source === undefined) return [];
    const repository = nameOf(source).split('/').at(-1) ?? '';
    return [source.version === undefined ? repository : `${repository} ${source.version}`];
  });
  return `\`${name}\` is not in ${[...new Set(places)].join(' or ') || 'the indexed API'}.`;
}
