import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { API_PATHS } from '../../src/server/http/routes/api-routes.ts';
import { toolsOf } from '../../src/server/mcp/mcp-server.ts';
import { Metrics } from '../../src/server/metrics.ts';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { lexicalServices } from '../support/running-app.ts';

const PAGE = readFileSync('docs/tools.md', 'utf8');
const metrics = new Metrics(silentLogger);
const services = lexicalServices(new SqliteReader('no-such.db'), { metrics });

/** Returns the first column of the tables below a heading, up to the next heading of the same depth. */
function rowsBelow(heading: string): string[] {
  const from = PAGE.indexOf(`\n${heading}\n`);
  const depth = heading.indexOf(' ');
  const to = PAGE.slice(from + 1).search(new RegExp(`\\n#{1,${depth}} `));
  const section = PAGE.slice(from, to === -1 ? undefined : from + 1 + to);
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? '');
}

test.each(toolsOf(services).map(({ definition }) => definition))(
  'docs/tools.md documents every argument of $name, and no other',
  ({ name, inputSchema }) => {
    expect(PAGE).toContain(`\n## ${name}\n`);
    expect(rowsBelow(`## ${name}`)).toEqual(Object.keys(inputSchema.properties ?? {}));
  },
);

test('docs/tools.md documents every route of the API with its arguments, and no other', () => {
  const rows = [...PAGE.matchAll(/^\| `GET (\/api\/[^`]+)` \| `(\w+)` \|(.*)\|$/gm)];
  const documented = rows.map(([, path, tool, args = '']) => [
    path,
    tool,
    [...args.matchAll(/`(\w+)`/g)].map(([, name]) => name).toSorted(),
  ]);
  const argumentsOf = (name: string) =>
    Object.keys(
      toolsOf(services).find(({ definition }) => definition.name === name)?.definition.inputSchema
        .properties ?? {},
    );
  expect(documented).toEqual(
    API_PATHS.map(([path, tool]) => [
      path.replace('{path}', '<path>'),
      tool,
      argumentsOf(tool)
        .filter((name) => !path.includes(`{${name}}`))
        .toSorted(),
    ]),
  );
});

test('docs/tools.md documents every metric, and no other', async () => {
  const { text } = await metrics.exposition();
  const names = [...text.matchAll(/^# TYPE eino_docs_(\S+)/gm)].map(([, name]) => name);
  expect(rowsBelow('### Metrics').toSorted()).toEqual(names.toSorted());
});
