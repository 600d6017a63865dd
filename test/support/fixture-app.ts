import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { FIXTURE_DOCUMENTS, fixtureIndex } from './fixture-index.ts';
import { type RunningApp, runApp } from './running-app.ts';

/** Starts the HTTP server over a published index of the fixture documents. `resources` disposes of both. */
export async function runFixtureApp(
  resources: AsyncDisposableStack,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly reader: SqliteReader; readonly app: RunningApp }> {
  const index = resources.use(await fixtureIndex());
  await index.publish({ documents: FIXTURE_DOCUMENTS });
  const reader = new SqliteReader(index.path);
  resources.defer(() => reader.close());
  return { reader, app: resources.use(await runApp({ reader, env })) };
}
