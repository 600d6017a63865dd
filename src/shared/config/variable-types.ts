import { Cron } from 'croner';
import { z } from 'zod';

/** A whole number within bounds, given as text. */
export function integer(min: number, max: number) {
  return z
    .string()
    .trim()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be between ${min} and ${max}`);
}

/** `true`/`false`, `1`/`0`, `yes`/`no` or `on`/`off`. */
export function flag() {
  return z
    .string()
    .trim()
    .toLowerCase()
    .refine((v) => /^(true|false|1|0|yes|no|on|off)$/.test(v), 'must be true or false')
    .transform((v) => /^(true|1|yes|on)$/.test(v));
}

/** An http or https address without credentials. A trailing slash is removed. */
export function httpUrl() {
  return z
    .string()
    .trim()
    .refine(isHttpUrl, 'must be an http:// or https:// address without user name or password')
    .transform((v) => v.replace(/\/+$/, ''));
}

function isHttpUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** A duration such as `90s`, `45m`, `3h` or `2d`, converted to seconds. */
export function duration() {
  return z
    .string()
    .trim()
    .regex(/^\d+[smhd]$/, 'must be a number followed by s, m, h or d')
    .transform(
      (v) =>
        Number.parseInt(v, 10) * { s: 1, m: 60, h: 3600, d: 86400 }[v.slice(-1) as 's' | 'm' | 'h' | 'd'],
    );
}

/** A cron expression of five or six fields in croner's syntax, in UTC. */
export function cron() {
  return z.string().trim().refine(isCron, 'must be a cron expression');
}

function isCron(value: string): boolean {
  try {
    return new Cron(value, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

/** Names separated by commas. */
export function list() {
  return z.string().transform((v) =>
    v
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
}

/** A value that is never shown. */
export function secret() {
  return z.string().trim().min(1);
}

/** A branch, tag or commit sha. Options, ranges and other revision expressions of git are rejected. */
export function refName() {
  return z
    .string()
    .trim()
    .refine(
      (v) => /^[^-/][^\s~^:?*[\\\p{Cc}]*$/u.test(v) && !/\.\.|@\{|\/\/|\/$/.test(v),
      'must be a branch, tag or commit',
    );
}

/** A folder inside a repository. Surrounding slashes are removed, and `.` is the repository itself (`''`). */
export function folderPath() {
  return z
    .string()
    .trim()
    .transform((v) =>
      v
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/'),
    )
    .refine(
      (v) => !/[\\\p{Cc}]/u.test(v) && !v.split('/').includes('..'),
      'must be a folder inside the repository',
    );
}
