/** Whether a site made by Hugo publishes a page, as the page's front matter says. */
export interface Publication {
  readonly isDraft: boolean;
  /** Whether the page gets a file on the site. */
  readonly isRendered: boolean;
  /** Published from this time on, in milliseconds since the epoch; null if always. */
  readonly from: number | null;
  /** Published up to this time; null if for ever. */
  readonly until: number | null;
}

/** Why a page is not published at some time, and when time alone may change that. */
export interface PublicationState {
  /** For a person; null if the page is published. */
  readonly reason: string | null;
  /** In milliseconds since the epoch; null if time changes nothing. */
  readonly changesAt: number | null;
}

/**
 * Reads the fields that decide about publication, as a build without drafts, future and expired pages does
 * (https://gohugo.io/content-management/front-matter/, https://gohugo.io/content-management/build-options/).
 * @param fields of the front matter, with names in lower case
 */
export function readPublication(fields: ReadonlyMap<string, unknown>): Publication {
  const build = [fields.get('build'), fields.get('_build')]
    .map(renderOf)
    .find((render) => render !== undefined);
  return {
    isDraft: isTrue(fields.get('draft')),
    isRendered: !isTrue(fields.get('headless')) && !/^(never|link|false)$/.test(String(build)),
    from: timeOf(fields, ['publishdate', 'pubdate', 'published', 'date']),
    until: timeOf(fields, ['expirydate', 'unpublishdate']),
  };
}

export function publicationAt(
  { isDraft, isRendered, from, until }: Publication,
  now: number,
): PublicationState {
  if (isDraft) return { reason: 'a draft', changesAt: null };
  if (!isRendered) return { reason: 'its site does not render it', changesAt: null };
  if (until !== null && until <= now) return { reason: `expired since ${shown(until)}`, changesAt: null };
  if (from !== null && from > now) return { reason: `not published before ${shown(from)}`, changesAt: from };
  return { reason: null, changesAt: until };
}

function shown(time: number): string {
  return new Date(time).toISOString().replace(/T00:00:00\.000Z$|\.000(?=Z$)/, '');
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

function renderOf(build: unknown): unknown {
  if (typeof build !== 'object' || build === null) return undefined;
  const render = Object.entries(build).find(([key]) => key.toLowerCase() === 'render')?.[1] as unknown;
  return typeof render === 'string' ? render.toLowerCase() : render;
}

/** The time in the first of some fields that has one. */
function timeOf(fields: ReadonlyMap<string, unknown>, names: readonly string[]): number | null {
  for (const name of names) {
    const time = parseTime(fields.get(name));
    if (time !== null) return time;
  }
  return null;
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?/;

/** Reads a date or time. Without a zone it is in UTC, the default of Hugo. */
function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 100) return null;
  const text = value.trim();
  const iso = ISO.exec(text)?.[0];
  const zone = iso === undefined ? '' : text.slice(iso.length).replace(/\s/g, '');
  const time =
    iso === undefined
      ? Date.parse(/(?:Z|[+-]\d{4}|\b[A-Z]{3})$/.test(text) ? text : `${text} UTC`)
      : Date.parse(iso.length === 10 ? iso : `${iso.replace(' ', 'T')}${zone || 'Z'}`);
  return Number.isNaN(time) ? null : time;
}
