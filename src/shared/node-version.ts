import { EXIT } from './error-codes.ts';

/** The oldest supported Node, the same as in `engines` of package.json. */
const OLDEST = { major: 22, minor: 18 };

/** The part of `process` that the check uses. */
export interface RunningNode {
  readonly versions: { readonly node: string };
  readonly argv: readonly string[];
  readonly stderr: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
}

/**
 * Checks that this Node is supported. If not, writes one line and sets exit code 2.
 * To be called before anything else is loaded, because an older Node fails with a SyntaxError on newer code.
 */
export function isSupportedNode(node: RunningNode): boolean {
  const [major = 0, minor = 0] = node.versions.node.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return true;
  node.stderr.write(
    `eino-docs-mcp requires Node ${OLDEST.major}.${OLDEST.minor} or newer, and this is ${node.versions.node}: install a newer one from https://nodejs.org, or run npx -y node@24 ${node.argv[1]}\n`,
  );
  node.exitCode = EXIT.usage;
  return false;
}

/**
 * Keeps Node from printing that SQLite is experimental, as Node 22 does: nobody who runs a program can act on it. Every
 * other warning is printed. To be called before SQLite is loaded.
 */
export function hideSqliteWarning(node: { emitWarning: NodeJS.Process['emitWarning'] }): void {
  const emit = node.emitWarning.bind(node) as (...args: unknown[]) => void;
  node.emitWarning = (...args: unknown[]) => {
    if (!String(args[0]).startsWith('SQLite is an experimental feature')) emit(...args);
  };
}
