import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseServerArguments } from '../../src/server/server-arguments.ts';
import { parseEnv } from '../../src/shared/config/parse-env.ts';
import { allVariables } from '../../src/shared/config/variables.ts';
import { parseWorkerArguments } from '../../src/worker/cli/run-worker.ts';
import { recipes } from '../clients/recipes.ts';

/** A command shown in a document, with the variables set in front of it. */
interface Command {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly program: string;
  readonly args: readonly string[];
}

type Words = readonly string[];

const PROGRAMS =
  /^(npm|npx|node|worker|server|fly|docker|curl|claude|codex|gemini|openssl|eino-docs-\w+|scripts\/\S+)$/;

const read = (path: string) => readFileSync(path, 'utf8');
const PACKAGE: { name: string; scripts: Record<string, string> } = JSON.parse(read('package.json'));
const SCRIPTS = PACKAGE.scripts;
const CLIENT_PACKAGES: object = JSON.parse(read('test/clients/javascript/package.json')).dependencies;

/** Files that read variables which are not settings of the programs. */
const READ_ELSEWHERE = ['test/**/*.ts', 'bench/**/*.ts', 'compose.yaml', 'docs/clients.md'];
/** Shell variables in which a document keeps a key for its later commands. */
const SHELL_VARIABLES = /^(WRITE|READ|NEW)$/;

/**
 * Commands and flags of programs that cannot run here, taken from their sources in August 2026. A document may use
 * another one only after somebody has looked it up and added it here.
 */
const FOREIGN: Readonly<Record<string, Words>> = {
  'fly apps create': [],
  'fly console': ['--config', '--user', '--command'],
  'fly deploy': ['--ha', '--detach', '--config', '--image'],
  'fly logs': ['--app'],
  'fly machine create': [],
  'fly machine list': ['--app'],
  'fly machine run': ['--schedule'],
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
  'docker compose -f compose.cluster.yaml up': ['-f', '--build', '--detach'],
  'docker run': ['--read-only', '--tmpfs', '-v', '-p'],
  'claude -p': ['-p', '--allowedTools'],
  'claude mcp add': ['--transport', '--header'],
  'codex exec': [],
  'codex mcp add': [],
  'gemini extensions install': [],
  'gemini mcp add': ['--scope', '-y'],
  'claude plugin install': [],
  'claude plugin marketplace add': [],
  'git add': [],
  'git commit': ['-q', '-a', '-m'],
  'git fetch': [],
  'git init': ['-q', '--initial-branch'],
  'go get': [],
  'go run': [],
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

/** Returns every command in a document: the lines of its shell blocks, and inline code that starts with a known program. */
export function commandsOf(markdown: string): Command[] {
  const inlineCode = [...markdown.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code = '']) => commandsOfLine(code))
    .filter(({ program, args, text }) => PROGRAMS.test(program) && (args.length > 0 || text.includes('/')));
  return [...shellLines(markdown).flatMap(commandsOfLine), ...inlineCode];
}

/** Returns the lines of all shell blocks, with continuation lines joined and comments removed. */
function shellLines(markdown: string): string[] {
  return [...markdown.matchAll(/^ *```(?:bash|sh|shell)\n([\s\S]*?)^ *```/gm)]
    .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

function commandsOfLine(line: string): Command[] {
  const nested = [...line.matchAll(/\$\(([^)]+)\)/g)].flatMap(([, inner = '']) => commandsOfLine(inner));
  const flat = line.replaceAll(/\$\([^)]+\)/g, 'VALUE').replaceAll(/ [<>]+ \S+/g, '');
  return [...nested, ...flat.split(/ (?:&&|\|\||\||;) /).flatMap(command)];
}

