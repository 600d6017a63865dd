/**
 * `npm run trace-files`: counts the files that a reader opens to follow one search or one sync, and measures the files
 * in `src/`. It prints a Markdown table; `npm run -s trace-files -- --list` also prints the files that it counted.
 *
 * A file counts as run if V8 counted a call of at least one of its functions. The top level of a module does not count
 * as a function, so a file that only declares types or constants, or that is only loaded, does not count. This script
 * names no file in `src/`, so files may move.
 *
 * One search: the real server over HTTP, a lexical search, an index in SQLite. Other queries warm the server up first.
 * The inspector of that process then counts only the calls of one `search_docs` with a new query.
 *
 * One sync: the real worker from its start to its end, on a loopback GitHub with one edited document. The count
 * includes functions that modules call while they load.
 *
 * One importer: exactly one file of `src/` imports from the file, types included. Tests count neither as files nor as
 * importers. The median of an even number of files is the lower of the two in the middle.
 *
 * Before small files were merged (commit 6a21cc7) this gave 71 files for a search and 106 for a sync; after it, 39 and 64.
 * With several sources, both versions of the protocol, threads and word vectors it gives 64 and 87.
 * Other documents and another query make a difference of a few files.
 */
import { globSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GitRepository } from '../test/support/git-repository.ts';
import { LoopbackGitHub } from '../test/support/loopback-github.ts';
import { startServer, startWorker } from '../test/support/programs.ts';
import { callTool } from '../test/support/running-app.ts';

const PROJECT = join(import.meta.dirname, '..');
const SMALL_FILE_LINES = 40;
const TOKEN = 'loopback';
const DOCS_PATH = 'docs';

/** They find another document than the counted query, whose results are therefore not read from a cache. */
const WARM_UP_QUERIES = ['interrupt and resume', 'approval before a tool is called'];
const COUNTED_QUERY = 'nodes and edges of a graph';

/** The docs that are synced and searched: part of this script, so that all commits are measured on the same docs. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  '_index.md':
    '---\ntitle: Manual\ndescription: All pages\nweight: 1\n---\n\nThe manual of a framework for Go.\n',
  'graph.md': `---
title: Graph orchestration
date: "2026-02-03"
weight: 2
---

A graph runs components in the order of its edges. Build one with \`NewGraph\`. See [Resume](./resume.md#checkpoints).

## Nodes

\`\`\`go
g := compose.NewGraph[string, string]()
_ = g.AddLambdaNode("upper", compose.InvokableLambda(upper))
\`\`\`

- A node has a **name**.
- A node has one \`Component\`.

![A graph](/img/graph.png)

## Edges

An edge joins two nodes. \`AddEdge\` refuses a cycle. {{< alert >}} Compile the graph after the last edge. {{< /alert >}}

| option | meaning |
| --- | --- |
| \`WithMaxRunSteps\` | the number of steps after which a run ends |

<table><tr><td>Mode</td><td>The order in which nodes of a graph run</td></tr></table>

${'A branch chooses one of several edges, so that the nodes behind the others do not run. '.repeat(60)}
`,
  'resume.md': `---
title: Interrupt and resume
weight: 3
---

Stop a run before a tool is called, ask a person for approval, then resume the run.

## Checkpoints

The runner keeps a checkpoint after every step.
`,
};
const EDITED_PATH = 'graph.md';
const EDIT = ['An edge joins two nodes.', 'An edge joins exactly two nodes.'] as const;

/** Files of `src/`, as paths from there. */
type Paths = readonly string[];

interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly importers: number;
}

const { values: options } = parseArgs({ options: { list: { type: 'boolean', default: false } } });

