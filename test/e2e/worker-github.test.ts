import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { GitRepository } from '../support/git-repository.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { TOKEN } from '../support/loopback-github-source.ts';
import { type HttpProgram, startServer, startWorker } from '../support/programs.ts';
import { exportOf } from '../support/sync-fixture.ts';

const repository = GitRepository.create();
/** Everything any process said. */
let said = '';
let folder: string;
let github: LoopbackGitHub;
let server: HttpProgram;

beforeAll(async () => {
  for (let i = 0; i < 8; i++) repository.write(`docs/page-${i}.md`, page(i));
  repository.commit('Write the first pages');
  folder = await mkdtemp(join(tmpdir(), 'worker-github-'));
  github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  server = await startServer({ INDEX_PATH: indexPath(), LOG_LEVEL: 'debug' });
});

afterAll(async () => {
  await server.stop();
  await github.close();
  await rm(folder, { recursive: true });
  repository.dispose();
});

describe('the worker on GitHub', () => {
  test('indexes, then finds nothing new with one request, then takes over a single edit', async () => {
    expect(await sync()).toMatchObject({
      exitCode: 0,
      report: { outcome: 'published', changes: { added: 8 } },
    });

    const left = github.remaining.token;
    const again = await sync();
    expect(again).toMatchObject({ exitCode: 0, report: { outcome: 'unchanged', requests: { github: 1 } } });
    expect(github.remaining.token).toBe(left);

    repository.write('docs/page-1.md', page(1, 'Edited.')).commit('Edit a page');
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
  ])(
    'fails with %s and advice about %s, changes nothing, and is repaired by the next good run',
    async (code, advice, fail) => {
      const before = await indexed();
      repository.write('docs/page-2.md', page(2, `After ${code}.`)).commit('Edit a page');
      fail();
      const { exitCode, report, stderr } = await sync();
      expect(exitCode).toBe(1);
      expect(report).toMatchObject({
        outcome: 'failed',
        error: { code, advice: expect.stringContaining(advice) },
      });
      expect(report.error.message).not.toContain('\n');
      expect(stderr).toContain(code);
      expect(await indexed()).toBe(before);
      expect(await lastRun((run) => run?.error?.code === code)).toMatchObject({ outcome: 'failed' });

      github.faults.clear();
      github.remaining.token = 5_000;
      expect(await sync()).toMatchObject({
        exitCode: 0,
        report: { outcome: 'published', changes: { modified: 1 } },
      });
      expect(await indexed()).toContain(`After ${code}.`);
    },
  );

  test('says at /health that it is repaired, and has told nobody the token', async () => {
    expect(await lastRun((run) => run?.outcome === 'published')).not.toHaveProperty('error');
    said += server.log();
    for (const name of await readdir(folder)) said += (await readFile(join(folder, name))).toString('latin1');
    expect(said).toContain('GITHUB_UNAUTHORIZED');
    expect(said).not.toContain(TOKEN);
  });
});

function indexPath(): string {
  return join(folder, 'index.db');
}

async function sync() {
  const { exitCode, stdout, stderr } = await startWorker(['sync', '--json'], {
    DOCS_SOURCE: 'github:owner/docs',
    DOCS_PATH: 'docs',
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN: TOKEN,
    GITHUB_MAX_WAIT_SECONDS: '0',
    INDEX_PATH: indexPath(),
    LOG_LEVEL: 'debug',
  });
  said += stdout + stderr;
  return { exitCode, stderr, report: JSON.parse(stdout) };
}

/** What the published index answers. */
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

/** The last run as /health tells it, once it is the one waited for: the server looks every two seconds. */
async function lastRun(isIt: (run: LastRun | null) => boolean): Promise<LastRun | null> {
  for (;;) {
    const text = await (await fetch(`${server.url}/health`)).text();
    const run: LastRun | null = JSON.parse(text).index.lastRun;
    said += text;
    if (isIt(run)) return run;
    await setTimeout(50);
  }
}

function page(i: number, extra = ''): string {
  return `---\ntitle: Page ${i}\n---\n\nPage ${i} is about number ${i}. ${extra}\n`;
}
