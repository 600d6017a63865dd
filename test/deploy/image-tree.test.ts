import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cleanEnv, freePort } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { type Dependencies, ImageBuilder, type ImageTree } from './image-builder.ts';

/**
 * Tests both images as far as that is possible without an image builder: it executes the Dockerfile's instructions in a
 * temporary directory. IMAGE_TREE=installed also runs its `npm ci` (`npm run test:deploy`).
 */
const dependencies: Dependencies = process.env['IMAGE_TREE'] === 'installed' ? 'installed' : 'linked';

let root: string;
let worker: ImageTree;
let server: ImageTree;

beforeAll(async () => {
  root = await createTemporaryFolder('image-tree');
  const builder = await ImageBuilder.read(root, dependencies);
  worker = await builder.stage('worker');
  server = await builder.stage('server');
});
afterAll(() => removeFolder(root));

const files = async (tree: ImageTree) =>
  (await readdir(join(tree.directory, 'dist'), { recursive: true })).filter((name) => /\.\w+$/.test(name));

/** Returns the environment of a program in an image, with a temporary directory as /data. */
const environment = (tree: ImageTree, own: Record<string, string> = {}) => ({
  ...cleanEnv({}),
  PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  ...tree.environment,
  INDEX_PATH: join(root, 'data', 'index.db'),
  ...own,
});

function start(tree: ImageTree, own: Record<string, string>): ChildProcess {
  const [program = '', ...args] = tree.command;
  return spawn(program, args, { cwd: tree.directory, env: environment(tree, own), stdio: 'ignore' });
}

/** Polls a URL of a process until it responds. */
async function firstResponse(child: ChildProcess, url: string): Promise<Response> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response !== null) return response;
    await delay(50);
  }
  throw new Error(`the server exited with ${child.exitCode}`);
}

describe('images', () => {
  test('only these build steps of the images require a real base image', () => {
    expect([...new Set([...worker.skipped, ...server.skipped])]).toEqual([
      'install -d -o node -g node /data',
      'apt-get update && apt-get install -y --no-install-recommends libunwind8 && rm -rf /var/lib/apt/lists/*',
      'COPY --from=qdrant /qdrant/qdrant /usr/local/bin/qdrant',
    ]);
  });

  test("each image contains its program's code, the shared code and no tests", async () => {
    for (const [tree, own] of [
      [worker, 'worker'],
      [server, 'server'],
    ] as const) {
      const parts = new Set((await files(tree)).map((name) => name.split('/')[0]));
      expect(parts).toEqual(new Set(['shared', own]));
      expect((await files(tree)).filter((name) => /\.test\.|\.ts$/.test(name))).toEqual([]);
    }
  });

  test('the images have labels with title, version and revision', () => {
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
    'the images contain only production dependencies, without types and source maps',
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

  test('the worker image syncs an index that the server image serves', async () => {
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
    const own = {
      SUPERVISE_QDRANT: 'false',
      SEPARATE_USERS: 'false',
      PORT: String(port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
    };
    const running = start(server, own);
    try {
      const health = await firstResponse(running, `http://127.0.0.1:${port}/health`);
      expect({ status: health.status, body: await health.json() }).toMatchObject({
        status: 200,
        body: { qdrant: 'not_used', index: { documents: 1 } },
      });
      const check = { cwd: server.directory, env: environment(server, own) };
      expect(spawnSync(join(server.directory, 'supervisor.sh'), ['--healthy'], check).status).toBe(0);
      running.kill('SIGTERM');
      expect(await once(running, 'exit')).toEqual([0, null]);
    } finally {
      if (running.exitCode === null && running.kill('SIGKILL')) await once(running, 'exit');
    }
  });
});
