/**
 * The import rules of docs/architecture.md.
 * `onlyIn(vendor, folders)` keeps a vendor's SDK inside the adapters that carry its name.
 */
const onlyIn = (name, vendor, allowed) => ({
  name,
  comment: `${vendor} is imported only by the adapter named after it`,
  severity: 'error',
  from: { path: '^src/', pathNot: allowed },
  to: { path: vendor },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'server-not-worker',
      comment: 'the server cannot even import code that writes (P7)',
      severity: 'error',
      from: { path: '^src/server/' },
      to: { path: '^src/worker/' },
    },
    {
      name: 'worker-not-server',
      severity: 'error',
      from: { path: '^src/worker/' },
      to: { path: '^src/server/' },
    },
    {
      name: 'shared-stands-alone',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/(server|worker|laptop)/' },
    },
    {
      name: 'laptop-on-top',
      comment: 'it starts the worker as a process, so that what answers cannot write; nothing is built on it',
      severity: 'error',
      from: { path: '^src/(server|worker)/' },
      to: { path: '^src/laptop/' },
    },
    {
      name: 'laptop-not-worker',
      severity: 'error',
      from: { path: '^src/laptop/' },
      to: { path: '^src/worker/' },
    },
    {
      name: 'src-not-test',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(test|bench|eval|demo)/' },
    },
    {
      name: 'no-test-imports',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '\\.test\\.ts$' },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^node:' },
    },
    onlyIn('octokit-in-its-adapter', 'node_modules/(octokit|@octokit)/', '^src/worker/source/github/'),
    onlyIn('openai-in-its-adapter', 'node_modules/openai/', '/openai[^/]*(/|\\.ts$)'),
    onlyIn('tree-sitter-in-its-adapter', 'node_modules/web-tree-sitter/', '^src/worker/prepare/go/'),
    onlyIn('qdrant-in-its-adapter', 'node_modules/@qdrant/', '/qdrant/'),
    onlyIn('sqlite-in-its-adapter', '^(node:)?sqlite$', '/sqlite/'),
    onlyIn('mcp-in-its-adapter', 'node_modules/@modelcontextprotocol/', '^src/server/mcp/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      mainFields: ['module', 'main'],
    },
  },
};
