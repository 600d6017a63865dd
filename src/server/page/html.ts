import type { Revision, SourceIdentity } from '../../shared/domain/source.ts';
import { repositoryOf } from '../documents/source-names.ts';

/** Markup that is already escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Value = Html | string | number | null | readonly Value[];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes every value, for text and for quoted attributes, except markup. Lists are joined; null becomes nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(markup)));
}

function markup(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(markup).join('');
  return String(value).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** The first seven digits of a commit's sha, as a link if the commit is on GitHub. */
export function commitSha(source: Pick<SourceIdentity, 'from' | 'roots'>, { sha }: Revision): Html {
  const repository = repositoryOf(source);
  const label = html`<code>${sha.slice(0, 7)}</code>`;
  return repository === null
    ? label
    : html`<a href="https://github.com/${repository}/commit/${sha}">${label}</a>`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

const FORMAT = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** `3 hours ago`, with the exact time as its tooltip. `now` is in milliseconds since the epoch. */
export function relativeTime(isoTime: string, now: number): Html {
  const seconds = Math.max(0, Math.round((now - Date.parse(isoTime)) / 1000));
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1];
  return html`<time datetime="${isoTime}" title="${isoTime}">${FORMAT.format(-Math.floor(seconds / size), unit)}</time>`;
}

/**
 * A text to run or to paste. The script of the page adds a button that copies it.
 * @param name what the button says that it copies
 */
export function copyable(text: string, name: string): Html {
  return html`<div class="copyable" data-name="${name}"><pre aria-label="${name}"><code>${text}</code></pre></div>`;
}
