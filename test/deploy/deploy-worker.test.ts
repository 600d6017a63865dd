import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const script = fileURLToPath(new URL('../../scripts/deploy-worker.sh', import.meta.url));

/**
 * A `fly` that writes down what it is asked and answers `machine list` from a file of one answer a line,
 * the last of which stays.
 */
const standInFly = `#!/usr/bin/env bash
echo "$*" >> "$FLY_DIRECTORY/asked"
if [[ $1 == machine && $2 == list ]]; then
  head -n 1 "$FLY_DIRECTORY/machines"
  if (( $(wc -l < "$FLY_DIRECTORY/machines") > 1 )); then sed -i 1d "$FLY_DIRECTORY/machines"; fi
fi
`;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fly-'));
  await writeFile(join(directory, 'fly'), standInFly);
  await chmod(join(directory, 'fly'), 0o755);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const worker = (state: string, schedule?: string, id = 'm1') => ({
  id,
  state,
  config: { metadata: { fly_process_group: 'app' }, ...(schedule && { schedule }) },
});

/** Runs the script where `fly machine list` gives these answers; returns what else `fly` was asked. */
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
  const renew = 'deploy --config fly.worker.toml --ha=false --detach';

  test('the first time, makes one machine, lets it finish its first run, and puts it on the schedule', async () => {
    const { status, asked } = await deploy([
      [],
      [worker('starting')],
      [worker('started')],
      [worker('stopped')],
    ]);
    expect({ status, asked }).toEqual({
      status: 0,
      asked: [
        renew,
        'machine update m1 --app eino-docs-worker --schedule hourly --restart no --skip-start --yes',
      ],
    });
  });

  test.each([undefined, ''])('puts a machine whose schedule is %j on the hourly one', async (schedule) => {
    const machine = worker('stopped');
    const { asked } = await deploy([[{ ...machine, config: { ...machine.config, schedule } }]]);
    expect(asked[1]).toContain('--schedule hourly');
  });

  test.each(['hourly', 'daily'])(
    'later renews image and settings and leaves the schedule as it is: %s',
    async (schedule) => {
      const { status, asked } = await deploy([[worker('stopped', schedule)]]);
      expect({ status, asked }).toEqual({ status: 0, asked: [renew] });
    },
  );

  test('does not cut a run short', async () => {
    await deploy([[worker('started', 'hourly')], [worker('stopped', 'hourly')]]);
    const asked = (await readFile(join(directory, 'asked'), 'utf8')).split('\n');
    expect(asked.indexOf(renew)).toBe(2);
  });

  test('changes the schedule when told to', async () => {
    const { asked } = await deploy([[worker('stopped', 'hourly')]], 'daily');
    expect(asked[1]).toContain('--schedule daily');
  });

  test('takes no notice of machines that are not the worker, a console for one', async () => {
    const console = {
      id: 'm2',
      state: 'started',
      config: { metadata: { fly_process_group: 'fly_app_console' } },
    };
    const { status, asked } = await deploy([[worker('stopped', 'hourly'), console]]);
    expect({ status, asked }).toEqual({ status: 0, asked: [renew] });
  });

  test('refuses to go on with two workers', async () => {
    const { status, stderr, asked } = await deploy([[worker('stopped'), worker('stopped', 'hourly', 'm2')]]);
    expect(status).not.toBe(0);
    expect(stderr).toContain('There is more than one worker machine');
    expect(asked).toEqual([]);
  });

  test('ends with 2 at a schedule that Fly does not have', async () => {
    const { status, asked } = await deploy([[]], 'minutely');
    expect({ status, asked }).toEqual({ status: 2, asked: [] });
  });
});
