import type { Route } from '../exchange.ts';
import { DOCS_PREFIX } from './document.ts';

/** @returns a lookup: exact paths first, then everything below /docs/ */
export function routeFinder(
  exact: Readonly<Record<string, Route>>,
  document: Route,
): (pathname: string) => Route | null {
  const routes = new Map(Object.entries(exact));
  return (pathname) => routes.get(pathname) ?? (pathname.startsWith(DOCS_PREFIX) ? document : null);
}
