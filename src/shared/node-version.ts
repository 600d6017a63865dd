import { EXIT } from './exit-codes.ts';

/** The oldest Node either program runs on; `engines` in package.json tells npm the same. */
const OLDEST = { major: 22, minor: 18 };

/** What of a process the check reads and sets. */
export interface RunningNode {
  readonly versions: { readonly node: string };
  readonly argv: readonly string[];
  readonly stderr: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
}

/**
 * Whether this Node is new enough. One that is not says so in one line, and will exit with 2.
 * To be asked before anything else is loaded: an older Node ends in a bare SyntaxError at what it does not know.
 */
export function isNewEnough(node: RunningNode): boolean {
  const [major = 0, minor = 0] = node.versions.node.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return true;
  node.stderr.write(
    `eino-docs-mcp needs Node ${OLDEST.major}.${OLDEST.minor} or newer, and this is ${node.versions.node}: install a newer one from https://nodejs.org, or borrow one with npx -y node@24 ${node.argv[1]}\n`,
  );
  node.exitCode = EXIT.usage;
  return false;
}