const files = await sourceFiles();
const folder = await mkdtemp(join(tmpdir(), 'trace-files-'));
try {
  const indexPath = join(folder, 'index.db');
  const inSync = await filesOfSync(indexPath);
  const inSearch = await filesOfSearch(indexPath);
  printReport(files, inSearch, inSync);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs a first sync, edits one document, and traces the second sync. */
async function filesOfSync(indexPath: string): Promise<Paths> {
  const repository = GitRepository.create();
  for (const [path, text] of Object.entries(DOCUMENTS)) repository.write(`${DOCS_PATH}/${path}`, text);
  repository.commit('Write the documents');
  const github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  try {
    const settings = {
      DOCS_SOURCE: 'github:owner/docs',
      DOCS_PATH,
      GITHUB_API_URL: github.url,
      GITHUB_TOKEN: TOKEN,
      INDEX_PATH: indexPath,
    };
    await sync(settings, { added: Object.keys(DOCUMENTS).length, modified: 0 });
    repository.write(`${DOCS_PATH}/${EDITED_PATH}`, DOCUMENTS[EDITED_PATH]?.replace(...EDIT) ?? '');
    repository.commit('Edit a document');
    const coverage = join(folder, 'coverage');
    await sync({ ...settings, NODE_V8_COVERAGE: coverage }, { added: 0, modified: 1 });
    return filesThatRan(await writtenCoverage(coverage));
  } finally {
    await github.close();
    repository.dispose();
  }
}

/** Runs the worker once. @throws Error if the result is not the expected one */
async function sync(
  settings: Readonly<Record<string, string>>,
  expected: { readonly added: number; readonly modified: number },
): Promise<void> {
  const { exitCode, stdout, stderr } = await startWorker(['sync', '--json'], settings);
  const { outcome, changes } = exitCode === 0 ? JSON.parse(stdout) : {};
  if (outcome !== 'published' || changes.added !== expected.added || changes.modified !== expected.modified)
    throw new Error(`Unexpected result of the sync (exit code ${exitCode}): ${stdout}${stderr}`);
}

/** Reads the coverage of the processes that ran with NODE_V8_COVERAGE set to a folder. */
async function writtenCoverage(coverage: string): Promise<Profiler.ScriptCoverage[]> {
  const names = await readdir(coverage);
  const reports = await Promise.all(names.map((name) => readFile(join(coverage, name), 'utf8')));
  return reports.flatMap((text): Profiler.ScriptCoverage[] => JSON.parse(text).result);
}

/** Warms the server up, then traces a single search. */
async function filesOfSearch(indexPath: string): Promise<Paths> {
  await using server = await startServer({
    INDEX_PATH: indexPath,
    NODE_OPTIONS: '--inspect=127.0.0.1:0',
  });
  const search = async (query: string) => {
    const { isError, text } = await callTool(server.url, 'search_docs', { query });
    if (isError || !Object.keys(DOCUMENTS).some((path) => text.includes(path)))
      throw new Error(`The search for "${query}" found no document: ${text}`);
  };
  const inspector = await connectInspector(/ws:\/\/\S+/.exec(server.log())?.[0]);
  try {
    await inspector.call('Profiler.enable');
    await inspector.call('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    for (const query of WARM_UP_QUERIES) await search(query);
    // Taking the counts resets them to zero.
    await inspector.call('Profiler.takePreciseCoverage');
    await search(COUNTED_QUERY);
    const taken = await inspector.call('Profiler.takePreciseCoverage');
    return filesThatRan((taken as Profiler.TakePreciseCoverageReturnType).result);
  } finally {
    inspector.close();
  }
}

interface Inspector {
  call(method: string, params?: object): Promise<unknown>;
  close(): void;
}

/** Connects to another Node process with the Chrome DevTools Protocol. */
async function connectInspector(address = ''): Promise<Inspector> {
  const socket = new WebSocket(address);
  const ended = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`The inspector at "${address}" does not respond`));
    socket.addEventListener('error', fail);
    socket.addEventListener('close', fail);
  });
  // A pending call rejects with this error. If no call is pending, the connection may end.
  ended.catch(() => {});
  await Promise.race([ended, new Promise((resolve) => socket.addEventListener('open', resolve))]);

  let calls = 0;
  const call = (method: string, params: object = {}) => {
    const id = ++calls;
    const answer = new Promise((resolve, reject) => {
      socket.addEventListener('message', function take({ data }) {
        const message = JSON.parse(String(data));
        if (message.id !== id) return;
        socket.removeEventListener('message', take);
        if (message.error === undefined) resolve(message.result);
        else reject(new Error(`${method}: ${message.error.message}`));
      });
    });
    socket.send(JSON.stringify({ id, method, params }));
    return Promise.race([ended, answer]);
  };
  return { call, close: () => socket.close() };
}

