/**
 * A `fly` for tests, as far as deploy-worker.sh uses it. It keeps machines in a file and refuses what flyctl refuses:
 * unknown commands and flags, flags without a value, and what the checks below name. Read from the source of flyctl at
 * ad0172f (2026-08-21): internal/command/machine/{run,destroy}.go, internal/command/deploy/machines*.go, and from
 * fly-go at 22d6e51.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse as parseToml } from 'smol-toml';

export interface FakeMachine {
  readonly id: string;
  state: string;
  readonly region: string;
  readonly created_at: string;
  readonly events: { readonly type: string; readonly timestamp: number }[];
  readonly config: {
    image: string;
    readonly schedule?: string;
    restart?: { readonly policy: string };
    readonly env: Readonly<Record<string, string>>;
    readonly metadata: Readonly<Record<string, string>>;
    readonly stop_config?: object;
  };
}

export interface FakeFlyState {
  machines: FakeMachine[];
  /** References of the images in the registry. */
  images: string[];
  /** Whether the app has a release, which `fly console` needs. */
  released: boolean;
  /** Machines whose run a deploy has interrupted. */
  interrupted: string[];
  /** How often the machines are listed before a run ends. */
  listsUntilStopped: number;
  readonly asked: string[];
}

type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
type Command = (state: FakeFlyState, flags: Flags, positionals: readonly string[]) => void;
type FlagType = 'string' | 'boolean' | 'list';

const STATE_FILE = join(process.env['FLY_DIRECTORY'] ?? '.', 'state.json');

const COMMANDS: Readonly<
  Record<string, { readonly flags: Record<string, FlagType>; readonly run: Command }>
> = {
  deploy: {
    flags: {
      config: 'string',
      ha: 'string',
      detach: 'boolean',
      'build-only': 'boolean',
      push: 'boolean',
      'image-label': 'string',
      image: 'string',
    },
    run: deploy,
  },
  'config show': { flags: { config: 'string', local: 'boolean' }, run: showConfig },
  'machine list': { flags: { app: 'string', json: 'boolean' }, run: listMachines },
  'machine run': {
    flags: {
      app: 'string',
      schedule: 'string',
      restart: 'string',
      detach: 'boolean',
      region: 'string',
      metadata: 'list',
      env: 'list',
      'vm-size': 'string',
      'vm-memory': 'string',
      'machine-config': 'string',
    },
    run: runMachine,
  },
  'machine destroy': { flags: { app: 'string', force: 'boolean' }, run: destroyMachine },
};

function refuse(message: string): never {
  console.error(`Error: ${message}`);
  process.exit(1);
}

function isManaged({ config, state }: FakeMachine): boolean {
  const { fly_platform_version: version, fly_process_group: group } = config.metadata;
  return version === 'v2' && group === 'app' && state !== 'destroyed';
}

function newMachine(state: FakeFlyState, config: FakeMachine['config']): void {
  const id = `m${state.machines.length + 1}`;
  const now = Date.now();
  const created_at = new Date(now).toISOString();
  const events = [{ type: 'start', timestamp: now }];
  state.machines.push({ id, state: 'started', region: 'fra', created_at, events, config });
}

/** Updates the machines that have the metadata of Fly Launch. Without any it creates one, which has no schedule. */
function deploy(state: FakeFlyState, flags: Flags): void {
  const { app } = parseToml(readFileSync(String(flags['config']), 'utf8'));
  const built = `registry.fly.io/${app}:${flags['image-label'] ?? 'deployment-1'}`;
  const image = typeof flags['image'] === 'string' ? flags['image'] : built;
  if (flags['image'] !== undefined && !state.images.includes(image)) refuse(`could not find image ${image}`);
  if (flags['build-only'] === true) {
    if (flags['push'] === true) state.images.push(image);
    return;
  }
  state.images.push(image);
  state.released = true;
  const managed = state.machines.filter(isManaged);
  const metadata = { fly_platform_version: 'v2', fly_process_group: 'app' };
  if (managed.length === 0) newMachine(state, { image, env: {}, metadata });
  if (managed.length === 0 && flags['ha'] !== 'false') newMachine(state, { image, env: {}, metadata });
  for (const machine of managed) {
    if (machine.state === 'started') state.interrupted.push(machine.id);
    machine.config.image = image;
    machine.config.restart = { policy: 'no' };
  }
}

