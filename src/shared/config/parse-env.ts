import type { z } from 'zod';
import { closestName } from '../closest-name.ts';
import { OperationalError } from '../operational-error.ts';

/** The environment as a program received it. Only `main.ts` reads the real one. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What a variable's schema says about itself through `.meta()`: used in errors, `.env.example` and the README's table. */
export interface VariableMeta {
  readonly description?: string;
  readonly example?: string;
  readonly secret?: boolean;
}

/**
 * Reads a program's configuration.
 * @param known the variables of both programs, which may share one environment
 * @returns the validated values; an empty string counts as unset
 * @throws OperationalError `CONFIG_INVALID` that lists every problem at once, with the variable's name and an example, never a secret's value
 */
export function parseEnv<S extends z.ZodObject>(schema: S, env: Env, known: z.ZodObject): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = schema.safeParse(given);
  const problems = [
    ...(result.error?.issues ?? []).map((issue) => describeIssue(schema, issue)),
    ...misspeltVariables(Object.keys(given), Object.keys(known.shape)),
  ];
  if (result.data === undefined || problems.length > 0) {
    throw new OperationalError(
      'CONFIG_INVALID',
      `${problems.length === 1 ? 'one setting is' : `${problems.length} settings are`} wrong:\n${problems.map((p) => `  ${p}`).join('\n')}`,
      'See docs/configuration.md for every variable.',
    );
  }
  return result.data;
}

function describeIssue(schema: z.ZodObject, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? '');
  const meta = variableMeta(schema, name);
  const example = meta.example === undefined ? '' : ` (for example ${name}=${meta.example})`;
  return `${name === '' ? '' : `${name}: `}${issue.message}${example}`;
}

/** What the schema of a variable says about itself. */
export function variableMeta(schema: z.ZodObject, name: string): VariableMeta {
  const field = schema.shape[name] as { meta?: () => VariableMeta | undefined } | undefined;
  return field?.meta?.() ?? {};
}

/** Prefixes that are ours alone, so that a name under them that no schema has must be a slip. `QDRANT__…` is Qdrant's own. */
const OUR_PREFIXES =
  /^(DOCS|INDEX|EMBEDDING|SUMMARY|SYNC|FRESHNESS|QDRANT(?!__)|MCP_AUTH|ALLOWED|RATE_LIMIT)_/;

/** Names shorter than this are near too many others: PORT and REPORT, HOST and HOME. */
const SHORTEST = 6;

/** What others read of the same environment, near as it is: GitLab's, and compose.yaml's own from the same file .env. */
const OF_OTHERS = ['GITLAB_TOKEN', 'GITLAB_API_URL', 'QDRANT_READ_KEY', 'QDRANT_WRITE_KEY'];

/**
 * A line for every variable that must be one of ours misspelt.
 * @param given the names of the variables that are set
 * @param ours the names of the variables there are
 */
export function misspeltVariables(given: readonly string[], ours: readonly string[]): string[] {
  const unset = ours.filter((name) => name.length >= SHORTEST && !given.includes(name));
  return given
    .filter((name) => !ours.includes(name) && !OF_OTHERS.includes(name))
    .flatMap((name) => {
      const prefixed = OUR_PREFIXES.test(name);
      // What is set under its own name has not been misspelt: a name near it is somebody else's, or a copy put aside.
      const meant = closestName(name, prefixed ? ours : unset);
      if (meant !== null) return [`${name}: no such setting; did you mean ${meant}?`];
      return prefixed ? [`${name}: no such setting.`] : [];
    });
}
