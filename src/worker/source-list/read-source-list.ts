import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { closestName } from '../../shared/config/misspelt-names.ts';
import { DEFAULT_REF, type SourceIdentity, sourceId } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { absoluteOrigin } from '../source/source-set.ts';
import { type LineProblem, type LocatedYaml, readYaml } from './located-yaml.ts';
import { ROOT_KEYS, SOURCE_KEYS, sourceListSchema, toSource } from './source-list-schema.ts';

/** Room for some two thousand roots. */
const MAX_BYTES = 256 * 1024;

/**
 * Reads the list of sources from a YAML file.
 * @param file path; relative `git:` and `dir:` paths in it are resolved against its folder
 * @param webUrl where the pages of GitHub repositories are
 * @throws OperationalError `CONFIG_INVALID` that names every problem with its line
 */
export function readSourceList(file: string, webUrl: string): SourceIdentity[] {
  const path = resolve(file);
  const yaml = readYaml(readText(path));
  if ('problems' in yaml) throw invalidList(path, yaml.problems);
  const base = dirname(path);
  const { data, error } = sourceListSchema.safeParse(yaml.value, { error: typeProblem });
  const problems = [
    ...(error?.issues ?? []).flatMap((issue) => issueProblems(issue, yaml)),
    ...repetitions(yaml, base),
  ];
  if (data === undefined || problems.length > 0) throw invalidList(path, problems);
  return data.map((source) => toSource(source, { base, webUrl }));
}

function readText(path: string): string {
  let bytes: Uint8Array;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw unreadable(path, 'is not a file');
    if (stats.size > MAX_BYTES) throw unreadable(path, `is larger than ${MAX_BYTES / 1024} KiB`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    throw unreadable(path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`, error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(path, 'is not UTF-8 text', error);
  }
}

function unreadable(path: string, what: string, cause?: unknown): OperationalError {
  return new OperationalError(
    'CONFIG_INVALID',
    `SOURCES: ${path} ${what}.`,
    'SOURCES is eino or the path of a YAML file: see docs/sources.md.',
    { cause },
  );
}

/** Problems that are shown before the list is cut. */
const SHOWN = 50;

function invalidList(path: string, problems: readonly LineProblem[]): OperationalError {
  const lines = problems
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, message }) => `  ${path}:${line}: ${message}`);
  const rest = lines.length > SHOWN ? [`  … and ${lines.length - SHOWN} more`] : [];
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return new OperationalError(
    'CONFIG_INVALID',
    `the list of sources has ${count}:\n${[...lines.slice(0, SHOWN), ...rest].join('\n')}`,
    'See docs/sources.md for the form of the list.',
  );
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text, in quotes if it looks like something else',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
};

/** Says what is right where a value is missing or has the wrong type. */
function typeProblem(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.input === undefined) return 'is missing';
  return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
}

function issueProblems(issue: z.core.$ZodIssue, { lineOf }: LocatedYaml): LineProblem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = path.length > 2 ? ROOT_KEYS : SOURCE_KEYS;
    return issue.keys.map((key) => ({
      line: lineOf([...path, key]),
      message: unknownKey(key.slice(0, 60), known),
    }));
  }
  // The key of a record is reported together with what is wrong with it.
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ line: lineOf(path), message: `${label(path)}: ${message}` }];
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = closestName(key, known);
  const hint = meant === null ? `the keys here are ${known.join(', ')}` : `did you mean ${meant}?`;
  return `${JSON.stringify(key)} is no key; ${hint}`;
}

/** What a value is called in a message: `include[1]`, `languages.zh`, or the item of the list that it is. */
function label(path: readonly PropertyKey[]): string {
  const keys = path.filter((_, i) => i > 0 && !(i < 3 && path[1] === 'roots' && path.length > 2));
  const [first, ...rest] = keys;
  if (first === undefined) return path.length > 2 ? 'root' : path.length === 1 ? 'source' : 'list';
  return `${String(first)}${rest.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')}`;
}

/**
 * Finds sources that are listed twice and roots that share one place in the index. It looks at the values as they are
 * written, so that these problems are reported together with all others.
 */
function repetitions({ value, lineOf }: LocatedYaml, base: string): LineProblem[] {
  const problems: LineProblem[] = [];
  const sources = new Map<string, number>();
  const places = new Map<string, number>();
  for (const [i, source] of itemsOf(value)) {
    const id = idOf(source, base);
    const line = lineOf([i, 'from']);
    if (id !== null) {
      const first = sources.get(id);
      if (first === undefined) sources.set(id, line);
      else problems.push({ line, message: `from: the source of line ${first} again; join their roots` });
    }
    for (const [j, root] of itemsOf(source['roots'])) {
      const at = root['at'] ?? '';
      if (typeof at !== 'string') continue;
      const rootLine = lineOf([i, 'roots', j, 'at']);
      const first = places.get(at);
      if (first === undefined) places.set(at, rootLine);
      else {
        const message = `at: ${JSON.stringify(at.slice(0, 60))} is the place of the root of line ${first} too`;
        problems.push({ line: rootLine, message: `${message}; give each root its own` });
      }
    }
  }
  return problems;
}

/** What identifies a source, or null if it is not written well enough to tell. GitHub ignores case. */
function idOf({ from, ref = DEFAULT_REF }: Readonly<Record<string, unknown>>, base: string): string | null {
  if (typeof from !== 'string' || typeof ref !== 'string') return null;
  const origin = absoluteOrigin(from.trim(), base);
  return sourceId({
    from: origin.startsWith('github:') ? origin.toLowerCase() : origin,
    ref: origin.startsWith('dir:') ? null : ref.trim(),
  });
}

/** The maps in a list, each with its index. */
function itemsOf(list: unknown): [index: number, item: Readonly<Record<string, unknown>>][] {
  if (!Array.isArray(list)) return [];
  return [...list.entries()].filter(([, item]) => typeof item === 'object' && item !== null);
}
