import type { Clock } from '../../../shared/clock.ts';
import { publicError } from '../../health/public-error.ts';
import { withinDeadline } from '../../index-access/deadline.ts';
import { type HomeView, renderHome } from '../../page/home-page.ts';
import type { Html } from '../../page/html.ts';
import { PAGE_SECURITY_POLICY } from '../../page/page-frame.ts';
import { type PageQuery, pageQuery, pageSearch } from '../../page/page-search.ts';
import { resultsProblem, resultsSection } from '../../page/results-section.ts';
import type { Services } from '../../services.ts';
import { type Exchange, HttpError, type Route, send } from '../exchange.ts';
import { readIndex } from './read-index.ts';

export interface PageDeps {
  readonly services: Pick<
    Services,
    | 'status'
    | 'freshness'
    | 'searchMode'
    | 'reader'
    | 'version'
    | 'firstPublish'
    | 'snapshot'
    | 'search'
    | 'syncProgress'
  >;
  readonly clock: Clock;
  readonly tokenRequired: boolean;
  readonly keepsQueries: boolean;
}

const HTML_TYPE = 'text/html; charset=utf-8';

/**
 * The first page for people. It is shown whatever state the index is in. A query in its address is answered here, for
 * browsers without JavaScript and for addresses that are shared, unless that requires a token, which the script sends.
 */
export function pageRoute(deps: PageDeps): Route {
  const { services, clock, tokenRequired, keepsQueries } = deps;
  return {
    name: '/',
    method: 'GET',
    async handle(exchange) {
      const { response, url, baseUrl } = exchange;
      const query = pageQuery(url);
      const results = query.text === '' || tokenRequired ? null : await shownResults(deps, query, exchange);
      const view = {
        version: services.version,
        baseUrl,
        now: clock(),
        tokenRequired,
        keepsQueries,
        query,
        results,
        syncing: services.syncProgress(),
        ...(await indexView(services)),
      };
      send(response, {
        contentType: HTML_TYPE,
        body: renderHome(view),
        headers: { 'content-security-policy': PAGE_SECURITY_POLICY },
      });
    },
  };
}

/** What `/api/search` finds, as a part of the first page. Its script asks for it as somebody types. */
export function resultsRoute(deps: PageDeps): Route {
  return {
    name: '/search',
    method: 'GET',
    requiresToken: true,
    async handle(exchange) {
      const query = pageQuery(exchange.url);
      if (query.text === '') throw new HttpError(400, 'q is missing: what to search for');
      const { text } = await results(deps, query, exchange);
      send(exchange.response, { contentType: HTML_TYPE, body: text });
    },
  };
}

async function results(
  { services, tokenRequired }: PageDeps,
  query: PageQuery,
  { response }: Exchange,
): Promise<Html> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const outcome = await readIndex(pageSearch(services, query, gone.signal));
  return resultsSection({ query, outcome, tokenRequired });
}

async function shownResults(deps: PageDeps, query: PageQuery, exchange: Exchange): Promise<Html> {
  try {
    return await results(deps, query, exchange);
  } catch (error) {
    if (error instanceof HttpError) return resultsProblem(error.message);
    throw error;
  }
}

/** The page is shown without changes, and with an error, when the index takes longer. */
const CHANGES_DEADLINE_MS = 2_500;

async function indexView(
  services: PageDeps['services'],
): Promise<Pick<HomeView, 'index' | 'problem' | 'search' | 'changes'>> {
  try {
    const status = await services.status.read();
    const { changes } = await withinDeadline(CHANGES_DEADLINE_MS, (signal) =>
      services.reader.changesSince(undefined, signal),
    );
    return {
      index: { status, freshness: services.freshness(status) },
      search: services.searchMode(status),
      changes,
    };
  } catch (error) {
    return { index: null, problem: publicError(error), search: { mode: 'lexical' }, changes: [] };
  }
}
