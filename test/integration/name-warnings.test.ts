import { expect, test } from '@jest/globals';
import { MemorySource } from '../support/memory-source.ts';
import { describeOnEachIndex } from '../support/on-each-index.ts';
import { callTool, runApp } from '../support/running-app.ts';
import { rootWith } from '../support/source-builder.ts';

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
    const warned = async (tool: string, input: object) => {
      for (;;) {
        const answer = await call(tool, input);
        if (answer.text.includes('is not in')) return answer;
      }
    };

    const { message, text } = await warned('search_docs', { query: 'flow.New flow.Gone' });
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
    for (;;) {
      const { text } = await callTool(app.url, 'fetch_doc', { path: 'guide.md' });
      if (!text.includes('is not in')) continue;
      expect(text).toContain('`flow.GoneToo` is not in kit.');
      expect(text).not.toContain('`flow.Gone` is not in');
      break;
    }
  });
});
