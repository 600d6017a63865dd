import { closest, distance } from 'fastest-levenshtein';

/** Prefixes of our variables. Other programs have variables with them too. `QDRANT__…` is Qdrant's own. */
const OUR_PREFIXES =
  /^(DOCS|INDEX|EMBEDDING|SUMMARY|SYNC|FRESHNESS|QDRANT(?!__)|MCP_AUTH|ALLOWED|RATE_LIMIT)_/;

/** What Kubernetes sets in every container for a service that is named `qdrant`, `docs` or `index`. */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_\w+)?)$/;

/** Shorter names are similar to too many others: PORT and REPORT, HOST and HOME. */
const SHORTEST = 6;

/** Similar variables that others read: GitLab, other kinds of proxy, and compose.yaml from the same `.env` file. */
const FOREIGN_VARIABLES = [
  'GITLAB_TOKEN',
  'GITLAB_API_URL',
  'FTP_PROXY',
  'ALL_PROXY',
  'QDRANT_READ_KEY',
  'QDRANT_WRITE_KEY',
];

/**
 * Describes every variable that is a misspelling of one of ours, one line each.
 * @param given names of the variables that are set
 * @param ours names of our variables
 */
export function misspeltVariables(given: readonly string[], ours: readonly string[]): string[] {
  const unset = ours.filter((name) => name.length >= SHORTEST && !given.includes(name));
  return foreignNames(given, ours).flatMap((name) => {
    const meant = meantName(name, ours, unset);
    return meant === null ? [] : [`${name}: no such setting; did you mean ${meant}?`];
  });
}

/** A variable that is set has not been misspelt: a similar name is somebody else's, or a backup copy. */
function meantName(name: string, ours: readonly string[], unset: readonly string[]): string | null {
  return closestName(name, OUR_PREFIXES.test(name) ? ours : unset);
}

function foreignNames(given: readonly string[], ours: readonly string[]): string[] {
  return given.filter(
    (name) => !ours.includes(name) && !FOREIGN_VARIABLES.includes(name) && !SERVICE_LINK.test(name),
  );
}

/**
 * Names the variables that look like ours and are none. They may be meant for another program, so they are no error.
 * @param given names of the variables that are set
 * @param ours names of our variables
 * @returns one line, or none
 */
export function unknownVariables(given: readonly string[], ours: readonly string[]): string[] {
  const names = foreignNames(given, ours).filter((name) => OUR_PREFIXES.test(name));
  return names.length === 0 ? [] : [`not settings of this program, and ignored: ${names.sort().join(', ')}`];
}

/** Maximum Levenshtein distance of a typing error. */
const MAX_DISTANCE = 2;

/** Finds the name of an option or setting that a misspelt word most likely means, or null. */
export function closestName(word: string, names: readonly string[]): string | null {
  const near = names.filter((name) => distance(word, name) <= MAX_DISTANCE);
  return near.length === 0 ? null : closest(word, near);
}
