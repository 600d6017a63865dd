/**
 * Measures parsing and chunking: all EINO docs if their bundle exists (otherwise generated documents, or those of the
 * given folder, Go files included and tests left out), and single documents of 1.25, 2.5 and 5 MB that mix all constructs.
 * `npm run bench -- prepare [folder]`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOf, prepareDocument } from '../src/worker/prepare/prepare-document.ts';
import type { PreparedDocument } from '../src/worker/prepare/prepared-document.ts';
import { docsHistory } from '../test/support/docs-history.ts';
import { rootWith } from '../test/support/source-builder.ts';
import { createTemporaryFolder, removeFolder } from '../test/support/temporary-folder.ts';
import { printTable } from './support/table.ts';

const CONTEXT = { root: rootWith(), now: Date.now() };
const MARKDOWN = await formatOf('a.md');
const GO = await formatOf('a.go');
const LARGE_DOCUMENTS_MB = [1.25, 2.5, 5];

/** One block of sections that uses every construct of the docs. */
const block = (n: number) => `
## Section ${n} of \`compose.Graph${n}\`

A paragraph about **graphs**, *tools* and [links](./other-${n}.md#part "title"), with \`schema.Pipe[string](${n})\` in it, an
![image](/img/${n}.png), some <strong>HTML</strong><br/>and a shortcode {{< ref "page-${n}.md" >}}. <!-- A comment. -->

- First, \`WithOption${n}\`
- then this
  1. and that, nested
  2. twice

> A quote of ${n} words.

\`\`\`go
func Number${n}(ctx context.Context) (*Graph, error) {
	return compose.NewGraph[string, string](ctx, ${n}) // see [here](x)
}
\`\`\`

| Name | Meaning |
| --- | --- |
| \`Name${n}\` | what it means, at some length, number ${n} |

### Detail ${n}

<table>
<tr><td>Field</td><td><pre>value ${n}</pre></td></tr>
<tr><td>Other</td><td><ul><li>one</li><li>two</li></ul></td></tr>
</table>
`;

interface RawDocument {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const folder = await createTemporaryFolder('bench');
try {
  const { name, documents } = await corpus(process.argv[3]);
  const first = prepareAll(documents);
  const again = prepareAll(documents);
  const total = documents.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const sizes = first.prepared.flatMap(({ chunks }) => chunks.map(({ tokens }) => tokens));
  printTable(
    [
      'corpus',
      'documents',
      'MB',
      'chunks',
      'seconds, first pass',
      'CPU seconds',
      'seconds, second pass',
      'CPU seconds',
    ],
    [
      [
        name,
        documents.length,
        total / 1e6,
        sizes.length,
        first.seconds,
        first.cpuSeconds,
        again.seconds,
        again.cpuSeconds,
      ],
    ],
  );
  console.log(`\nTokens per chunk: ${quantiles(sizes)}\n`);

  const rows = LARGE_DOCUMENTS_MB.map((mb) => {
    const bytes = new TextEncoder().encode(mixedMarkdown(mb * 1e6));
    const { seconds, cpuSeconds, prepared } = prepareAll([{ path: 'large.md', bytes }]);
    return [`${mb} MB`, prepared[0]?.chunks.length ?? 0, seconds, cpuSeconds, cpuSeconds / mb];
  });
  printTable(['one document', 'chunks', 'seconds', 'CPU seconds', 'CPU seconds per MB'], rows);
} finally {
  await removeFolder(folder);
}

async function corpus(given: string | undefined): Promise<{ name: string; documents: RawDocument[] }> {
  if (given !== undefined) return { name: given, documents: await documentsBelow(given) };
  const history = docsHistory(folder);
  return { name: history.name, documents: await documentsBelow(join(history.folder, history.docsPath)) };
}

async function documentsBelow(root: string): Promise<RawDocument[]> {
  const paths = (await readdir(root, { recursive: true }))
    .filter((path) => /(?:\.md|(?<!_test)\.go)$/.test(path))
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(join(root, path)) })));
}

interface PreparationRun {
  readonly seconds: number;
  /** CPU time, which is more reliable than elapsed time on a busy machine. */
  readonly cpuSeconds: number;
  readonly prepared: readonly PreparedDocument[];
}

function prepareAll(documents: readonly RawDocument[]): PreparationRun {
  const start = performance.now();
  const before = process.cpuUsage();
  const prepared = documents.flatMap(({ path, bytes }) => {
    const result = prepareDocument(
      { path, blob: path, size: bytes.length, bytes },
      CONTEXT,
      path.endsWith('.go') ? GO : MARKDOWN,
    );
    return 'reason' in result ? [] : [result];
  });
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1_000, cpuSeconds: (user + system) / 1e6, prepared };
}

function quantiles(sizes: readonly number[]): string {
  const sorted = sizes.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return `quartiles ${at(0.25)}, ${at(0.5)} and ${at(0.75)}, maximum ${at(1)}`;
}

/** Returns a document of at least `bytes` bytes that uses every construct of the docs. */
function mixedMarkdown(bytes: number): string {
  const blocks = ['---\ntitle: A large page\n---\n'];
  for (let n = 0, size = 0; size < bytes; n++) {
    const next = block(n);
    blocks.push(next);
    size += next.length;
  }
  return blocks.join('');
}
