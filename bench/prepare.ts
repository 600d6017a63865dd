/**
 * What parsing and chunking cost: all documents of the EINO docs where their bundle is beside the project (otherwise
 * made-up ones, or those below the folder named), and single pages of 1.25, 2.5 and 5 MB with every construct mixed.
 * `npm run bench -- prepare [folder]`.
 */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDocument } from '../src/worker/prepare/prepare-document.ts';
import type { PreparedDocument } from '../src/worker/prepare/prepared-document.ts';
import { docsHistory, removeFolder } from './support/docs-history.ts';
import { mixedMarkdown } from './support/mixed-markdown.ts';
import { printTable } from './support/table.ts';

const SITE = { siteUrl: 'https://docs.example.com' };
const PAGES_MB = [1.25, 2.5, 5];

interface Page {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const folder = await mkdtemp(join(tmpdir(), 'eino-docs-bench-'));
try {
  const { name, pages } = await corpus(process.argv[3]);
  const first = prepareAll(pages);
  const again = prepareAll(pages);
  const total = pages.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const sizes = first.prepared.flatMap(({ chunks }) => chunks.map(({ tokens }) => tokens));
  printTable(
    [
      'all documents of',
      'documents',
      'MB',
      'chunks',
      'seconds, first time',
      'of the processor',
      'seconds, again',
      'of the processor',
    ],
    [
      [
        name,
        pages.length,
        total / 1e6,
        sizes.length,
        first.seconds,
        first.computed,
        again.seconds,
        again.computed,
      ],
    ],
  );
  console.log(`\nTokens of a chunk: ${quantiles(sizes)}\n`);

  const rows = PAGES_MB.map((mb) => {
    const bytes = new TextEncoder().encode(mixedMarkdown(mb * 1e6));
    const { seconds, computed, prepared } = prepareAll([{ path: 'large.md', bytes }]);
    return [`${mb} MB`, prepared[0]?.chunks.length ?? 0, seconds, computed, computed / mb];
  });
  printTable(['one page', 'chunks', 'seconds', 'of the processor', 'of the processor a MB'], rows);
} finally {
  removeFolder(folder);
}

async function corpus(given: string | undefined): Promise<{ name: string; pages: Page[] }> {
  if (given !== undefined) return { name: given, pages: await pagesBelow(given) };
  const history = docsHistory(folder);
  return { name: history.name, pages: await pagesBelow(join(history.folder, history.docsPath)) };
}

async function pagesBelow(root: string): Promise<Page[]> {
  const paths = (await readdir(root, { recursive: true })).filter((path) => path.endsWith('.md')).sort();
  return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(join(root, path)) })));
}

interface Run {
  readonly seconds: number;
  /** Seconds of the processor: on a busy machine they say more. */
  readonly computed: number;
  readonly prepared: readonly PreparedDocument[];
}

function prepareAll(pages: readonly Page[]): Run {
  const start = performance.now();
  const before = process.cpuUsage();
  const prepared = pages.map(({ path, bytes }) => {
    const result = prepareDocument({ path, blob: path, size: bytes.length, bytes }, SITE);
    if ('reason' in result) throw new Error(`${path}: ${result.reason}`);
    return result;
  });
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1_000, computed: (user + system) / 1e6, prepared };
}

function quantiles(sizes: readonly number[]): string {
  const sorted = sizes.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return `a quarter up to ${at(0.25)}, half up to ${at(0.5)}, three quarters up to ${at(0.75)}, the largest ${at(1)}`;
}
