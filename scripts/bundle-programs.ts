import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

const PROJECT = join(import.meta.dirname, '..');
/** Each file of the result that a person, npm or another program starts, and what it is made from. */
const ENTRY_POINTS = {
  ...Object.fromEntries(
    ['server', 'worker', 'laptop'].flatMap((name) =>
      ['bin', 'main'].map((file) => [`${name}/${file}`, `src/${name}/${file}.ts`]),
    ),
  ),
  // Each beside the module that starts the thread, which is in a chunk of its own.
  'chunks/preparation-thread': 'src/worker/prepare/preparation-thread.ts',
  'chunks/search-thread': 'src/shared/index/sqlite/search-thread.ts',
};
/** What the pages of the server are made with, which a module reads from a folder beside it. */
const BROWSER_FILES = 'src/server/page/browser';
/** The table of word vectors, which a module reads from its own folder under the second name. */
const WORD_TABLE = ['models/words/table.bin', 'word-table.bin'] as const;
/** What has to come with every copy of the table. */
const WORD_TABLE_NOTICE = 'models/words/NOTICE';
/** Files that modules of the bundle read from their own folder. */
const READ_AT_RUN_TIME = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-go/tree-sitter-go.wasm'];

/**
 * Bundles the programs with what they use, so that installing them installs nothing else, with the licences of
 * everything in the bundle, collected from the package folders.
 * @param target a folder, which is replaced
 */
export async function buildPrograms(target: string): Promise<void> {
  const metafile = await bundlePrograms(target);
  await writeFile(join(target, 'THIRD-PARTY-LICENSES.txt'), await licences(metafile));
}

/**
 * Bundles the programs without the licences. The text is not minified, so that stack traces stay readable.
 * @param target a folder, which is replaced
 * @param others further programs, by the path of the result without `.js`
 */
export async function bundlePrograms(
  target: string,
  others: Readonly<Record<string, string>> = {},
): Promise<Metafile> {
  await rm(target, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: { ...ENTRY_POINTS, ...others },
    outdir: target,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    legalComments: 'none',
    // CommonJS packages in the bundle load Node's own modules with `require`.
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  });
  for (const file of READ_AT_RUN_TIME) {
    await cp(join(PROJECT, 'node_modules', file), join(target, 'chunks', file.split('/').at(-1) ?? ''));
  }
  const [table, builtTable] = WORD_TABLE;
  await cp(join(PROJECT, table), join(target, 'chunks', builtTable));
  await cp(join(PROJECT, BROWSER_FILES), join(target, 'chunks/browser'), {
    recursive: true,
    filter: (source) => !source.endsWith('.json'),
  });
  return metafile;
}

async function licences({ inputs }: Metafile): Promise<string> {
  const folders = [...Object.keys(inputs), ...READ_AT_RUN_TIME.map((file) => `node_modules/${file}`)].flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  const notice = readFile(join(PROJECT, WORD_TABLE_NOTICE), 'utf8');
  const texts = [...[...new Set(folders)].toSorted().map(licenceOf), notice];
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenceOf(folder: string): Promise<string> {
  const path = join(PROJECT, folder);
  const { name, version, license } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  const files = (await readdir(path)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(path, file), 'utf8')));
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n').concat('\n');
}
