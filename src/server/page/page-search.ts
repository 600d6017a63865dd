import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { sourceNames } from '../documents/source-names.ts';
import { REQUEST_DEADLINE_MS, withinDeadline } from '../index-access/deadline.ts';
import type { SearchOutcome } from '../search/search-outcome.ts';
import type { Services } from '../services.ts';

/** What the address of a page asks for. */
export interface PageQuery {
  /** `''`: nothing. */
  readonly text: string;
  /** Public name of the only source to show. */
  readonly source?: string;
  readonly language?: string;
}

/** What was found, of one source if that was asked for. */
export interface PageOutcome extends SearchOutcome {
  /** Of how many documents of all sources these are the ones of the source asked for; absent: the search was of that alone. */
  readonly among?: number;
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
/** The most that a search returns. */
const ALL = 20;

/** Searches as `/api/search` does. @throws as that does */
export async function pageSearch(
  services: Pick<Services, 'firstPublish' | 'snapshot' | 'search'>,
  { text, source, language }: PageQuery,
  signal: AbortSignal,
): Promise<PageOutcome> {
  await services.firstPublish(signal);
  return withinDeadline(
    REQUEST_DEADLINE_MS,
    async (deadline) => {
      const snapshot = await services.snapshot();
      const folder = source === undefined ? undefined : folderOf(source, snapshot.status);
      const outcome = await services.search(
        {
          query: text,
          maxResults: folder === null ? ALL : SHOWN,
          ...(folder == null ? {} : { pathPrefix: folder }),
          ...(language === undefined ? {} : { language }),
        },
        snapshot,
        deadline,
      );
      if (folder !== null) return outcome;
      const documents = outcome.documents.filter((found) => found.source === source);
      return { ...outcome, documents: documents.slice(0, SHOWN), among: outcome.documents.length };
    },
    signal,
  );
}

/** The folder of the index that has exactly the documents of a source; null if there is none, `''` for the only source. */
function folderOf(name: string, { sources }: IndexStatus): string | null {
  const nameOf = sourceNames(sources);
  const roots = sources.find((source) => nameOf(source) === name)?.roots ?? [];
  const [first, second] = roots;
  if (sources.length === 1 && first !== undefined) return '';
  return first === undefined || second !== undefined || first.at === '' ? null : `${first.at}/`;
}
