import type { OutdatedNames } from './outdated-names.ts';

/** A name in a document that the indexed API does not have, as an index records it. */
export interface OutdatedMention {
  /** `package.Name`. */
  readonly name: string;
  /** Path in the index of a file of each package that it may mean. */
  readonly packages: readonly string[];
}

/** The outdated names of documents, by path. Documents without any are left out. */
export type OutdatedMentions = ReadonlyMap<string, readonly OutdatedMention[]>;

/** Names kept of a document, and packages of a name. More of them are hostile. */
const MAX_NAMES = 200;
const MAX_PACKAGES = 20;

/**
 * Returns the outdated names in a Markdown document, each once, as an index records them.
 * @param content of the document
 */
export function outdatedMentions(outdated: OutdatedNames, content: string): OutdatedMention[] {
  const mentions = outdated.in(content).map(({ qualifier, name, packages }) => ({
    name: `${qualifier}.${name}`,
    packages: packages
      .map(({ path }) => path)
      .sort()
      .slice(0, MAX_PACKAGES),
  }));
  return [...new Map(mentions.map((mention) => [mention.name, mention])).values()].slice(0, MAX_NAMES);
}
