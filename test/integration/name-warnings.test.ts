import { expect, test } from '@jest/globals';
import { GoApi } from '../../src/shared/drift/go-api.ts';
import { type OutdatedMention, outdatedMentions } from '../../src/shared/drift/outdated-mentions.ts';
import { OutdatedNames } from '../../src/shared/drift/outdated-names.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { MemorySource } from '../support/memory-source.ts';
import { describeOnEachIndex } from '../support/on-each-index.ts';
import { callTool, runApp } from '../support/running-app.ts';
import { rootWith } from '../support/source-builder.ts';

/** The outdated names that the documents of an index have, sorted by path. */
async function readFromDocuments(reader: IndexReader) {
  const api = new GoApi();
  for await (const indexed of reader.scan()) api.add(indexed);
  const outdated = new OutdatedNames(api);
  const found: [string, OutdatedMention[]][] = [];
  for await (const { document } of reader.scan()) {
    const names = document.path.endsWith('.md') ? outdatedMentions(outdated, document.content) : [];
    if (names.length > 0) found.push([document.path, names]);
  }
  return found;
}

const GUIDE = '# Guide\n\n## Old\n\nCall `flow.Gone` after `flow.New`.\n\n## Parts\n\nSee `flow.GoneToo`.\n';

describeOnEachIndex('names that the API does not have', (index) => {
  test('search_docs and fetch_doc warn of outdated names where they show them, after the next publish no more', async () => {
    const docs = new MemorySource('memory:docs', [rootWith()]);
    docs.commit({ 'guide.md': GUIDE, 'other.md': '# Other\n\nCall other things.\n' });
    const code = new MemorySource('memory:kit', [
      rootWith({
        at: 'kit',
        include: ['**/*.go'],
        site: 'https://github.com/acme/kit/blob/main',
        pages: 'github',
      }),
    ]);
    code.commit({ 'flow/flow.go': 'package flow\n\nfunc New() {}\n' });
    await index().sync([docs, code]);
    let ahead = 0;
    await using app = await runApp({ reader: index().reader, clock: () => Date.now() + ahead });
    const call = async (tool: string, input: object) => {
      const { structured, text } = await callTool(app.url, tool, input);
      return { message: (structured as { message?: string }).message, text };
    };
    const { message, text } = await call('search_docs', { query: 'flow.New flow.Gone' });
    expect(message).toContain('`flow.Gone` is not in kit.');
    expect(text).toContain('`flow.Gone` is not in kit.');
    expect((await call('search_docs', { query: 'other things' })).text).not.toContain('is not in');
    const old = await call('fetch_doc', { path: 'guide.md', section: 'Old' });
    expect(old.text).toContain('`flow.Gone` is not in kit.');
    expect(old.text).not.toContain('GoneToo');
    expect((await call('fetch_doc', { path: 'other.md' })).text).not.toContain('is not in');

    code.commit({ 'flow/flow.go': 'package flow\n\nfunc New() {}\n\nfunc Gone() {}\n' });
    await index().sync([docs, code]);
    ahead = 10_000;
    const now = await call('fetch_doc', { path: 'guide.md' });
    expect(now.text).toContain('`flow.GoneToo` is not in kit.');
    expect(now.text).not.toContain('`flow.Gone` is not in');
  });

  test('after any publish, the recorded names are those that reading the whole index finds', async () => {
    const docs = new MemorySource('memory:docs', [rootWith()]);
    const code = new MemorySource('memory:kit', [
      rootWith({ at: 'kit', include: ['**/*.go'], site: 'https://github.com/acme/kit/blob/main' }),
    ]);
    const { reader } = index();
    const recorded = async () => [...(await reader.outdatedNames()).names].sort();
    const page = (name: string) => `# Page\n\nCall \`flow.${name}\` after \`flow.New\`.\n`;
    const steps: (readonly [Record<string, string>, Record<string, string>, string])[] = [
      [{ 'a.md': page('Gone'), 'b.md': page('Run') }, { 'flow/b.go': 'New', 'flow/c.go': 'Run' }, 'a.md'],
      [
        { 'a.md': page('Gone'), 'b.md': page('Lost') },
        { 'flow/b.go': 'New', 'flow/c.go': 'Run' },
        'a.md b.md',
      ],
      [{ 'c.md': page('Gone'), 'b.md': page('Run') }, { 'flow/b.go': 'New', 'flow/c.go': 'Run' }, 'c.md'],
      [{ 'c.md': page('Gone'), 'b.md': page('Run') }, { 'flow/a.go': 'New', 'flow/b.go': 'Gone' }, 'b.md'],
      [
        { 'c.md': '# Page\n\nText.\n', 'b.md': page('Run') },
        { 'flow/a.go': 'New', 'flow/b.go': 'Gone' },
        'b.md',
      ],
      [{ 'b.md': page('Run') }, { 'flow/a.go': 'New', 'flow/b.go': 'Run' }, ''],
    ];
    for (const [pages, files, expected] of steps) {
      docs.commit(pages);
      code.commit(
        Object.fromEntries(
          Object.entries(files).map(([path, name]) => [path, `package flow\n\nfunc ${name}() {}\n`]),
        ),
      );
      await index().sync([docs, code]);
      const names = await recorded();
      expect(names.map(([path]) => path).join(' ')).toBe(expected);
      expect(names).toEqual(await readFromDocuments(reader));
    }
  });
});
