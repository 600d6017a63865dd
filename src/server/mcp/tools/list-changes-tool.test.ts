import { expect, test } from '@jest/globals';
import { lexicalServices } from '../../../../test/support/running-app.ts';
import { statusReader } from '../../../../test/support/status-reader.ts';
import { THREE_SOURCES, THREE_SOURCES_TERMS } from '../../../../test/support/three-sources.ts';
import type { ChangedDocument, PublishedSource, PublishRecord } from '../../../shared/domain/history.ts';
import { listChangesTool } from './list-changes-tool.ts';

const added = (path: string) => ({ path, change: 'added' as const });

/** @param documents those that a source of the index brought with a publish */
function broughtBy(source: number, documents: readonly ChangedDocument[]): PublishedSource {
  const { from = '', ref = null } = THREE_SOURCES.sources[source] ?? {};
  const sha = String(source).repeat(40);
  return {
    from,
    ref,
    commit: { sha, date: '2026-01-09T00:00:00.000Z', subject: `Commit of source ${source}` },
    commits: [],
    documents,
  };
}

/** @param publishes newest first */
function history(...publishes: PublishedSource[][]): PublishRecord[] {
  const publishedAt = '2026-01-10T00:00:00.000Z';
  return publishes.map((sources, index) => ({ sequence: publishes.length - index, publishedAt, sources }));
}

async function listChanges(changes: readonly PublishRecord[], args: object = {}) {
  const services = lexicalServices(statusReader(THREE_SOURCES, changes), {
    clock: () => THREE_SOURCES_TERMS.now,
    structuredContent: true,
  });
  const { structuredContent, content } = await listChangesTool(services).call(
    args,
    new AbortController().signal,
  );
  const [first] = content as { text: string }[];
  return { structured: structuredContent as Record<string, unknown>, text: first?.text ?? '' };
}

test('list_changes names the source of every update; a publish that moved two sources gives two updates', async () => {
  const { structured, text } = await listChanges(
    history([broughtBy(0, [added('a.md')]), broughtBy(1, [added('eino-ext/README.md')])], [broughtBy(2, [])]),
  );
  expect(structured).toMatchObject({
    count: 3,
    changes: [
      {
        source: 'cloudwego/cloudwego.github.io',
        sha: '0'.repeat(40),
        documents: [{ path: 'a.md', change: 'added' }],
      },
      { source: 'cloudwego/eino-ext', documents: [{ path: 'eino-ext/README.md', change: 'added' }] },
      { documents: [] },
    ],
  });
  expect(text).toMatch(/^3 updates\.$/m);
  expect(text).toContain(
    'cloudwego/eino-ext 1111111111 2026-01-09T00:00:00.000Z "Commit of source 1"\n  added eino-ext/README.md',
  );
  expect(text + JSON.stringify(structured)).not.toContain('/home');
});

test('list_changes counts an update of more than fifty documents once, although it comes in several entries', async () => {
  const documents = Array.from({ length: 120 }, (_, n) => added(`page-${n}.md`));
  const { structured } = await listChanges(history([broughtBy(0, documents)]));
  expect(structured['count']).toBe(1);
  expect((structured['changes'] as { source: string }[]).map(({ source }) => source)).toEqual(
    Array(3).fill('cloudwego/cloudwego.github.io'),
  );
});

test('list_changes names the version that an update brought', async () => {
  const { structured, text } = await listChanges(history([{ ...broughtBy(1, []), version: 'v1.2.3' }]));
  expect(structured).toMatchObject({ changes: [{ source: 'cloudwego/eino-ext', version: 'v1.2.3' }] });
  expect(text).toContain('cloudwego/eino-ext v1.2.3 1111111111 ');
});

test('list_changes takes a release, and a commit in any case, for the point from which on updates are listed', async () => {
  const publishes = history(
    [broughtBy(0, [added('new.md')])],
    [{ ...broughtBy(1, []), version: 'v1.2.3' }],
    [broughtBy(2, [])],
  );
  for (const since of ['v1.2.3', '1111111', '2'.repeat(40)]) {
    const { structured, text } = await listChanges(publishes, { since });
    expect([since, structured['notes']]).toEqual([since, undefined]);
    expect(text).not.toContain('Note:');
  }
  const { text } = await listChanges(publishes, { since: 'v1.2.3' });
  expect(text).toMatch(/^1 update since v1\.2\.3\.$/m);
  expect(text).toContain('added new.md');
  expect(text).not.toContain('Commit of source 1');
});

test.each(['deadbeef1', 'v9.9.9', 'yesterday', '2026-13-45', '1', '2026-01-01T00:00:00Z\n# forged'])(
  'list_changes lists all updates since %j, which it does not know, and says so',
  async (since) => {
    const { structured, text } = await listChanges(history([broughtBy(0, [])], [broughtBy(1, [])]), {
      since,
    });
    expect(structured).toMatchObject({
      count: 2,
      notes: [
        expect.stringMatching(/^since was ignored: \S+ is not a commit or release that the index knows/),
      ],
    });
    expect(text).toMatch(/^Note: .*\n\nWhat stands in .*\n2 updates\.$/m);
    expect(text).not.toContain('\n# forged');
  },
);
