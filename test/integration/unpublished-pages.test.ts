import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SourceSet } from '../../src/worker/source/source-set.ts';
import { wantedFingerprint } from '../../src/worker/sync/sync-run.ts';
import { isIntact, verifyIndex } from '../../src/worker/verify/verify-index.ts';
import { inProcessPreparer } from '../support/in-process-preparer.ts';
import { MemorySource } from '../support/memory-source.ts';
import { rootWith } from '../support/source-builder.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';

const DAY = 24 * 60 * 60_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const page = (fields: string) => `---\n${fields}\n---\n\nA text.\n`;

let fixture: SqliteSyncFixture;
let source: MemorySource;
beforeEach(async () => {
  fixture = await SqliteSyncFixture.create();
  source = new MemorySource('memory:docs', [rootWith({ site: null })]);
});
afterEach(() => fixture.dispose());

const paths = async () => (await fixture.reader.list()).documents.map(({ path }) => path).sort();
const reasons = async () =>
  Object.fromEntries((await fixture.reader.status()).skipped.map(({ path, reason }) => [path, reason]));

describe('pages that their site does not publish', () => {
  test('drafts, expired, future and unrendered pages are no documents, and are listed with the reason', async () => {
    source.commit({
      'a.md': page('title: A'),
      'draft.md': page('draft: true'),
      'old.md': page('expiryDate: 2020-01-01'),
      'later.md': page('publishDate: 2099-01-01T08:30:00+02:00'),
      'never.md': page('build:\n  render: never'),
      'headless.md': page('headless: true'),
    });
    const report = await fixture.sync(source);
    expect(report).toMatchObject({ outcome: 'published', changes: { added: 1 } });
    expect(await paths()).toEqual(['a.md']);
    expect(await reasons()).toEqual({
      'draft.md': 'a draft',
      'old.md': 'expired since 2020-01-01',
      'later.md': 'not published before 2099-01-01T06:30:00Z',
      'never.md': 'its site does not render it',
      'headless.md': 'its site does not render it',
    });
    expect(await fixture.sync(source)).toMatchObject({ outcome: 'unchanged' });
  });

  test('a page that becomes a draft is removed, also if it moves, and comes back when it is one no more', async () => {
    source.commit({ 'a.md': page('title: A'), 'b.md': page('title: B'), 'c.md': page('title: C') });
    await fixture.sync(source);
    source.commit({
      'a.md': page('title: A\ndraft: true'),
      'moved/b.md': page('title: B\ndraft: true'),
      'c.md': page('title: C'),
    });
    expect(await fixture.sync(source)).toMatchObject({ outcome: 'published', changes: { removed: 2 } });
    expect(await paths()).toEqual(['c.md']);
    source.commit({ 'a.md': page('title: A'), 'c.md': page('title: C') });
    await fixture.sync(source);
    expect(await paths()).toEqual(['a.md', 'c.md']);
    expect(await reasons()).toEqual({});
  });

  test('time alone publishes and removes pages: the next run after it prepares them again, and no other', async () => {
    source.commit({
      'a.md': page('title: A'),
      'later.md': page(`publishDate: ${inDays(2)}`),
      'until.md': page(`expiryDate: ${inDays(4)}`),
      'both.md': page(`publishDate: ${inDays(2)}\nexpiryDate: ${inDays(6)}`),
    });
    await fixture.sync(source);
    expect(await paths()).toEqual(['a.md', 'until.md']);
    fixture.ahead = 1 * DAY;
    expect(await fixture.sync(source)).toMatchObject({ outcome: 'unchanged' });
    fixture.ahead = 3 * DAY;
    const third = await fixture.sync(source);
    expect(third).toMatchObject({ outcome: 'published', changes: { added: 2, modified: 0, removed: 0 } });
    expect(await paths()).toEqual(['a.md', 'both.md', 'later.md', 'until.md']);
    fixture.ahead = 5 * DAY;
    expect(await fixture.sync(source)).toMatchObject({ changes: { added: 0, removed: 1 } });
    fixture.ahead = 7 * DAY;
    expect(await fixture.sync(source)).toMatchObject({ changes: { added: 0, removed: 1 } });
    expect(await paths()).toEqual(['a.md', 'later.md']);
    expect(await fixture.sync(source)).toMatchObject({ outcome: 'unchanged' });
    const deps = {
      sources: new SourceSet([source]),
      reader: fixture.reader,
      preparer: inProcessPreparer,
      fingerprint: wantedFingerprint(null),
    };
    expect(isIntact(await verifyIndex(deps, new AbortController().signal))).toBe(true);
  });

  test('a run that would remove most pages because of their dates is refused unless it is allowed', async () => {
    const pages = Array.from({ length: 8 }, (_, i) => [`${i}.md`, page(`title: ${i}\ndate: 2026-01-01`)]);
    source.commit(Object.fromEntries(pages));
    await fixture.sync(source);
    const drafts = pages.map(([path, text = '']) => [path, text.replace('title', 'draft: true\ntitle')]);
    source.commit({ ...Object.fromEntries(drafts), 'a.md': page('title: A') });
    const refused = await fixture.sync(source);
    expect(refused.error).toMatchObject({ code: 'MASS_DELETE_REFUSED' });
    expect(refused.error?.message).toContain('8 of 8 documents');
    expect((await paths()).length).toBe(8);
    await fixture.sync(source, { allowMassDelete: true });
    expect(await paths()).toEqual(['a.md']);
  });

  test('the aliases of a page are former paths of its document', async () => {
    source.commit({ 'a.md': page('title: A\naliases: [/old/place/]') });
    await fixture.sync(source);
    expect(await fixture.reader.document('old/place.md')).toMatchObject({
      document: { path: 'a.md' },
      redirectedFrom: 'old/place.md',
    });
    source.commit({ 'a.md': page('title: A\naliases: [/old/place/]'), 'old/place.md': page('title: New') });
    await fixture.sync(source);
    expect(await fixture.reader.document('old/place.md')).toMatchObject({ document: { title: 'New' } });
  });

  test('a root whose pages are not made by Hugo publishes drafts', async () => {
    source = new MemorySource();
    source.commit({ 'a.md': page('draft: true') });
    await fixture.sync(source);
    expect(await paths()).toEqual(['a.md']);
  });
});
