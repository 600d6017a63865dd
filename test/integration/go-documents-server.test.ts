import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { formatOf, prepareDocument } from '../../src/worker/prepare/prepare-document.ts';
import { blobSha } from '../../src/worker/source/document-files.ts';
import { wantedFingerprint } from '../../src/worker/sync/sync-run.ts';
import { callTool, type RunningApp, runApp } from '../support/running-app.ts';
import { buildSource, rootWith } from '../support/source-builder.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const ROOT = rootWith({
  at: 'kit',
  site: 'https://github.com/acme/kit/blob/main',
  pages: 'github',
  include: ['**/*.go'],
});
const AT = 'https://github.com/acme/kit/blob/v1.2.3';

const FLOW = `// Package flow runs steps one after the other.
package flow

// Flow is a list of steps.
type Flow[I any] struct {
	// Name is shown in logs.
	Name string
}

// New makes a flow of steps.
func New[I any](steps ...Step) *Flow[I] {
	return nil
}

// Run runs all steps of a flow.
func (f *Flow[I]) Run(in I) error {
	return nil
}
`;
const OLD = `package flow

// Start launches the machinery without looking back.
//
// Deprecated: use Flow.Run.
func Start() {}
`;
/** More declarations than the outline of a small page has room for. */
const LONG = `package long\n\n${Array.from({ length: 400 }, (_, n) => `// Function${n} is one of many.\nfunc Function${n}() {}\n`).join('\n')}`;

