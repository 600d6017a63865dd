import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { connectSection } from '../../src/server/status-page/connect-section.ts';
import { FIXTURE_DOCUMENTS, type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { type HttpProgram, startServer } from '../support/programs.ts';
import { commandProblem, commandsOf } from './documented-commands.ts';

const PAGES = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md')];
const commandsOn = (page: string) => commandsOf(readFileSync(page, 'utf8'));

test.each(PAGES)('%s shows only commands that exist, with flags, files and settings that exist', (page) => {
  const problems = commandsOn(page).map((command) => [command.text, commandProblem(command)]);
  expect(problems.filter(([, problem]) => problem !== null)).toEqual([]);
});

test.each([
  'npm run nothing',
  'npm run worker -- sync --forced',
  'npm run bench -- nothing',
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
])('`%s` on a page would be noticed', (line) => {
  const commands = commandsOf(`\`\`\`sh\n${line}\n\`\`\`\n`);
  expect(commands.map(commandProblem).filter((problem) => problem !== null)).toHaveLength(1);
});

describe('a curl', () => {
  let index: FixtureIndex;
  let server: HttpProgram;

  beforeAll(async () => {
    index = await fixtureIndex();
    await index.publish({ documents: FIXTURE_DOCUMENTS });
    server = await startServer({ INDEX_PATH: index.path });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await index[Symbol.asyncDispose]();
  });

  const run = (line: string) =>
    execa('sh', ['-c', `${line.replaceAll(/https?:\/\/[^/\s]+/g, server.url)} -sf`]);

  test.each(
    PAGES.flatMap(commandsOn)
      .filter(({ program }) => program === 'curl')
      .map(({ text }) => text),
  )('of the pages is answered by a real server: %s', async (line) => {
    expect((await run(line)).stdout).toMatch(/"(status|result)"/);
  });

  test('of the status page is answered by a real server', async () => {
    const shown = /<pre[^>]*>(curl [^<]*)<\/pre>/.exec(connectSection(server.url, false).text)?.[1] ?? '';
    const line = shown.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('\\\n', '');
    expect((await run(line)).stdout).toContain('"structuredContent"');
  });
});
