import { existsSync, globSync, readFileSync } from 'node:fs';
import { parseServerArguments } from '../../src/server/server-arguments.ts';
import { parseEnv } from '../../src/shared/config/parse-env.ts';
import { allVariables } from '../../src/shared/config/variables.ts';
import { parseWorkerArguments } from '../../src/worker/cli/worker-arguments.ts';
import type { Command } from './markdown-commands.ts';

type Words = readonly string[];

const read = (path: string) => readFileSync(path, 'utf8');
const SCRIPTS: Record<string, string> = JSON.parse(read('package.json')).scripts;

/** Where the variables are read that no schema of ours has. */
const READ_ELSEWHERE = ['test/**/*.ts', 'bench/**/*.ts', 'compose.yaml'];
/** Names that hold a key for the rest of a shell session. */
const SHELL_VARIABLES = /^(WRITE|READ|NEW)$/;

/**
 * The commands and flags of programs that cannot be run here, as their own sources have them: flyctl, Docker and others
 * in August 2026. A page may use no other before somebody has looked it up.
 */
const FOREIGN: Readonly<Record<string, Words>> = {
  'fly apps create': [],
  'fly console': ['--config', '--user', '--command'],
  'fly deploy': ['--ha', '--detach', '--config', '--image'],
  'fly logs': ['--app'],
  'fly machine list': ['--app'],
  'fly machine status': [],
  'fly releases': [],
  'fly scale count': ['--app', '--with-new-volumes', '--from-snapshot'],
  'fly secrets set': ['--app', '--stage'],
  'fly secrets unset': ['--app'],
  'fly volumes list': ['--app'],
  'fly volumes snapshots create': [],
  'fly volumes snapshots list': [],
  'docker build': ['--target', '--build-arg', '-t'],
  'docker buildx imagetools inspect': [],
  'docker compose up': ['--build', '--detach'],
  'docker run': ['--read-only', '--tmpfs', '-v', '-p'],
  'claude mcp add': ['--transport', '--header'],
  'ollama pull': [],
  'openssl rand': ['-hex'],
};

const OURS: Readonly<Record<string, (args: Words) => string | null>> = {
  '': () => null,
  printf: () => null,
  curl: () => null,
  npm: npmProblem,
  npx: ([yes]) => (yes === '-y' ? null : 'npx asks before it installs'),
  node: nodeProblem,
  worker: workerProblem,
  server: serverProblem,
  'eino-docs-worker': workerProblem,
  'eino-docs-server': serverProblem,
  'eino-docs-mcp': serverProblem,
  'scripts/deploy-worker.sh': ([schedule = 'hourly']) =>
    /^(hourly|daily|weekly|monthly)$/.test(schedule) ? null : `no schedule ${schedule}`,
};

/** What would go wrong with a command of a page, as far as that can be told without running it; null: nothing. */
export function commandProblem({ variables, program, args }: Command): string | null {
  try {
    return (
      variablesProblem(variables) ??
      filesProblem([program, ...args]) ??
      (OURS[program] ?? ((rest: Words) => foreignProblem(program, rest)))(args)
    );
  } catch (error) {
    return String(error);
  }
}

function npmProblem([command = '', ...rest]: Words): string | null {
  if (command === 'test') return jestProblem(rest.slice(rest.indexOf('--') + 1));
  if (['ci', 'start', 'pack', 'audit'].includes(command)) return null;
  if (command !== 'run') return `npm ${command} is not used here`;
  const [script = '', ...args] = rest.filter((word) => word !== '-s' && word !== '--');
  if (!(script in SCRIPTS)) return `there is no script ${script}`;
  if (script === 'worker') return workerProblem(args);
  if (script === 'server') return serverProblem(args);
  if (script === 'bench') return missing(args.slice(0, 1), (name) => existsSync(`bench/${name}.ts`));
  if (script === 'eval')
    return missing(flagsOf(args), (flag) => read('eval/options.ts').includes(`${flag.slice(2)}: {`));
  return missing(args, () => false);
}

function jestProblem(patterns: Words): string | null {
  const tests = globSync('{src,test,eval}/**/*.test.ts');
  return missing(patterns, (pattern) => tests.some((path) => path.includes(pattern)));
}

function nodeProblem([file = '', ...args]: Words): string | null {
  if (file.includes('/worker/')) return workerProblem(args);
  return file.includes('/server/') ? serverProblem(args) : `what is ${file}?`;
}

/** @throws OperationalError `USAGE` */
function workerProblem(args: Words): null {
  parseWorkerArguments(args);
  return null;
}

function serverProblem(args: Words): string | null {
  const parsed = parseServerArguments(args);
  return parsed.kind === 'wrong' ? parsed.problem : null;
}

function foreignProblem(program: string, args: Words): string | null {
  const line = [program, ...args].join(' ');
  const name = Object.keys(FOREIGN).find((known) => line === known || line.startsWith(`${known} `));
  if (name === undefined) return 'nobody has looked it up';
  const problem = missing(flagsOf(args), (flag) => FOREIGN[name]?.includes(flag) === true);
  if (problem !== null) return problem;
  const inside = after('--command', args)[0]?.split(' ');
  if (inside?.[0] === 'node') return nodeProblem(inside.slice(1));
  if (program === 'docker') return missing(after('--target', args), isStage);
  const apps = [
    ...read('fly.toml')
      .concat(read('fly.worker.toml'))
      .matchAll(/^app = "(.+)"/gm),
  ].map(([, app]) => app);
  return (
    missing(after('--app', args), (app) => apps.includes(app)) ??
    missing(
      line.match(/\b[A-Z][A-Z_]+(?==)/g) ?? [],
      (secret) => secret.startsWith('QDRANT__') || isSetting(secret),
    )
  );
}

function variablesProblem(variables: Command['variables']): string | null {
  const ours = Object.fromEntries(Object.entries(variables).filter(([name]) => isSetting(name)));
  parseEnv(allVariables, ours, allVariables);
  const others = Object.keys(variables).filter((name) => !isSetting(name) && !SHELL_VARIABLES.test(name));
  return missing(others, (name) => globSync(READ_ELSEWHERE).some((path) => reads(read(path), name)));
}

function filesProblem(words: Words): string | null {
  const files = words.filter((word) =>
    /^(\.\/)?((src|scripts|bench|eval|demo)\/[\w./-]+|[\w.-]+\.(toml|sh|yaml))$/.test(word),
  );
  return missing(files, existsSync);
}

const reads = (text: string, name: string) => text.includes(`env['${name}']`) || text.includes(`\${${name}`);
const isSetting = (name: string) => name in allVariables.shape;
const isStage = (name: string) => read('Dockerfile').includes(` AS ${name}\n`);
const flagsOf = (args: Words) =>
  args.filter((word) => /^--?\w/.test(word)).map((word) => word.replace(/=.*/, ''));
/** The word after a flag, where the flag is given. */
const after = (flag: string, args: Words) => args.filter((_, index) => args[index - 1] === flag);

function missing(words: Words, exists: (word: string) => boolean): string | null {
  const lost = words.filter((word) => !exists(word));
  return lost.length === 0 ? null : `there is no ${lost.join(', ')}`;
}