function command(text: string): Command[] {
  const words = text.match(/(?:'[^']*'|"[^"]*"|<[^>]*>|[^\s'"])+/g) ?? [];
  if (words[0] === 'export') words.shift();
  const first = words.findIndex((word) => !/^[A-Z_0-9]+=/.test(word));
  const assigned = first === -1 ? words : words.slice(0, first);
  const variables = Object.fromEntries(
    assigned.map((word) => [word.slice(0, word.indexOf('=')), unquoted(word.slice(word.indexOf('=') + 1))]),
  );
  const [program = '', ...args] = first === -1 ? [] : words.slice(first).map(unquoted);
  return [{ text, variables, program, args }];
}

function unquoted(word: string): string {
  return word.replaceAll(/(['"])(.*?)\1/gs, '$2');
}

/** Returns what is wrong with a command, as far as that shows without running it, or null. */
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
  if (command === 'install' && rest.join(' ') === `-g ${PACKAGE.name}`) return null;
  if (command === 'install') return missing(rest, (name) => name in CLIENT_PACKAGES);
  if (command !== 'run') return `npm ${command} is not used here`;
  const [script = '', ...args] = rest.filter((word) => word !== '-s' && word !== '--');
  if (!(script in SCRIPTS)) return `there is no npm script ${script}`;
  if (script === 'worker') return workerProblem(args);
  if (script === 'server') return serverProblem(args);
  if (script === 'bench') return missing(args.slice(0, 1), (name) => existsSync(`bench/${name}.ts`));
  if (['eval', 'picture'].includes(script))
    return missing(flagsOf(args), (flag) => read('eval/options.ts').includes(`${flag.slice(2)}: {`));
  if (script === 'clients') return missing(args, isClientArgument);
  return missing(args, () => false);
}

function isClientArgument(word: string): boolean {
  if (word.startsWith('--')) return read('test/clients/main.ts').includes(`${word.slice(2)}: {`);
  return recipes().some(({ client }) => client.toLowerCase().includes(word));
}

function jestProblem(patterns: Words): string | null {
  const tests = globSync('{src,test,eval}/**/*.test.ts');
  return missing(patterns, (pattern) => tests.some((path) => path.includes(pattern)));
}

function nodeProblem([file = '', ...args]: Words): string | null {
  if (file.includes('/worker/')) return workerProblem(args);
  return /\/(server|laptop)\//.test(file) ? serverProblem(args) : `${file} is not a program of this project`;
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

function foreignProblem(program: string, words: Words): string | null {
  const end = words.indexOf('--');
  const args = end === -1 ? words : words.slice(0, end);
  const [inner, ...innerArgs] = words.slice(args.length + 1);
  if (inner !== undefined) {
    const problem = commandProblem({ text: inner, variables: {}, program: basename(inner), args: innerArgs });
    if (problem !== null) return problem;
  }
  const line = [program, ...args].join(' ');
  const name = Object.keys(FOREIGN).find((known) => line === known || line.startsWith(`${known} `));
  if (name === undefined) return 'the command is not in the list of looked-up commands';
  const problem = missing(flagsOf(args), (flag) => FOREIGN[name]?.includes(flag) === true);
  if (problem !== null) return problem;
  const innerCommand = after('--command', args)[0]?.split(' ');
  if (innerCommand?.[0] === 'node') return nodeProblem(innerCommand.slice(1));
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

const reads = (text: string, name: string) =>
  [`env['${name}']`, `\${${name}`, `Getenv("${name}")`].some((form) => text.includes(form));
const isSetting = (name: string) => name in allVariables.shape;
const isStage = (name: string) => read('Dockerfile').includes(` AS ${name}\n`);
const flagsOf = (args: Words) =>
  args.filter((word) => /^--?\w/.test(word)).map((word) => word.replace(/=.*/, ''));
/** Returns the word after each occurrence of a flag. */
const after = (flag: string, args: Words) => args.filter((_, index) => args[index - 1] === flag);

function missing(words: Words, exists: (word: string) => boolean): string | null {
  const absent = words.filter((word) => !exists(word));
  return absent.length === 0 ? null : `there is no ${absent.join(', ')}`;
}
