import { Cron } from 'croner';
import { z } from 'zod';
import { OperationalError } from '../operational-error.ts';
import { misspeltVariables } from './misspelt-names.ts';

/** Environment variables. Only `main.ts` reads the real ones. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Metadata of a variable, from `.meta()` of its schema. Used in errors, `.env.example` and the README's table. */
export interface VariableMeta {
  readonly description?: string;
  readonly example?: string;
  readonly secret?: boolean;
}

/**
 * Validates a program's variables.
 * @param known the variables of both programs, which may share one environment
 * @returns the validated values. An empty string counts as unset.
 * @throws OperationalError `CONFIG_INVALID` that lists every problem with the variable's name and an example, but without
 * the values of secrets
 */
export function parseEnv<S extends z.ZodObject>(schema: S, env: Env, known: z.ZodObject): z.output<S> {
  const given = givenVariables(env);
  const result = schema.safeParse(given);
  const problems = [
    ...(result.error?.issues ?? []).map((issue) => describeIssue(schema, issue)),
    ...misspeltVariables(Object.keys(given), Object.keys(known.shape)),
  ];
  if (result.data === undefined || problems.length > 0) {
    throw new OperationalError(
      'CONFIG_INVALID',
      `${problems.length === 1 ? 'one setting is' : `${problems.length} settings are`} invalid:\n${problems.map((p) => `  ${p}`).join('\n')}`,
      'See docs/configuration.md for every variable.',
    );
  }
  return result.data;
}

/** The variables that are set. As in other programs, a proxy in lower case counts before one in upper case. */
function givenVariables(env: Env): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value.trim() === '') continue;
    if (/^(https?|no)_proxy$/.test(name)) given[name.toUpperCase()] = value;
    else given[name] ??= value;
  }
  return given;
}

function describeIssue(schema: z.ZodObject, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? '');
  const meta = variableMeta(schema, name);
  const example = meta.example === undefined ? '' : ` (for example ${name}=${meta.example})`;
  return `${name === '' ? '' : `${name}: `}${issue.message}${example}`;
}

/** The metadata of a variable. */
export function variableMeta(schema: z.ZodObject, name: string): VariableMeta {
  const field = schema.shape[name] as { meta?: () => VariableMeta | undefined } | undefined;
  return field?.meta?.() ?? {};
}

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

/**
 * An http or https address without credentials, query and fragment. A trailing slash is removed.
 * @param withoutQuery what to do instead of a query
 */
export function httpUrl(withoutQuery = '') {
  return z
    .string()
    .trim()
    .refine(isHttpUrl, 'must be an http:// or https:// address without user name or password')
    .refine((v) => !/[?#]/.test(v), `must be an address without ? and #${withoutQuery}`)
    .transform((v) => v.replace(/\/+$/, ''));
}

/** Addresses as `httpUrl` takes them, separated by commas: at least one, and none twice. */
export function httpUrls() {
  return list()
    .pipe(z.array(httpUrl()).min(1, 'must be at least one address'))
    .refine((urls) => new Set(urls).size === urls.length, 'must not have the same address twice');
}

function isHttpUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** The address of a proxy, with or without a scheme. It may have a user name and a password. */
export function proxyUrl() {
  return z
    .string()
    .trim()
    .transform((v) => (/^[a-z][a-z\d+.-]*:\/\//i.test(v) ? v : `http://${v}`))
    .refine(
      (v) => /^(https?|socks5?):$/.test(URL.parse(v)?.protocol ?? ''),
      'must be the address of a proxy (the value is not shown)',
    );
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

/** A value that is never shown, and is sent in a header of HTTP. */
export function secret() {
  return z
    .string()
    .trim()
    .superRefine((value, context) => {
      const [character] = /[^\x20-\x7e]/u.exec(value) ?? [];
      if (character !== undefined) context.addIssue({ code: 'custom', message: unsendable(character) });
    });
}

function unsendable(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const what = /[\r\n]/.test(character) ? 'a line break' : `the character U+${code}`;
  return `contains ${what}, which a key cannot have; copy it again as one line without quotes (the value is not shown)`;
}

/** The names of the variables that are set. An empty one is not. */
export function namesOfSet(env: Env): string[] {
  return Object.keys(givenVariables(env));
}

/** The secrets among the variables, as they are set, and the passwords of proxies. */
export function secretsIn(env: Env, schema: z.ZodObject): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (/^https?_proxy$/i.test(name)) return passwordsIn(value);
    return variableMeta(schema, name).secret === true ? [value] : [];
  });
}

/** The password in the address of a proxy, as it is written and as it is sent. */
function passwordsIn(address: string): string[] {
  const written = /\/\/[^/@]*:([^/]*)@/.exec(`//${address}`)?.[1];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}

/** Where a source is: a repository on GitHub, a clone or a folder. */
export function sourceOrigin() {
  return z
    .string()
    .trim()
    .regex(
      /^(github:\w[\w-]*\/(?!\.{1,2}$)[\w.-]+|git:.+|dir:.+)$/,
      'must be github:<owner>/<name>, git:<path of a clone> or dir:<path of a folder>',
    );
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
