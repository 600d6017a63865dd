import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Root } from '../../shared/domain/source.ts';
import { sourceNames } from '../documents/source-names.ts';
import { REQUEST_DEADLINE_MS, withinDeadline } from '../index-access/deadline.ts';
import type { SearchOutcome, SearchRequest } from '../search/search-outcome.ts';
import type { Services } from '../services.ts';

/** What the address of a page asks for. */
export interface PageQuery {
  /** `''`: nothing. */
  readonly text: string;
  /** Public name of the only source to show. */
  readonly source?: string;
  readonly language?: string;
}

/** Reads the query of an address, whatever it contains. */
export function pageQuery({ searchParams }: URL): PageQuery {
  const value = (name: string) => searchParams.get(name)?.trim().slice(0, MAX_CHARACTERS) ?? '';
  const [source, language] = [value('source'), value('language')];
  return {
    text: value('q'),
    ...(source === '' ? {} : { source }),
    ...(language === '' ? {} : { language }),
  };
}

const MAX_CHARACTERS = 500;
const SHOWN = 10;

/** Searches as `/api/search` does. @throws as that does */
export async function pageSearch(
  services: Pick<Services, 'firstPublish' | 'snapshot' | 'search'>,
  { text, source, language }: PageQuery,
  signal: AbortSignal,
): Promise<SearchOutcome> {
  await services.firstPublish(signal);
  return withinDeadline(
    REQUEST_DEADLINE_MS,
    async (deadline) => {
      const snapshot = await services.snapshot();
      const part = source === undefined ? {} : partOf(source, snapshot.status);
      const request = { query: text, maxResults: SHOWN, ...part };
      return services.search(language === undefined ? request : { ...request, language }, snapshot, deadline);
    },
    signal,
  );
}

/**
 * The part of the index that the documents of a source stand in: the folder that has all of its roots, without the roots
 * of other sources. A source that the index does not have has nothing.
 */
function partOf(name: string, { sources }: IndexStatus): Pick<SearchRequest, 'pathPrefix' | 'exceptFolders'> {
  const nameOf = sourceNames(sources);
  const asFolder = ({ at }: Root) => (at === '' ? '' : `${at}/`);
  const [own = [], others = []] = [true, false].map((isOwn) =>
    sources
      .filter((source) => (nameOf(source) === name) === isOwn)
      .flatMap(({ roots }) => roots.map(asFolder)),
  );
  const [first = NOWHERE, ...rest] = own;
  const pathPrefix = rest.reduce(commonFolder, first);
  const isWithin = (folder: string) =>
    folder.startsWith(pathPrefix) && !own.some((root) => root.startsWith(folder));
  return { pathPrefix, exceptFolders: others.filter(isWithin) };
}

/** No path begins with a slash. */
const NOWHERE = '/';

function commonFolder(a: string, b: string): string {
  let end = 0;
  while (end < a.length && a[end] === b[end]) end += 1;
  return a.slice(0, a.lastIndexOf('/', end - 1) + 1);
}
