import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/programs.ts';
import { type Dependencies, ImageBuilder, type ImageTree } from './image-builder.ts';

/**
 * Both images, as far as they can be made without an image builder: the Dockerfile's own instructions, carried out
 * below a temporary directory. IMAGE_TREE=installed runs its `npm ci` as well (`npm run test:deploy`).
 */
const dependencies: Dependencies = process.env['IMAGE_TREE'] === 'installed' ? 'installed' : 'linked';

let root: string;
let worker: ImageTree;
let server: ImageTree;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'image-tree-'));
  const builder = await ImageBuilder.read(root, dependencies);
  worker = await builder.stage('worker');
  server = await builder.stage('server');
});
afterAll(() => rm(root, { recursive: true, force: true }));

const files = async (tree: ImageTree) =>
  (await readdir(join(tree.directory, 'dist'), { recursive: true })).filter((name) => /\.\w+$/.test(name));

/** The environment of a program in the image, whose /data is a directory of this test. */
const environment = (tree: ImageTree, own: Record<string, string> = {}) => ({
  PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  ...tree.environment,
  INDEX_PATH: join(root, 'data', 'index.db'),
  ...own,
});

function start(tree: ImageTree, own: Record<string, string>): ChildProcess {
  const [program = '', ...args] = tree.command;
  return spawn(program, args, { cwd: tree.directory, env: environment(tree, own), stdio: 'ignore' });
}

/** Asks again until something listens there. */
async function firstAnswer(asked: ChildProcess, url: string): Promise<Response> {
  while (asked.exitCode === null) {
    const answer = await fetch(url).catch(() => null);
    if (answer !== null) return answer;
    await delay(50);
  }
  throw new Error(`the server ended with ${asked.exitCode}`);
}

describe('the images', () => {
  test('need a real base image for these steps and no others', () => {
    expect([...new Set([...worker.skipped, ...server.skipped])]).toEqual([
      'install -d -o node -g node /data',
      'apt-get update && apt-get install -y --no-install-recommends libunwind8 && rm -rf /var/lib/apt/lists/*',
      'COPY --from=qdrant /qdrant/qdrant /usr/local/bin/qdrant',
    ]);
  });

  test('hold each program’s code and what both share, and no tests', async () => {
    for (const [tree, own] of [
      [worker, 'worker'],
      [server, 'server'],
    ] as const) {
      const parts = new Set((await files(tree)).map((name) => name.split('/')[0]));
      expect(parts).toEqual(new Set(['shared', own]));
      expect((await files(tree)).filter((name) => /\.test\.|\.ts$/.test(name))).toEqual([]);
    }
  });

  test('say which version of what they are', () => {
    for (const tree of [worker, server]) {
      expect(tree.labels.map((name) => name.replace('org.opencontainers.image.', '')).sort()).toEqual([
        'description',
        'licenses',
        'revision',
        'title',
        'version',
      ]);
    }
  });

  (dependencies === 'installed' ? test : test.skip)(
    'hold the dependencies of production alone, without types and source maps',
    async () => {
      for (const tree of [worker, server]) {
        const modules = join(tree.directory, 'node_modules');
        for (const name of ['jest', 'node', 'typescript', '@biomejs'])
          expect(existsSync(join(modules, name))).toBe(false);
        const names = await readdir(modules, { recursive: true });
        expect(names.filter((name) => /\.(map|d\.[cm]?ts)$/.test(name))).toEqual([]);
      }
    },
  );

  test('bring an index up to date with the one and serve it with the other', async () => {
    const docs = join(root, 'docs');
    await mkdir(docs, { recursive: true });
    await mkdir(join(root, 'data'));
    await writeFile(join(docs, 'hello.md'), '---\ntitle: Hello\n---\n\n# Hello\n\nA graph connects nodes.\n');
    const [program = '', ...args] = worker.command;
    const sync = spawnSync(program, [...args, '--json'], {
      cwd: worker.directory,
      env: environment(worker, { DOCS_SOURCE: `dir:${docs}` }),
      encoding: 'utf8',
    });
    expect({ status: sync.status, report: JSON.parse(sync.stdout || '{}') }).toMatchObject({
      status: 0,
      report: { outcome: 'published', changes: { added: 1 } },
    });

    const port = await freePort();
    const own = { SUPERVISE_QDRANT: 'false', PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error' };
    const running = start(server, own);
    try {
      const health = await firstAnswer(running, `http://127.0.0.1:${port}/health`);
      expect({ status: health.status, body: await health.json() }).toMatchObject({
        status: 200,
        body: { qdrant: 'not_used', index: { documents: 1 } },
      });
      const check = { cwd: server.directory, env: environment(server, own) };
      expect(spawnSync(join(server.directory, 'supervisor.sh'), ['--healthy'], check).status).toBe(0);
      running.kill('SIGTERM');
      expect(await once(running, 'exit')).toEqual([0, null]);
    } finally {
      running.kill('SIGKILL');
    }
  });
});
