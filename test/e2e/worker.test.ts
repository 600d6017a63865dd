import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { startLoopbackChat } from '../support/loopback-chat.ts';
import { startLoopbackEmbeddings } from '../support/loopback-embeddings.ts';
import { startWorker } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

let resources: AsyncDisposableStack;
let folder: string;
let indexPath: string;
beforeEach(async () => {
  resources = new AsyncDisposableStack();
  folder = await createTemporaryFolder('worker');
  resources.defer(() => removeFolder(folder));
  indexPath = join(folder, 'data', 'index.db');
});
afterEach(() => resources.disposeAsync());

function worker(args: readonly string[], settings: Readonly<Record<string, string>>) {
  const stop = new AbortController();
  resources.defer(() => stop.abort());
  return startWorker(args, { INDEX_PATH: indexPath, ...settings }, stop.signal);
}

/** Opens the index that the worker writes. */
function openReader(): SqliteReader {
  const reader = new SqliteReader(indexPath);
  resources.defer(() => reader.close());
  return reader;
}

describe('worker: bad input', () => {
  const foreign = 'notes of another program, not a database';

  test.each<[string, string, (place: string) => Promise<Record<string, string>>]>([
    ['a missing docs folder', 'DOCS_', async (place) => ({ DOCS_SOURCE: `dir:${place}/nowhere` })],
    [
      'a docs folder without a document',
      'DOCS_EMPTY',
      async (place) => {
        await mkdir(join(place, 'empty'));
        return { DOCS_SOURCE: `dir:${place}/empty` };
      },
    ],
    [
      'a folder that is not a git repository',
      'DOCS_',
      async (place) => {
        await mkdir(join(place, 'plain'));
        return { DOCS_SOURCE: `git:${place}/plain` };
      },
    ],
    [
      'a foreign index file',
      'INDEX_FOREIGN',
      async (place) => {
        await mkdir(join(place, 'data'));
        await writeFile(join(place, 'data/index.db'), foreign);
        await writeFile(join(place, 'a.md'), 'One.');
        return { DOCS_SOURCE: `dir:${place}` };
      },
    ],
  ])('the worker exits with code 1 and one line for %s, and overwrites nothing', async (_, code, prepare) => {
    const settings = await prepare(folder);
    const { exitCode, stdout, stderr } = await worker(['sync', '--json'], {
      ...settings,
      LOG_LEVEL: 'silent',
    });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', sequence: 0 });
    expect(stderr.split('\n')).toEqual([expect.stringContaining(`eino-docs-worker: ${code}`)]);
    if (code === 'INDEX_FOREIGN') expect(await readFile(indexPath, 'utf8')).toBe(foreign);
  });

  test('the worker reports files that it cannot index and indexes the others', async () => {
    const docs = join(folder, 'docs');
    await mkdir(docs);
    await writeFile(join(docs, 'good.md'), '# Good\n\nText.');
    await writeFile(join(docs, 'broken.md'), '---\ntitle: [\n---\nText.');
    await writeFile(join(docs, 'code.md'), '---js\nprocess.exit(3)\n---\nText.');
    await writeFile(join(docs, 'binary.md'), Uint8Array.of(0xff, 0xfe, 0, 1));
    await writeFile(join(docs, 'large.md'), 'x'.repeat(1024 * 1024 + 1));
    const { exitCode, stdout } = await worker(['sync', '--json'], { DOCS_SOURCE: `dir:${docs}` });
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ outcome: 'published', changes: { added: 1 } });
    const skipped = report.skipped as { path: string; reason: string }[];
    expect(skipped.map(({ path }) => path)).toEqual(['binary.md', 'broken.md', 'code.md', 'large.md']);
    for (const { reason } of skipped) expect(reason).not.toBe('');
  });

  test('the worker exits with code 1 and one line for a folder that it may not read', async () => {
    const docs = join(folder, 'locked');
    await mkdir(docs);
    await writeFile(join(docs, 'a.md'), 'One.');
    await chmod(docs, 0o000);
    const { exitCode, stderr } = await worker(['sync'], {
      DOCS_SOURCE: `dir:${docs}`,
      LOG_LEVEL: 'silent',
    });
    await chmod(docs, 0o755);
    const root = process.getuid?.() === 0;
    expect(exitCode).toBe(root ? 0 : 1);
    expect(stderr.split('\n')).toHaveLength(1);
  });
});

