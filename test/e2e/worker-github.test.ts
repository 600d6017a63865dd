import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { TOKEN } from '../support/loopback-github-source.ts';
import { type HttpProgram, poll, startServer, startWorker } from '../support/programs.ts';
import { exportOf } from '../support/sync-fixture.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const resources = new AsyncDisposableStack();
/** All output of all processes. */
let output = '';
let repository: GitRepository;
let folder: string;
let github: LoopbackGitHub;
let server: HttpProgram;

beforeAll(async () => {
  repository = resources.use(GitRepository.create());
  for (let i = 0; i < 8; i++) repository.write(`docs/page-${i}.md`, page(i));
  repository.commit('Write the first pages');
  folder = await createTemporaryFolder('worker-github');
  resources.defer(() => removeFolder(folder));
  github = resources.use(await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN }));
  server = resources.use(await startServer({ INDEX_PATH: indexPath(), LOG_LEVEL: 'debug' }));
});

afterAll(() => resources.disposeAsync());

describe('worker: GitHub', () => {
  test('the worker indexes from GitHub, reads the history, then finds nothing new with one request, then indexes a single edit', async () => {
    expect(await sync()).toMatchObject({
      exitCode: 0,
      report: { outcome: 'published', changes: { added: 8 } },
    });

    expect(await sync()).toMatchObject({ exitCode: 0, report: { outcome: 'unchanged' } });

    const left = github.remaining.token;
    const again = await sync();
    expect(again).toMatchObject({ exitCode: 0, report: { outcome: 'unchanged', requests: { github: 1 } } });
    expect(github.remaining.token).toBe(left);

    repository.write('docs/page-1.md', page(1, 'Edited.')).commit('Edit a page');
    const dry = await sync('--dry-run');
    expect(dry.report).toMatchObject({ outcome: 'published', dryRun: true });
    expect(dry.stderr).toContain('"outcome":"dry run"');
    expect(dry.stderr).not.toContain('published');
    const edited = await sync();
    expect(edited).toMatchObject({
      exitCode: 0,
      report: { outcome: 'published', changes: { modified: 1 } },
    });
    expect(edited.report.requests.github).toBeLessThanOrEqual(4);
    expect(await indexed()).toContain('Edited.');
  });

  test.each<[string, string, () => void]>([
    ['GITHUB_UNREACHABLE', 'GITHUB_API_URL', () => github.faults.inject({ on: /./, action: { drop: true } })],
    ['GITHUB_UNAUTHORIZED', 'GITHUB_TOKEN', () => github.faults.inject({ on: /./, action: { status: 401 } })],
    [
      'GITHUB_RATE_LIMITED',
      'GITHUB_TOKEN',
      () => {
        github.remaining.token = 0;
      },
    ],
    ['GITHUB_NOT_FOUND', 'DOCS_SOURCE', () => github.faults.inject({ on: /./, action: { status: 404 } })],
    [
      'GITHUB_BAD_RESPONSE',
      'GITHUB_API_URL',
      () => github.faults.inject({ on: /blobs/, action: { corrupt: true } }),
    ],
  ])('the worker fails with %s and advice about %s and keeps the index', async (code, advice, fail) => {
    const before = await indexed();
    repository.write('docs/page-2.md', page(2, `Until ${code}.`)).commit('Edit a page');
    fail();
    const { exitCode, report, stderr } = await sync();
    expect(exitCode).toBe(1);
    expect(report).toMatchObject({
      outcome: 'failed',
      error: { code, advice: expect.stringContaining(advice) },
    });
    expect(report.error.message).not.toContain('\n');
    // Nothing follows a run that a person started.
    expect(report.error.advice).not.toContain('next run');
    expect(stderr).toContain(code);
    expect(await indexed()).toBe(before);
    expect(await lastRun((run) => run?.error?.code === code)).toMatchObject({ outcome: 'failed' });

    github.faults.clear();
    github.remaining.token = 5_000;
  });

  test('the run after failed runs publishes what they could not', async () => {
    expect(await lastRun((run) => run !== null)).toMatchObject({ outcome: 'failed' });
    expect(await sync()).toMatchObject({
      exitCode: 0,
      report: { outcome: 'published', changes: { modified: 1 } },
    });
    expect(await indexed()).toContain('Until GITHUB_BAD_RESPONSE.');
  });

  test('/health reports the successful run, and no output or file contains the token', async () => {
    expect(await lastRun((run) => run?.outcome === 'published')).not.toHaveProperty('error');
    output += server.log();
    for (const name of await readdir(folder))
      output += (await readFile(join(folder, name))).toString('latin1');
    expect(output).toContain('GITHUB_UNAUTHORIZED');
    expect(output).not.toContain(TOKEN);
  });
});

function indexPath(): string {
  return join(folder, 'index.db');
}

async function sync(...flags: string[]) {
  const { exitCode, stdout, stderr } = await startWorker(['sync', '--json', ...flags], {
    DOCS_SOURCE: 'github:owner/docs',
    DOCS_PATH: 'docs',
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN: TOKEN,
    GITHUB_MAX_WAIT_SECONDS: '0',
    INDEX_PATH: indexPath(),
    LOG_LEVEL: 'debug',
  });
  output += stdout + stderr;
  return { exitCode, stderr, report: JSON.parse(stdout) };
}

/** Returns the export of the published index. */
async function indexed(): Promise<string> {
  const reader = new SqliteReader(indexPath());
  try {
    return await exportOf(reader);
  } finally {
    await reader.close();
  }
}

interface LastRun {
  readonly outcome: string;
  readonly error?: { readonly code: string };
}

/** Polls /health until the last run is as wanted: the server reads the status of the index only every two seconds. */
function lastRun(isWanted: (run: LastRun | null) => boolean): Promise<LastRun | null> {
  return poll(async () => {
    const text = await (await fetch(`${server.url}/health`)).text();
    output += text;
    return JSON.parse(text).index.lastRun as LastRun | null;
  }, isWanted);
}

function page(i: number, extra = ''): string {
  return `---\ntitle: Page ${i}\n---\n\nPage ${i} is about number ${i}. ${extra}\n`;
}
