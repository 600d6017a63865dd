import { rootOf, sourceOf } from '../../shared/domain/source.ts';
import { GoApi } from '../../shared/drift/go-api.ts';
import { type OutdatedName, OutdatedNames } from '../../shared/drift/outdated-names.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { documentLinks } from './document-links.ts';
import { IndexedAddresses } from './indexed-addresses.ts';

/** A name in a document's Go that the indexed API does not have. */
export interface DriftedName {
  /** `package.Name`. */
  readonly name: string;
  /** The import paths, or names, of the packages it may mean. */
  readonly packages: readonly string[];
  /** The release of them that is indexed, if they are of one that has a version. */
  readonly version?: string;
  /** Lines of the document, from 1, in order. */
  readonly lines: readonly number[];
}

/** A link of a document to an address that must be that of another document, and is not. */
interface DeadLink {
  /** As written. */
  readonly target: string;
  /** The address that it leads to. */
  readonly address: string;
  /** Lines of the document, from 1, in order. */
  readonly lines: readonly number[];
}

/** What a document says that the rest of the index contradicts. */
interface DocumentDrift {
  readonly path: string;
  readonly names: readonly DriftedName[];
  readonly links: readonly DeadLink[];
}

export interface DriftReport {
  /** Markdown documents that were read. */
  readonly documents: number;
  /** Library packages, and their exported names, that were compared with. */
  readonly packages: number;
  readonly exportedNames: number;
  /** Only documents with drift, sorted by path. */
  readonly drift: readonly DocumentDrift[];
}

/**
 * Compares the documents of an index with each other. Reads the index twice, document by document, and keeps names and
 * addresses only.
 * @throws OperationalError `INDEX_EMPTY` if there is nothing to compare, `INDEX_CHANGED` if a sync published meanwhile
 */
export async function findDrift(reader: IndexReader, signal: AbortSignal): Promise<DriftReport> {
  const status = await reader.status(signal);
  if (status.sequence === 0) {
    throw new OperationalError('INDEX_EMPTY', 'nothing has been published yet.', 'Run sync first.');
  }
  const api = new GoApi();
  const addresses = new IndexedAddresses(status);
  for await (const indexed of reader.scan(signal)) {
    api.add(indexed);
    addresses.add(indexed.document);
  }
  const outdated = new OutdatedNames(api);
  const roots = status.sources.flatMap((source) => source.roots);
  const versionOf = (path: string) => sourceOf(status.sources, path)?.version;
  const drift: DocumentDrift[] = [];
  let documents = 0;
  for await (const { document } of reader.scan(signal)) {
    const root = rootOf(roots, document.path);
    if (!document.path.endsWith('.md') || root === undefined) continue;
    documents += 1;
    const names = driftedNames(outdated.in(document.content), versionOf);
    const links = documentLinks(document, root).filter(({ address }) => addresses.isDead(address));
    if (names.length + links.length > 0) drift.push({ path: document.path, names, links: byAddress(links) });
  }
  if ((await reader.status(signal)).sequence !== status.sequence) {
    throw new OperationalError(
      'INDEX_CHANGED',
      'a sync published a new sequence while the index was being read.',
      'Run drift again.',
    );
  }
  const exportedNames = api.packages.reduce((sum, { names }) => sum + names.size, 0);
  return { documents, packages: api.packages.length, exportedNames, drift };
}

function driftedNames(
  outdated: readonly OutdatedName[],
  versionOf: (path: string) => string | undefined,
): DriftedName[] {
  const packagesOf = ({ packages }: OutdatedName) =>
    packages.map(({ importPath, name }) => importPath ?? name);
  const keyOf = (one: OutdatedName) => [one.qualifier, one.name, ...packagesOf(one)].join(' ');
  return [...Map.groupBy(outdated, keyOf).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const [version, ...others] = new Set(first.packages.map(({ path }) => versionOf(path)));
    return {
      name: `${first.qualifier}.${first.name}`,
      packages: packagesOf(first),
      ...(version === undefined || others.length > 0 ? {} : { version }),
      lines: linesOf(same),
    };
  });
}

function byAddress(links: ReturnType<typeof documentLinks>): DeadLink[] {
  return [...Map.groupBy(links, ({ target }) => target)].map(([target, same]) => ({
    target,
    address: same[0]?.address.href ?? target,
    lines: linesOf(same),
  }));
}

function linesOf(places: readonly { readonly line: number }[]): number[] {
  return [...new Set(places.map(({ line }) => line))].toSorted((a, b) => a - b);
}