describe('worker: summaries', () => {
  test('the worker requests summaries of new documents at the endpoint of the embeddings and publishes them', async () => {
    const endpoint = await startLoopbackChat();
    resources.defer(() => endpoint.close());
    endpoint.answer = () => 'Explains **one** thing. https://evil.test';
    const docs = join(folder, 'docs');
    await mkdir(docs);
    await writeFile(join(docs, 'a.md'), '# Alpha\n\nThe first of all pages.\n');
    const settings = {
      DOCS_SOURCE: `dir:${docs}`,
      OPENAI_BASE_URL: endpoint.url,
      EMBEDDING_MODEL: 'word-vectors',
      EMBEDDING_DIMENSIONS: '8',
      SUMMARY_MODEL: 'a-model',
    };
    const first = await worker(['sync', '--json'], settings);
    const second = await worker(['sync', '--json'], settings);
    await writeFile(join(docs, 'b.md'), '# Beta\n\nThe second of all pages.\n');
    endpoint.fail({ kind: 'status', status: 401 });
    const third = await worker(['sync', '--json'], settings);

    expect([first, second, third].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(JSON.parse(first.stdout)).toMatchObject({
      outcome: 'published',
      summaries: { requested: 1, reused: 0, failed: 0, tokens: 100 },
      requests: { openai: 2 },
    });
    expect(JSON.parse(second.stdout)).toMatchObject({ outcome: 'unchanged', requests: { openai: 0 } });
    expect(JSON.parse(third.stdout)).toMatchObject({
      outcome: 'published',
      summaries: { requested: 1, failed: 1, error: { code: 'SUMMARIZER_UNAUTHORIZED' } },
    });
    expect(third.stderr).toContain('1 of 1 summaries are missing; b.md: SUMMARIZER_UNAUTHORIZED');
    const reader = openReader();
    const summaries: (string | undefined)[] = [];
    for await (const { document } of reader.scan()) summaries.push(document.summary);
    expect(summaries.sort()).toEqual(['Explains one thing.', 'The second of all pages.']);
  });
});

describe('worker: stdout and stderr', () => {
  test('the worker prints one JSON object to stdout and one JSON line per step to stderr', async () => {
    await writeFile(join(folder, 'a.md'), 'One.');
    const settings = { DOCS_SOURCE: `dir:${folder}`, LOG_LEVEL: 'debug' };
    const { stdout, stderr } = await worker(['sync', '--json'], settings);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'published' });
    const lines = stderr.split('\n').map((line) => JSON.parse(line) as { level: string; step?: string });
    const steps = lines.filter(({ level, step }) => level === 'info' && step !== undefined);
    expect(steps.map(({ step }) => step)).toEqual([
      'head',
      'diff',
      'read',
      'prepare',
      'embed',
      'stage',
      'publish',
    ]);
  });

  test('the worker exits with code 0 if the output of export is closed early', async () => {
    await writeFile(join(folder, 'a.md'), `# One\n\n${'Text. '.repeat(30_000)}`);
    await worker(['sync'], { DOCS_SOURCE: `dir:${folder}` });
    const run = worker(['export'], {});
    run.stdout.once('data', () => run.stdout.destroy());
    const { exitCode, stderr } = await run;
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});

describe('worker: SIGTERM', () => {
  test('SIGTERM stops a worker that waits for the embedder, and the run is recorded as aborted', async () => {
    const embeddings = await startLoopbackEmbeddings({ dimensions: 8 });
    resources.defer(() => embeddings.close());
    embeddings.fail({ kind: 'hang' });
    await writeFile(join(folder, 'a.md'), 'One.');
    const settings = {
      DOCS_SOURCE: `dir:${folder}`,
      OPENAI_BASE_URL: embeddings.url,
      EMBEDDING_MODEL: 'word-vectors',
      EMBEDDING_DIMENSIONS: '8',
      LOG_LEVEL: 'debug',
    };
    const run = worker(['sync', '--json'], settings);
    run.stderr.on('data', (text) => {
      if (String(text).includes('embed started')) run.kill('SIGTERM');
    });
    const { exitCode, stdout, stderr } = await run;
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', error: { code: 'ABORTED' } });
    expect(stderr).toContain('eino-docs-worker: ABORTED: stopped by SIGTERM.');
    expect(await openReader().status()).toMatchObject({
      sequence: 0,
      lastRun: { error: { code: 'ABORTED' } },
    });
  });

  test('SIGTERM stops a scheduled worker with exit code 0', async () => {
    await writeFile(join(folder, 'a.md'), 'One.');
    const run = worker(['schedule'], { DOCS_SOURCE: `dir:${folder}` });
    run.stderr.on('data', (text) => {
      if (String(text).includes('waiting for the next run')) run.kill('SIGTERM');
    });
    const { exitCode } = await run;
    expect(exitCode).toBe(0);
  });
});
