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
