import { type Html, html } from './html.ts';

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

const FORMAT = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** A time as a person says it (`3 hours ago`), the exact one on hover. `now` in milliseconds since the epoch. */
export function ago(isoTime: string, now: number): Html {
  const seconds = Math.max(0, Math.round((now - Date.parse(isoTime)) / 1000));
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1];
  return html`<time datetime="${isoTime}" title="${isoTime}">${FORMAT.format(-Math.floor(seconds / size), unit)}</time>`;
}
