/** `npm run bench -- <name>`: measures on this machine and prints tables. Compare figures only within one run. */
interface Bench {
  readonly description: string;
  readonly run: () => Promise<unknown>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  machine: {
    description: 'start time and memory of the supervised machine (needs QDRANT_BIN)',
    run: () => import('./machine.ts'),
  },
  prepare: {
    description: 'time of parsing and chunking; optional argument: a folder of documents',
    run: () => import('./prepare.ts'),
  },
  qdrant: {
    description: 'memory of Qdrant and the server side by side (needs QDRANT_BIN)',
    run: () => import('./qdrant.ts'),
  },
  serve: {
    description: 'latency, throughput, CPU time and memory of the server',
    run: () => import('./serve.ts'),
  },
  sync: {
    description:
      'requests, embedded texts, time and memory of a sync; optional argument: sizes, such as 1,10',
    run: () => import('./sync.ts'),
  },
  worst: {
    description:
      'the requests that take the most processor time, on 60,000 names; optional argument: the number of chunks',
    run: () => import('./worst.ts'),
  },
};

const name = process.argv[2] ?? '';
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench !== undefined) {
  await bench.run();
} else {
  const lines = Object.entries(BENCHES).map(([key, { description }]) => `  ${key.padEnd(8)}  ${description}`);
  console.error(`Usage: npm run bench -- <name> [argument]\n\n${lines.join('\n')}`);
  process.exitCode = 2;
}
