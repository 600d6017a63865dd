import { describe, expect, test } from '@jest/globals';
import { buildIndexDiff, buildSourceDiff, numberedDocuments } from '../../../test/support/diff-builder.ts';
import { buildIdentity, buildSourceStatus, plainRoot } from '../../../test/support/source-builder.ts';
import type { Change } from '../../shared/domain/change.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { changesOfIndex, compareChunks, keptAt, publishedSources, sourcesAfter } from './index-changes.ts';
import { checksOf } from './index-diff.ts';

const COMMIT = { sha: 'd'.repeat(40), date: '2026-02-01T00:00:00.000Z', subject: 'docs' };

describe('the skipped documents of a new revision', () => {
  const skip = (path: string, blob: string) => ({ path, blob, reason: 'not UTF-8 text' });

  test('the skipped documents of a revision are the newly skipped ones and the earlier ones that did not change', () => {
    const target = new Map([
      ['same.md', '1'],
      ['edited.md', '3'],
      ['new.md', '4'],
    ]);
    const before = [skip('same.md', '1'), skip('edited.md', '2'), skip('gone.md', '9')];
    const notes = { now: [skip('new.md', '4')], prepared: new Map([['edited.md', '3']]) };
    expect(keptAt(target, before, notes)).toEqual([skip('new.md', '4'), skip('same.md', '1')]);
  });

  test('a document that is skipped again is listed once', () => {
    const again = { ...skip('same.md', '1'), reason: 'another reason' };
    const notes = { now: [again], prepared: new Map() };
    expect(keptAt(new Map([['same.md', '1']]), [skip('same.md', '1')], notes)).toEqual([again]);
  });
});

const withheld = (paths: readonly string[], reason: { unpublished?: true } = {}) =>
  new Map(paths.map((path) => [path, reason]));

describe('changes of the source as changes of the index', () => {
  const published = new Map([['page.md', '1']]);
  const translated = (change: Change, ...skipped: string[]) =>
    changesOfIndex([change], published, { skipped: withheld(skipped), prepared: new Set() });

  test('a skipped document does not change in the index: its published version stays', () => {
    expect(translated({ kind: 'modified', path: 'page.md', blob: '2' }, 'page.md')).toEqual([]);
    expect(translated({ kind: 'added', path: 'new.md', blob: '2' }, 'new.md')).toEqual([]);
  });

  test('a document that its site no longer publishes is removed, wherever it was, also without a change of it', () => {
    const removed = (change: Change[], ...paths: string[]) =>
      changesOfIndex(change, published, {
        skipped: withheld(paths, { unpublished: true }),
        prepared: new Set(),
      });
    const gone = [{ kind: 'removed', path: 'page.md' }];
    expect(removed([{ kind: 'modified', path: 'page.md', blob: '2' }], 'page.md')).toEqual(gone);
    const rename = { kind: 'renamed', path: 'new.md', previousPath: 'page.md', blob: '2' } as const;
    expect(removed([rename], 'new.md')).toEqual(gone);
    expect(removed([{ kind: 'added', path: 'draft.md', blob: '2' }], 'draft.md')).toEqual([]);
    expect(removed([], 'page.md')).toEqual(gone);
  });

  test('a document that was renamed and of which no version can be indexed is removed at its former path', () => {
    expect(
      translated({ kind: 'renamed', path: 'new.md', previousPath: 'page.md', blob: '2' }, 'new.md'),
    ).toEqual([{ kind: 'removed', path: 'page.md' }]);
  });

  test('a renamed document whose new version is skipped moves with its published version', () => {
    const change = { kind: 'renamed', path: 'new.md', previousPath: 'page.md', blob: '2' } as const;
    const paths = { skipped: withheld(['new.md']), prepared: new Set(['new.md']) };
    expect(changesOfIndex([change], published, paths)).toEqual([{ ...change, blob: '1' }]);
  });

  test('a document that could not be indexed before is added', () => {
    expect(translated({ kind: 'modified', path: 'was-broken.md', blob: '2' })).toEqual([
      { kind: 'added', path: 'was-broken.md', blob: '2' },
    ]);
    expect(translated({ kind: 'renamed', path: 'new.md', previousPath: 'was-broken.md', blob: '2' })).toEqual(
      [{ kind: 'added', path: 'new.md', blob: '2' }],
    );
  });

  test('the removal of a document that was never published changes nothing in the index', () => {
    expect(translated({ kind: 'removed', path: 'was-broken.md' })).toEqual([]);
  });

  test('changes of documents that are not skipped are the same in the index as in the source', () => {
    const changes: Change[] = [
      { kind: 'added', path: 'new.md', blob: '2' },
      { kind: 'renamed', path: 'moved.md', previousPath: 'page.md', blob: '1' },
    ];
    expect(changesOfIndex(changes, published, { skipped: new Map(), prepared: new Set() })).toEqual(changes);
  });
});

describe('the chunks before and after a publish', () => {
  test('kept, added and removed chunks are counted by their ids', () => {
    expect(compareChunks(10, new Set(['a', 'b', 'c']), new Set(['b', 'c', 'd', 'e']))).toEqual({
      total: 11,
      added: 2,
      removed: 1,
      kept: 9,
    });
  });

  test('all chunks of a first sync are counted as added', () => {
    expect(compareChunks(0, new Set(), new Set(['a', 'b']))).toEqual({
      total: 2,
      added: 2,
      removed: 0,
      kept: 0,
    });
  });
});

const CODE = buildIdentity({ from: 'memory:code', roots: [plainRoot('', 'code')] });
const DOWN = new OperationalError('GITHUB_UNREACHABLE', 'no answer.', 'Wait.');

