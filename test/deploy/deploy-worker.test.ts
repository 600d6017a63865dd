import { spawnSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FakeFlyState, FakeMachine } from '../support/fake-fly.ts';
import { cleanEnv, processPath } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const script = fileURLToPath(new URL('../../scripts/deploy-worker.sh', import.meta.url));
const fakeFly = `#!/usr/bin/env bash
exec "${process.execPath}" "${processPath('fake-fly')}" "$@"
`;

let directory: string;
beforeEach(async () => {
  directory = await createTemporaryFolder('fly');
  await writeFile(join(directory, 'fly'), fakeFly);
  await chmod(join(directory, 'fly'), 0o755);
});
afterEach(() => removeFolder(directory));

const MANAGED = { fly_platform_version: 'v2', fly_process_group: 'app' };

/** The worker's machine after an earlier deploy; it was started last at half past. */
function worker(state: string, schedule?: string, metadata: Record<string, string> = MANAGED): FakeMachine {
  return {
    id: 'm1',
    state,
    region: 'fra',
    created_at: '2026-01-01T00:00:00Z',
    events: [{ type: 'start', timestamp: Date.parse('2026-01-01T10:30:00Z') }],
    config: {
      image: 'registry.fly.io/eino-docs-worker:old',
      env: {},
      metadata,
      ...(schedule && { schedule }),
    },
  };
}

/** Runs the script on an app with these machines. @returns what Fly then has, and the calls that change it */
async function deploy(machines: readonly FakeMachine[], args: readonly string[] = [], listsUntilStopped = 1) {
  const file = join(directory, 'state.json');
  const before = { images: [], released: false, interrupted: [], asked: [], listsUntilStopped };
  await writeFile(file, JSON.stringify({ ...before, machines }));
  const { status, stdout, stderr } = spawnSync(script, args, {
    encoding: 'utf8',
    env: cleanEnv({
      PATH: [directory, dirname(process.execPath), process.env['PATH']].join(delimiter),
      FLY_DIRECTORY: directory,
      POLL_SECONDS: '0',
    }),
  });
  const state = JSON.parse(await readFile(file, 'utf8')) as FakeFlyState;
  const asked = state.asked.filter((line) => !/^(machine list|config show)/.test(line));
  const commands = asked.map((line) => line.replaceAll(/worker-\d{8}-\d{6}/g, 'LABEL'));
  return { status, stdout, stderr, state, commands };
}

const RENEWAL = 'deploy --config fly.worker.toml --ha=false --detach --image-label LABEL';

describe('deploy-worker.sh', () => {
  test('the first deploy makes one machine with its schedule and the settings of fly.worker.toml, which fly deploy can renew', async () => {
    const { status, stdout, stderr, state, commands } = await deploy([], ['daily'], 3);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(state.machines).toHaveLength(1);
    expect(state).toMatchObject({ released: true, interrupted: [] });
    expect(state.machines[0]).toMatchObject({
      state: 'stopped',
      config: {
        schedule: 'daily',
        restart: { policy: 'no' },
        env: { QDRANT_URL: 'http://eino-docs-mcp.internal:6333' },
        metadata: MANAGED,
        stop_config: { signal: 'SIGTERM', timeout: '25s' },
      },
    });
    expect(commands).toEqual([
      'deploy --config fly.worker.toml --build-only --push --image-label LABEL',
      expect.stringMatching(
        /^machine run registry\.fly\.io\/eino-docs-worker:LABEL .*--schedule daily .*--region=fra --vm-size=shared-cpu-1x --vm-memory=512mb/,
      ),
      'deploy --config fly.worker.toml --ha=false --detach --image registry.fly.io/eino-docs-worker:LABEL',
    ]);
    expect(stdout).toContain('fly logs --app eino-docs-worker');
    const started = state.machines[0]?.events[0]?.timestamp ?? 0;
    const next = new Date(started + 24 * 3_600_000).toISOString().slice(0, 16);
    expect(stdout).toMatch(
      new RegExp(`schedule +daily\\n[^]*state +stopped\\n[^]*next start +about ${next}Z`),
    );
  });

  test('a later deploy renews image and settings, keeps the schedule and says when the machine starts next', async () => {
    const { status, stdout, state, commands } = await deploy([worker('stopped', 'weekly')]);
    expect({ status, commands }).toEqual({ status: 0, commands: [RENEWAL] });
    expect(state.machines[0]?.config.image).toMatch(/:worker-\d{8}-\d{6}$/);
    const [, next = ''] = /next start +about (\S+Z)/.exec(stdout) ?? [];
    const left = Date.parse(next) - Date.now();
    expect(left).toBeGreaterThan(-60_000);
    expect(left).toBeLessThanOrEqual(7 * 24 * 3_600_000);
    expect(next).toMatch(/T10:30Z$/);
  });

  test.each([
    ['another schedule', worker('stopped', 'hourly'), ['daily'], 'daily'],
    ['no schedule', worker('stopped'), [], 'hourly'],
    ['no metadata that fly deploy finds it by', worker('stopped', 'weekly', {}), [], 'weekly'],
  ])(
    'a machine with %s is replaced, because its cycle begins with its first start',
    async (_, machine, args, schedule) => {
      const { status, state, commands } = await deploy([machine], args);
      expect(status).toBe(0);
      expect(commands[0]).toBe('machine destroy m1 --app eino-docs-worker');
      expect(state.machines.map((each) => [each.state, each.config.schedule])).toEqual([
        ['destroyed', machine.config.schedule],
        ['stopped', schedule],
      ]);
    },
  );

  test('a run in progress is not interrupted, and a machine that is not the worker is left alone', async () => {
    const console = { ...worker('stopped', undefined, { fly_process_group: 'fly_app_console' }), id: 'm2' };
    const { status, stdout, state, commands } = await deploy([worker('started', 'hourly'), console]);
    expect({ status, commands, interrupted: state.interrupted }).toEqual({
      status: 0,
      commands: [RENEWAL],
      interrupted: [],
    });
    expect(stdout).toContain('waiting for the run in progress: m1 started hourly');
  });

  test('a deploy fails if Fly.io has another machine than was asked for afterwards', async () => {
    const failed = { ...worker('failed', 'hourly') };
    const { status, stderr } = await deploy([failed]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'Not as it should be: the machine has failed.\n',
    });
  });

  test('a deploy fails if there are two workers', async () => {
    const { status, stderr, commands } = await deploy([
      worker('stopped'),
      { ...worker('stopped', 'hourly'), id: 'm2' },
    ]);
    expect(status).not.toBe(0);
    expect(stderr).toContain('There is more than one worker machine');
    expect(commands).toEqual([]);
  });

  test('deploy-worker.sh exits with code 2 for a schedule that Fly does not support', async () => {
    const { status, commands } = await deploy([], ['minutely']);
    expect({ status, commands }).toEqual({ status: 2, commands: [] });
  });
});
