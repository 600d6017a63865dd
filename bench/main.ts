/** `npm run bench -- <name>`: measures on this machine, prints tables, compares only within one run. */
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  machine: () => import('./machine.ts'),
  prepare: () => import('./prepare.ts'),
  qdrant: () => import('./qdrant.ts'),
  serve: () => import('./serve.ts'),
  sync: () => import('./sync.ts'),
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`Usage: npm run bench -- <${Object.keys(BENCHES).join(' | ')}>`);
  process.exitCode = 2;
} else {
  await bench();
}