describe('the sources after a run', () => {
  test('a source that was synced has the commit, the check and the roots of this run, and keeps how far its history was read', () => {
    const identity = buildIdentity({ roots: [plainRoot('docs')] });
    const former = buildSourceStatus({ behind: 3, error: DOWN, formerPaths: { state: 'complete' } });
    const source = buildSourceDiff({ identity, former, head: { revision: COMMIT, tag: 'tag' }, to: COMMIT });
    expect(sourcesAfter(buildIndexDiff([source]), [])).toEqual([
      {
        ...identity,
        commit: COMMIT,
        checkedAt: source.checkedAt,
        behind: 0,
        headTag: 'tag',
        formerPaths: { state: 'complete' },
      },
    ]);
  });

  test('a source that did not answer keeps its commit, its roots and its check, and has the error', () => {
    const former = buildSourceStatus({ headTag: 'tag' });
    const identity = buildIdentity({ roots: [plainRoot('', 'moved')] });
    const diff = buildIndexDiff([
      buildSourceDiff({ identity, former, head: null, checkedAt: null, error: DOWN, to: former.commit }),
    ]);
    const { code, message, advice } = DOWN;
    expect(sourcesAfter(diff, checksOf(diff, diff))).toEqual([
      { ...former, error: { code, message, advice } },
    ]);
  });

  test('a source that could not be read after it was compared is behind as of this run', () => {
    const known = numberedDocuments(0, 3);
    const compared = buildSourceDiff({ known, target: numberedDocuments(0, 4), commits: [COMMIT, COMMIT] });
    const failed = { ...compared, error: DOWN, to: compared.from, target: known };
    const checks = checksOf(buildIndexDiff([failed]), buildIndexDiff([compared]));
    expect(sourcesAfter(buildIndexDiff([failed]), checks)).toMatchObject([
      {
        commit: compared.from,
        checkedAt: compared.checkedAt,
        behind: 2,
        headTag: null,
        error: { code: DOWN.code },
      },
    ]);
  });

  test('a source of which nothing was indexed is recorded with its error', () => {
    const source = buildSourceDiff({
      identity: CODE,
      former: null,
      head: null,
      checkedAt: null,
      error: DOWN,
      to: null,
    });
    const diff = buildIndexDiff([source]);
    expect(sourcesAfter(diff, checksOf(diff, diff))).toMatchObject([
      {
        ...CODE,
        commit: null,
        checkedAt: null,
        behind: 0,
        error: { code: DOWN.code },
        formerPaths: { state: 'unread' },
      },
    ]);
  });
});

describe('what a publish tells of its sources', () => {
  const known = numberedDocuments(0, 3);
  const inCode = numberedDocuments(10, 12, 'code/');
  const before = { sources: [buildSourceStatus(), buildSourceStatus(CODE)] };
  const code = buildSourceDiff({ identity: CODE, known: inCode });
  const edited = { path: '0.md', change: 'modified' as const };

  test('each change is told with the source it belongs to, and a rename with the source it leads to', () => {
    const docs = buildSourceDiff({ known, target: numberedDocuments(0, 2), commits: [COMMIT] });
    const target = new Map([...inCode, ['code/2.md', 'blob 2']]);
    const diff = buildIndexDiff([docs, { ...code, target }]);
    const renamed = { path: 'code/2.md', change: 'renamed' as const, previousPath: '2.md' };
    expect(publishedSources(diff, [edited, renamed], before)).toMatchObject([
      { from: 'memory:docs', documents: [edited], commits: [COMMIT] },
      { from: 'memory:code', documents: [renamed], commits: [] },
    ]);
  });

  test('a source that follows releases is told with its version', () => {
    const docs = buildSourceDiff({ known, target: numberedDocuments(0, 2) });
    const { head } = docs;
    const released = { ...docs, head: head === null ? null : { ...head, version: 'v1.2.3' } };
    expect(publishedSources(buildIndexDiff([released]), [edited], before)).toMatchObject([
      { from: 'memory:docs', version: 'v1.2.3' },
    ]);
  });

  test('a source that neither moved nor changed is not told, nor one that failed', () => {
    const unmoved = { ...code, to: code.from };
    const failed = buildSourceDiff({ known, error: DOWN });
    expect(publishedSources(buildIndexDiff([failed, unmoved]), [], before)).toEqual([]);
  });

  test('a source whose documents changed at the same commit is told', () => {
    const docs = buildSourceDiff({ known });
    const diff = buildIndexDiff([{ ...docs, to: docs.from }]);
    expect(publishedSources(diff, [edited], before)).toMatchObject([
      { commit: docs.from, documents: [edited] },
    ]);
  });

  test('the first publish of a source lists no documents: all of them are new', () => {
    const added = buildSourceDiff({ identity: CODE, former: null, target: inCode });
    const changed = [...inCode.keys()].map((path) => ({ path, change: 'added' as const }));
    expect(publishedSources(buildIndexDiff([added]), changed, before)).toMatchObject([
      { from: 'memory:code', documents: [] },
    ]);
  });

  test('documents of a source that is dropped are told as removed from it, at the commit it had', () => {
    const docs = buildSourceDiff({ known });
    const diff = buildIndexDiff([{ ...docs, to: docs.from }], inCode);
    const removed = [...inCode.keys()].map((path) => ({ path, change: 'removed' as const }));
    expect(publishedSources(diff, removed, before)).toEqual([
      { from: 'memory:code', ref: null, commit: before.sources[1]?.commit, commits: [], documents: removed },
    ]);
  });
});
