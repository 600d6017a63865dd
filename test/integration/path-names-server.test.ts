import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MemorySource } from '../support/memory-source.ts';
import { callTool, MCP_HEADERS, type RunningApp, rpc, runApp } from '../support/running-app.ts';
import { rootWith } from '../support/source-builder.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';

const DECOMPOSED = 'cafe\u0301.md';
const NAMES = [
  'C#.md',
  '100%.md',
  'a%20b.md',
  'a b.md',
  DECOMPOSED,
  'ü/#1 ?.md',
  "it's (1)&[2].md",
  'plus+.md',
];
const FILES = Object.fromEntries(NAMES.map((name, i) => [name, `---\ntitle: Page ${i}\n---\n\nWords.\n`]));

let fixture: SqliteSyncFixture;
let app: RunningApp;
beforeAll(async () => {
  fixture = await SqliteSyncFixture.create();
  const source = new MemorySource('memory:docs', [rootWith({ site: 'https://docs.example.com/docs' })]);
  source.commit({ ...FILES, 'alias.md': '---\naliases: [/old/place/, older]\n---\n\nWords.\n' });
  await fixture.sync(source);
  app = await runApp({ reader: fixture.reader });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await fixture.dispose();
});

const fetchDoc = async (path: string) => (await callTool(app.url, 'fetch_doc', { path })).text;
const resource = async (uri: string) =>
  JSON.stringify(await (await rpc(app.url, 'resources/read', { uri }, MCP_HEADERS)).json());

describe('names of documents that mean something in an address', () => {
  test.each(NAMES.map((name, i) => [name, `Page ${i}`]))(
    'fetch_doc, /docs and resources take the path %j as the lists give it',
    async (name, title) => {
      expect(await fetchDoc(name)).toContain(title);
      expect(await fetchDoc(name.normalize('NFC'))).toContain(title);
      const encoded = name.split('/').map(encodeURIComponent).join('/');
      expect(await (await fetch(`${app.url}/docs/${encoded}`)).text()).toBe(FILES[name]);
      expect(await resource(`eino-docs://docs/${encoded}`)).toContain(title);
    },
  );

  test('every address that resources/list and llms.txt give leads to its document', async () => {
    const listed = (await (await rpc(app.url, 'resources/list', {}, MCP_HEADERS)).json()) as {
      result: { resources: { uri: string; title: string }[] };
    };
    for (const { uri, title } of listed.result.resources.slice(1))
      expect(await resource(uri)).toContain(title);
    const links = [...(await (await fetch(`${app.url}/llms.txt`)).text()).matchAll(/\]\((\S+)\)/g)];
    expect(links).toHaveLength(NAMES.length + 1);
    for (const [, link = ''] of links) expect((await fetch(link)).status).toBe(200);
  });

  test('/docs and resources find a decomposed name by its composed form', async () => {
    const composed = encodeURIComponent(DECOMPOSED.normalize('NFC'));
    const answer = await fetch(`${app.url}/docs/${composed}`);
    expect([answer.redirected, await answer.text()]).toEqual([true, FILES[DECOMPOSED]]);
    expect(await resource(`eino-docs://docs/${composed}`)).toContain('Page 4');
  });
});

test.each(['old/place', '/old/place/', 'old/place.md', 'https://docs.example.com/old/place/', 'older'])(
  'fetch_doc finds a document by its alias: %s',
  async (path) => {
    expect(await fetchDoc(path)).toContain('alias.md');
  },
);
