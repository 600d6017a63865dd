import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { connectSection } from '../../src/server/page/connect-section.ts';
import { FIXTURE_DOCUMENTS, fixtureIndex } from '../support/fixture-index.ts';
import { type HttpProgram, startServer } from '../support/programs.ts';
import { commandProblem, commandsOf } from './documented-commands.ts';

const DOCUMENTS = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md')];
const commandsIn = (path: string) => commandsOf(readFileSync(path, 'utf8'));

test.each(DOCUMENTS)('%s shows only commands, flags, files and settings that exist', (path) => {
  const problems = commandsIn(path).map((command) => [command.text, commandProblem(command)]);
  expect(problems.filter(([, problem]) => problem !== null)).toEqual([]);
});

test.each([
  'npm run nothing',
  'npm run worker -- sync --forced',
  'npm run bench -- nothing',
  'npm run clients -- --structure',
  'npm run clients -- nobody',
  'npm install no-such-client',
  'npm test -- test/nothing',
  'npm ci && npm run worker -- snyc',
  'eino-docs-server --htpp',
  'node dist/worker/main.js snyc',
  'fly deploy --detached',
  'fly logs --app nobody',
  'fly secrets set OPENAI_KEY=sk',
  'fly console --command "node /app/dist/worker/main.js snyc"',
  'docker build --target nothing .',
  'scripts/nothing.sh',
  'PORT=banana npm start',
  'QDRANT_COLECTION=docs npm start',
  'export OPENAI_BASE_URL=nowhere',
])('the check of documented commands rejects `%s`', (line) => {
  const commands = commandsOf(`\`\`\`sh\n${line}\n\`\`\`\n`);
  expect(commands.map(commandProblem).filter((problem) => problem !== null)).toHaveLength(1);
});

describe('documented curl commands', () => {
  const resources = new AsyncDisposableStack();
  let server: HttpProgram;

  beforeAll(async () => {
    const index = resources.use(await fixtureIndex());
    await index.publish({ documents: FIXTURE_DOCUMENTS });
    server = resources.use(await startServer({ INDEX_PATH: index.path }));
  });
  afterAll(() => resources.disposeAsync());

  const run = (line: string) =>
    execa('sh', ['-c', `${line.replaceAll(/https?:\/\/[^/\s]+/g, server.url)} -sf`]);

  test.each(
    DOCUMENTS.flatMap(commandsIn)
      .filter(({ program }) => program === 'curl')
      .map(({ text }) => text),
  )('the server responds to a documented command: %s', async (line) => {
    expect((await run(line)).stdout).toMatch(/"(status|results?)"/);
  });

  test('the server responds to the curl command of the first page', async () => {
    const shown = /<code>(curl [^<]*)<\/code>/.exec(connectSection(server.url, false).text)?.[1] ?? '';
    const line = shown.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('\\\n', '');
    expect((await run(line)).stdout).toContain('"content":[{"type":"text"');
  });
});