/** Returns the files of `src/` with at least one function that ran, sorted. */
function filesThatRan(scripts: readonly Profiler.ScriptCoverage[]): Paths {
  const ran = new Set<string>();
  for (const { url, functions } of scripts) {
    if (!url.startsWith('file:')) continue;
    const path = relative(join(PROJECT, 'src'), fileURLToPath(url));
    if (path.startsWith('..')) continue;
    if (functions.some((each) => !isTopLevel(each) && (each.ranges[0]?.count ?? 0) > 0)) ran.add(path);
  }
  return [...ran].sort();
}

/** Whether this is the top level of a module: the function without a name at offset 0. */
function isTopLevel({ functionName, ranges }: Profiler.FunctionCoverage): boolean {
  return functionName === '' && ranges[0]?.startOffset === 0;
}

async function sourceFiles(): Promise<SourceFile[]> {
  const root = join(PROJECT, 'src');
  const paths = globSync('**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.test.ts'));
  const texts = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')));
  const importers = new Map<string, number>();
  for (const [i, path] of paths.entries()) {
    for (const target of importsOf(path, texts[i] ?? ''))
      importers.set(target, (importers.get(target) ?? 0) + 1);
  }
  return paths.map((path, i) => ({
    path,
    lines: (texts[i] ?? '').split('\n').length - 1,
    importers: importers.get(path) ?? 0,
  }));
}

/** Returns the files that a file imports or re-exports from, static and dynamic, types included. */
function importsOf(path: string, text: string): Set<string> {
  const specifiers = text.matchAll(
    /^(?:import|export)\b[^'"`;]*?\bfrom\s+'(\.[^']+)'|^import\s+'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'/gm,
  );
  return new Set(
    [...specifiers].map(([, from, bare, dynamic]) => join(dirname(path), from ?? bare ?? dynamic ?? '')),
  );
}

function printReport(files: readonly SourceFile[], inSearch: Paths, inSync: Paths): void {
  const byLines = files.toSorted((a, b) => a.lines - b.lines);
  const largest = byLines.at(-1);
  const folders = foldersOf(files);
  const levels = (path: string) => path.split('/').length;
  const depth = Math.max(...folders.map(levels));
  const deepest = folders.filter((path) => levels(path) === depth);
  const satellites = files.filter(({ lines, importers }) => lines <= SMALL_FILE_LINES && importers === 1);
  const smallWithOneImporter = satellites.map(({ path }) => path).sort();

  const rows: readonly (readonly [string, string | number])[] = [
    ['files that run code during one search', inSearch.length],
    ['files that run code during one incremental sync', inSync.length],
    ['files in `src/`, tests left out', files.length],
    ['lines of the median file', byLines[Math.floor((files.length - 1) / 2)]?.lines ?? 0],
    ['lines of the largest file', `${largest?.lines} (\`${largest?.path}\`)`],
    [`files of at most ${SMALL_FILE_LINES} lines with one importer`, smallWithOneImporter.length],
    ['folders below `src/`', folders.length],
    ['levels of the deepest folder below `src/`', `${depth} (${deepest.length} folders)`],
  ];
  console.log('| measure | value |\n|---|---|');
  for (const [measure, value] of rows) console.log(`| ${measure} | ${value} |`);
  if (!options.list) return;
  printList('Run during one search', inSearch);
  printList('Run during one incremental sync', inSync);
  printList(`At most ${SMALL_FILE_LINES} lines, one importer`, smallWithOneImporter);
  printList('Deepest folders', deepest);
}

/** Returns every folder below `src/` that contains a file, directly or not. */
function foldersOf(files: readonly SourceFile[]): string[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders].sort();
}

function printList(title: string, paths: Paths): void {
  console.log(`\n### ${title}\n`);
  for (const path of paths) console.log(`- \`${path}\``);
}
