import type { Clock } from '../../../shared/time/clock.ts';
import { publicError } from '../../health/public-error.ts';
import { withinDeadline } from '../../index/within-deadline.ts';
import type { PageView } from '../../page/page-view.ts';
import { PAGE_SECURITY_POLICY, renderPage } from '../../page/render-page.ts';
import type { Services } from '../../services.ts';
import type { Route } from '../exchange.ts';
import { send } from '../respond.ts';

const DEADLINE_MS = 2_500;

/** What the page is made from. */
export interface PageDeps {
  readonly services: Pick<Services, 'status' | 'assess' | 'searchMode' | 'reader' | 'version'>;
  readonly clock: Clock;
  readonly tokenRequired: boolean;
}

/** The status page for people. It is shown whatever state the index is in. */
export function pageRoute({ services, clock, tokenRequired }: PageDeps): Route {
  return {
    name: '/',
    method: 'GET',
    async handle({ response, baseUrl }) {
      const view = {
        version: services.version,
        baseUrl,
        now: clock(),
        tokenRequired,
        ...(await indexView(services)),
      };
      send(response, 200, 'text/html; charset=utf-8', renderPage(view), {
        'content-security-policy': PAGE_SECURITY_POLICY,
      });
    },
  };
}

async function indexView(
  services: PageDeps['services'],
): Promise<Pick<PageView, 'index' | 'problem' | 'search' | 'changes'>> {
  try {
    const status = await services.status.read();
    const { changes } = await withinDeadline(DEADLINE_MS, (signal) =>
      services.reader.changesSince(undefined, signal),
    );
    return {
      index: { status, freshness: services.assess(status) },
      search: services.searchMode(status),
      changes,
    };
  } catch (error) {
    return { index: null, problem: publicError(error), search: { mode: 'lexical' }, changes: [] };
  }
}