describe('a server over an index of Go files', () => {
  let folder: string;
  let reader: SqliteReader;
  let app: RunningApp;

  beforeAll(async () => {
    folder = await createTemporaryFolder('go-documents');
    const path = join(folder, 'index.db');
    const writer = new SqliteWriter(path, { clock: Date.now });
    const begun = await writer.begin({ fingerprint: wantedFingerprint(null), rebuild: false, owner: 'test' });
    if (!('session' in begun)) throw new Error('the lease is held');
    const files = { 'kit/flow/flow.go': FLOW, 'kit/flow/old.go': OLD, 'kit/long/long.go': LONG };
    const format = await formatOf('a.go');
    const documents = Object.entries(files).map(([path, content]) => {
      const bytes = Buffer.from(content, 'utf8');
      const made = prepareDocument(
        { path, blob: blobSha(bytes), size: bytes.length, bytes },
        { root: ROOT, now: 0 },
        format,
      );
      if (!('document' in made)) throw new Error(made.reason);
      return made;
    });
    await begun.session.stage({ documents, vectors: new Map() });
    const time = new Date().toISOString();
    const source = buildSource('github:acme/kit', [ROOT], {
      ref: 'release',
      version: 'v1.2.3',
      checkedAt: time,
    });
    await begun.session.publish({
      sources: [source],
      publishedAt: time,
      removed: [],
      renamed: new Map(),
      published: [],
      skipped: [],
      summaries: null,
    });
    await writer.close();
    reader = new SqliteReader(path);
    app = await runApp({ reader });
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await reader.close();
    await removeFolder(folder);
  });

  const fetchDoc = (args: object) => callTool(app.url, 'fetch_doc', args);

  test('fetch_doc returns a declaration with its comment, and its address at the indexed version', async () => {
    const { structured, text } = await fetchDoc({ path: 'kit/flow/flow.go', section: 'Flow.Run' });
    const content = FLOW.slice(FLOW.indexOf('// Run runs'));
    expect(structured).toMatchObject({
      found: true,
      content,
      url: `${AT}/flow/flow.go#L15-L18`,
      outline: [{ heading: '(*Flow[I]).Run', anchor: 'L15-L18' }],
    });
    expect(text).toContain('acme/kit v1.2.3, checked');
  });

  test.each([
    `${AT}/flow/flow.go#L10-L13`,
    'github.com/acme/kit/flow#New',
    'https://pkg.go.dev/github.com/acme/kit@v1.2.3/flow#New',
    'flow.New',
    'kit/flow/old.go#New',
  ])('fetch_doc leads from %s to the declaration', async (path) => {
    expect((await fetchDoc({ path })).structured).toMatchObject({
      path: 'kit/flow/flow.go',
      url: `${AT}/flow/flow.go#L10-L13`,
    });
  });

  test('fetch_doc marks what is deprecated, in the outline and in the text', async () => {
    const { structured, text } = await fetchDoc({ path: 'kit/flow/old.go', section: 'Start' });
    expect(structured).toMatchObject({ outline: [{ heading: 'Start', deprecated: true }] });
    expect(text).toContain('\nIt is deprecated.\n');
    expect((await fetchDoc({ path: 'kit/flow', section: 'Missing' })).text).not.toContain(
      'It is deprecated.',
    );
  });

  test('fetch_doc returns the comment of a package with the list of its files', async () => {
    const { structured, text } = await fetchDoc({ path: 'github.com/acme/kit/flow' });
    expect(structured).toMatchObject({
      path: 'kit/flow/flow.go',
      content: '// Package flow runs steps one after the other.\npackage flow\n',
      suggestions: ['kit/flow/flow.go', 'kit/flow/old.go'],
    });
    expect(text).toContain('Files of the package in kit/flow: flow.go, old.go.');
  });

  test('fetch_doc lists what a package declares instead of a name that it does not have', async () => {
    const { structured, text } = await fetchDoc({ path: 'github.com/acme/kit/flow#Missing' });
    expect(structured).toMatchObject({ found: false, suggestions: ['kit/flow/flow.go', 'kit/flow/old.go'] });
    expect(text).toContain('The package has no such declaration.');
    expect(text).toContain('- kit/flow/flow.go: "flow.Flow, flow.New, flow.Flow.Run"\n');
  });

  test('fetch_doc tells the lines that it shows, and which files declare a name without its package', async () => {
    expect((await fetchDoc({ path: 'kit/flow/flow.go', section: 'New' })).text).toContain(
      '\nLines 10 to 13 of 18.\n',
    );
    const { structured } = await fetchDoc({ path: 'New' });
    expect(structured).toMatchObject({ found: false, suggestions: ['kit/flow/flow.go#New'] });
  });

  test('the outline of a Go file with many declarations keeps within its part of the budget', async () => {
    const { structured } = await fetchDoc({ path: 'kit/long/long.go', max_tokens: 2_000 });
    const outline = structured['outline'] as { heading: string }[];
    expect(outline.slice(0, 2).map(({ heading }) => heading)).toEqual(['package long', 'Function0']);
    expect(outline.length).toBeLessThan(60);
  });

  test('search_docs says what a result declares, at the indexed version', async () => {
    const { structured, text } = await callTool(app.url, 'search_docs', {
      query: 'Run runs all steps',
      max_results: 1,
    });
    const [found] = structured['results'] as { url: string; sections: { declares: string }[] }[];
    expect(found?.url).toBe(`${AT}/flow/flow.go`);
    expect(found?.sections[0]?.declares).toBe('method (*Flow[I]).Run');
    expect(text).toContain('1. "package github.com/acme/kit/flow: flow.go" (acme/kit v1.2.3, score ');
    expect(text).toMatch(
      /^section "L15-L18": "method \(\*Flow\[I\]\)\.Run" \(score .*\)\n<quote-\d+>\n```go\nfunc /m,
    );
  });

  test('search_docs marks what is deprecated', async () => {
    const { structured, text } = await callTool(app.url, 'search_docs', {
      query: 'Start launches machinery',
      max_results: 1,
    });
    expect(structured).toMatchObject({
      results: [{ sections: [{ declares: 'func Start', deprecated: true }] }],
    });
    expect(text).toMatch(/^section "L3-L6": "func Start" \(score [\d.]+, deprecated\)$/m);
  });

  test('list_docs shows Go files at the indexed version', async () => {
    const { structured } = await callTool(app.url, 'list_docs', { path_prefix: 'github.com/acme/kit/flow' });
    expect(structured).toMatchObject({
      documents: [{ url: `${AT}/flow/flow.go` }, { url: `${AT}/flow/old.go` }],
    });
  });

  test('a Go file is served as Go', async () => {
    const { headers } = await fetch(new URL('/docs/kit/flow/flow.go', app.url));
    expect(headers.get('content-type')).toBe('text/x-go; charset=utf-8');
  });
});
