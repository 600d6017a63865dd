import { spawnSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const script = fileURLToPath(new URL('../../scripts/deploy-worker.sh', import.meta.url));

/**
 * A fake `fly`. It records its arguments, and answers `machine list` with the first line of a file, which it then removes
 * unless it is the last one.
 */
const fakeFly = `#!/usr/bin/env bash
echo "$*" >> "$FLY_DIRECTORY/asked"
if [[ $1 == machine && $2 == list ]]; then
  head -n 1 "$FLY_DIRECTORY/machines"
  if (( $(wc -l < "$FLY_DIRECTORY/machines") > 1 )); then sed -i 1d "$FLY_DIRECTORY/machines"; fi
fi
`;

let directory: string;
beforeEach(async () => {
  directory = await createTemporaryFolder('fly');
  await writeFile(join(directory, 'fly'), fakeFly);
  await chmod(join(directory, 'fly'), 0o755);
});
afterEach(() => removeFolder(directory));

const worker = (state: string, schedule?: string, id = 'm1') => ({
  id,
  state,
  config: { metadata: { fly_process_group: 'app' }, ...(schedule && { schedule }) },
});

/** Runs the script with these answers of `fly machine list`. @returns the other calls of `fly` */
async function deploy(answers: readonly unknown[][], ...args: string[]) {
  await writeFile(join(directory, 'machines'), `${answers.map((each) => JSON.stringify(each)).join('\n')}\n`);
  const { status, stderr } = spawnSync(script, args, {
    encoding: 'utf8',
    env: {
      PATH: [directory, dirname(process.execPath), process.env['PATH']].join(delimiter),
      FLY_DIRECTORY: directory,
      POLL_SECONDS: '0',
    },
  });
  const asked = await readFile(join(directory, 'asked'), 'utf8').catch(() => '');
  return { status, stderr, asked: asked.split('\n').filter((line) => line && !/^machine list/.test(line)) };
}

describe('deploy-worker.sh', () => {
  const deployCommand = 'deploy --config fly.worker.toml --ha=false --detach';

  test('deploy-worker.sh creates one machine, waits for its first run and then sets its schedule', async () => {
    const { status, asked } = await deploy([
      [],
      [worker('starting')],
      [worker('started')],
      [worker('stopped')],
    ]);
    expect({ status, asked }).toEqual({
      status: 0,
      asked: [
        deployCommand,
        'machine update m1 --app eino-docs-worker --schedule hourly --restart no --skip-start --yes',
      ],
    });
  });

  test.each([undefined, ''])(
    'deploy-worker.sh sets the hourly schedule if the schedule is %j',
    async (schedule) => {
      const machine = worker('stopped');
      const { asked } = await deploy([[{ ...machine, config: { ...machine.config, schedule } }]]);
      expect(asked[1]).toContain('--schedule hourly');
    },
  );

  test.each(['hourly', 'daily'])(
    'deploy-worker.sh deploys image and settings and keeps an existing schedule: %s',
    async (schedule) => {
      const { status, asked } = await deploy([[worker('stopped', schedule)]]);
      expect({ status, asked }).toEqual({ status: 0, asked: [deployCommand] });
    },
  );

  test('deploy-worker.sh waits for a run in progress before it deploys', async () => {
    await deploy([[worker('started', 'hourly')], [worker('stopped', 'hourly')]]);
    const asked = (await readFile(join(directory, 'asked'), 'utf8')).split('\n');
    expect(asked.indexOf(deployCommand)).toBe(2);
  });

  test('deploy-worker.sh changes the schedule to the given one', async () => {
    const { asked } = await deploy([[worker('stopped', 'hourly')]], 'daily');
    expect(asked[1]).toContain('--schedule daily');
  });

  test('deploy-worker.sh ignores machines that are not the worker, such as a console', async () => {
    const console = {
      id: 'm2',
      state: 'started',
      config: { metadata: { fly_process_group: 'fly_app_console' } },
    };
    const { status, asked } = await deploy([[worker('stopped', 'hourly'), console]]);
    expect({ status, asked }).toEqual({ status: 0, asked: [deployCommand] });
  });

  test('deploy-worker.sh fails if there are two workers', async () => {
    const { status, stderr, asked } = await deploy([[worker('stopped'), worker('stopped', 'hourly', 'm2')]]);
    expect(status).not.toBe(0);
    expect(stderr).toContain('There is more than one worker machine');
    expect(asked).toEqual([]);
  });

  test('deploy-worker.sh exits with code 2 for a schedule that Fly does not support', async () => {
    const { status, asked } = await deploy([[]], 'minutely');
    expect({ status, asked }).toEqual({ status: 2, asked: [] });
  });
});