function showConfig(_: FakeFlyState, flags: Flags): void {
  if (flags['local'] !== true) refuse('No machines configured for this app');
  console.log(JSON.stringify(parseToml(readFileSync(String(flags['config']), 'utf8'))));
}

function listMachines(state: FakeFlyState): void {
  const running = state.machines.filter(({ state: each }) => each === 'started');
  if (running.length > 0 && --state.listsUntilStopped < 0)
    for (const machine of running) machine.state = 'stopped';
  console.log(JSON.stringify(state.machines));
}

function pairs(flags: Flags, name: string): Record<string, string> {
  const values = (flags[name] as readonly string[] | undefined) ?? [];
  const split = values.map((value) => /^([^=]+)=(.*)$/s.exec(value));
  if (split.includes(null)) refuse(`invalid key/value pairs specified for flag ${name}`);
  return Object.fromEntries(split.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
}

function runMachine(state: FakeFlyState, flags: Flags, [image]: readonly string[]): void {
  if (image === undefined || image === '') refuse("image argument can't be an empty string");
  const { schedule, restart, 'vm-size': size = 'shared-cpu-1x', 'vm-memory': memory = '256mb' } = flags;
  if (schedule !== undefined && !/^(hourly|daily|weekly|monthly)$/.test(String(schedule)))
    refuse('could not launch machine: invalid_argument: schedule');
  if (restart !== undefined && !/^(no|on-failure|always)$/.test(String(restart)))
    refuse('invalid restart provided');
  if (!/^(shared|performance)-cpu-\d+x$/.test(String(size)))
    refuse(`invalid machine size requested, '${size}'`);
  if (!/^\d+(mb|gb)?$/i.test(String(memory))) refuse(`invalid memory: ${memory}`);
  const given = String(flags['machine-config'] ?? '{}');
  if (!given.startsWith('{')) refuse(`invalid machine config source: "${given}"`);
  if (!state.images.includes(image)) refuse(`could not launch machine: manifest unknown: ${image}`);
  newMachine(state, {
    ...JSON.parse(given),
    image,
    env: pairs(flags, 'env'),
    metadata: pairs(flags, 'metadata'),
    ...(schedule === undefined ? {} : { schedule }),
    restart: { policy: restart ?? (schedule === undefined ? 'always' : 'on-failure') },
  });
}

function destroyMachine(state: FakeFlyState, flags: Flags, [id]: readonly string[]): void {
  const machine = state.machines.find((each) => each.id === id);
  if (machine === undefined) refuse(`machine ${id} was not found`);
  if (machine.state === 'started' && flags['force'] !== true)
    refuse(`machine ${id} currently started, either stop first or use --force flag`);
  machine.state = 'destroyed';
}

function main(args: readonly string[]): void {
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((each) => each in COMMANDS);
  const command = COMMANDS[name ?? ''];
  if (name === undefined || command === undefined) refuse(`unknown command "${args[0]}" for "flyctl"`);
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([flag, type]) => [
      flag,
      { type: type === 'boolean' ? ('boolean' as const) : ('string' as const), multiple: type === 'list' },
    ]),
  );
  const rest = args.slice(name.split(' ').length);
  const state = JSON.parse(readFileSync(STATE_FILE, 'utf8')) as FakeFlyState;
  state.asked.push(args.join(' '));
  try {
    const { values, positionals } = parseArgs({ args: [...rest], options, allowPositionals: true });
    command.run(state, values as Flags, positionals);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  } finally {
    writeFileSync(STATE_FILE, JSON.stringify(state));
  }
}

main(process.argv.slice(2));
