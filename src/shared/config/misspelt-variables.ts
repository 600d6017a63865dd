import { closestName } from '../closest-name.ts';

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
