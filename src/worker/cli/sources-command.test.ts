import { expect, test } from '@jest/globals';
import { MemorySource } from '../../../test/support/memory-source.ts';
import { TextSink } from '../../../test/support/text-sink.ts';
import type { SourceIdentity } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { DocsSource } from '../source/docs-source.ts';
import { EINO_SOURCES } from '../source-list/configured-sources.ts';
import { runWorker } from './run-worker.ts';

type OpenSource = (source: SourceIdentity) => Promise<DocsSource>;

const unused = () => {
  throw new Error('the command opens what it does not need');
};

async function sources(
  flags: readonly string[],
  openSource: OpenSource = unused,
  signal = AbortSignal.any([]),
) {
  const stdout = new TextSink();
  const stderr = new TextSink();
  const exitCode = await runWorker({
    args: ['sources', ...flags],
    env: {},
    stdout,
    stderr,
    signal,
    nameOwner: () => 'test',
    clock: Date.now,
    delay: async () => {},
    random: Math.random,
    adapters: {
      openSource,
      openEmbedder: unused,
      openSummarizer: unused,
      openPreparer: unused,
      openWriter: unused,
      openReader: unused,
    },
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** Opens the docs with three documents; eino-ext is not reachable. */
const docsOnly: OpenSource = async ({ from }) => {
  const source = new MemorySource();
  source.commit({ 'a.md': 'A', 'b.md': 'B', 'zh/a.md': '甲' }, 'Add pages\u001b[31m');
  if (from.endsWith('eino-ext')) {
    source.head = () =>
      Promise.reject(new OperationalError('GITHUB_UNREACHABLE', 'GitHub answers 503.', 'Try again later.'));
  }
  return source;
};

test('sources shows the list as it is understood without asking the sources', async () => {
  expect(await sources([])).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: `github:cloudwego/cloudwego.github.io@main
  content/en/docs/eino → the top of the index
    include   **/*.md
    language  en
    address   https://www.cloudwego.io/docs/eino (hugo)
  content/zh/docs/eino → zh
    include   **/*.md
    language  zh
    address   https://www.cloudwego.io/zh/docs/eino (hugo)
github:cloudwego/eino@release
  all of it → eino
    include   **/*.go
    exclude   .github/**  **/*_test.go  **/testdata/**  **/internal/**  **/{mock,mocks}/**  **/*_mock.go  **/*.pb.go
    language  en
    address   https://github.com/cloudwego/eino/blob/main (github)
github:cloudwego/eino-ext@main
  all of it → eino-ext
    include   **/*.{md,go}
    exclude   .github/**  **/*_test.go  **/testdata/**  **/internal/**  **/{mock,mocks}/**  **/*_mock.go  **/*.pb.go
    language  en
              zh for **/*[._-]{zh,ZH,zh_CN,zh-CN}.md
    address   https://github.com/cloudwego/eino-ext/blob/main (github)
github:cloudwego/eino-examples@main
  all of it → eino-examples
    include   **/*.{md,go}
    exclude   .github/**  **/*_test.go  **/testdata/**  **/internal/**  **/{mock,mocks}/**  **/*_mock.go  **/*.pb.go  **/prompts/*.md
    language  en
              zh for **/*[._-]{zh,ZH,zh_CN,zh-CN}.md  COOKBOOK.md  quickstart/{chatwitheino/docs,eino_assistant}/**/*.md  flow/agent/{deer-go,manus}/README.md  flow/**/readme.md
    address   https://github.com/cloudwego/eino-examples/blob/main (github)
`,
  });
});

test('sources --json prints one JSON object with the sources and their ids', async () => {
  const { exitCode, stdout } = await sources(['--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    sources: EINO_SOURCES.map((source) => ({ id: `${source.from}@${source.ref}`, ...source })),
  });
});

test('sources --check shows commits, numbers of documents and the error of a source, and ends with exit code 1', async () => {
  const { exitCode, stdout, stderr } = await sources(['--check'], docsOnly);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toMatch(/^ {2}commit [0-9a-f]{7} {2}2026-01-01 {2}Add pages \[31m$/m);
  expect(stdout).toContain('  content/en/docs/eino → the top of the index: 2 documents\n');
  expect(stdout).toContain('  content/zh/docs/eino → zh: 1 document\n');
  expect(stdout).toContain(
    'eino-ext@main\n  GITHUB_UNREACHABLE: GitHub answers 503. Try again later.\n  all of it → eino-ext\n',
  );
});

test('sources --check --json has the commit and the documents of each source, or its error', async () => {
  const { stdout } = await sources(['--check', '--json'], docsOnly);
  expect(JSON.parse(stdout)).toMatchObject({
    sources: [
      { commit: { sha: expect.any(String) }, roots: [{ documents: 2 }, { documents: 1 }] },
      { roots: [{ documents: 0 }] },
      { error: { code: 'GITHUB_UNREACHABLE' } },
      { roots: [{ documents: 0 }] },
    ],
  });
});

test('sources --check ends with exit code 0 if every source can be read', async () => {
  const open: OpenSource = async () => {
    const source = new MemorySource();
    source.commit({ 'a.md': 'A' });
    return source;
  };
  expect(await sources(['--check'], open)).toMatchObject({ exitCode: 0 });
});

test('sources --check that is stopped ends at once, with the reason', async () => {
  const reason = new OperationalError('ABORTED', 'stopped by SIGTERM.', 'Start it again.');
  const { exitCode, stderr } = await sources(['--check'], unused, AbortSignal.abort(reason));
  expect(exitCode).toBe(1);
  expect(stderr).toContain('ABORTED: stopped by SIGTERM.');
});
