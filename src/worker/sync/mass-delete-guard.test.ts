import { describe, expect, test } from '@jest/globals';
import { buildIndexDiff, buildSourceDiff, numberedDocuments } from '../../../test/support/diff-builder.ts';
import { buildIdentity, plainRoot, sourceStatus } from '../../../test/support/source-builder.ts';
import type { Manifest } from '../../shared/domain/change.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { guardAgainstMassDelete } from './mass-delete-guard.ts';

const ID = 'memory:docs';

function guard(known: Manifest, target: Manifest): OperationalError | undefined {
  return guardAgainstMassDelete(buildIndexDiff([buildSourceDiff({ known, target })])).get(ID);
}

describe('the guard against mass deletion', () => {
  test('the mass-delete guard refuses a root without documents', () => {
    expect(guard(numberedDocuments(0, 98), new Map())).toMatchObject({
      code: 'DOCS_EMPTY',
      message: 'the root . no longer has any document; the index has 98.',
      advice: expect.stringContaining('--allow-mass-delete'),
    });
    expect(guard(new Map(), new Map())).toMatchObject({
      code: 'DOCS_EMPTY',
      message: 'the root . has no document.',
      advice: expect.not.stringContaining('--allow-mass-delete'),
    });
  });

  test('the mass-delete guard refuses to remove more than half of the documents and says how to allow it', () => {
    expect(guard(numberedDocuments(0, 98), numberedDocuments(0, 48))).toMatchObject({
      code: 'MASS_DELETE_REFUSED',
      message: 'this run would remove 50 of 98 documents of the root ..',
      advice: expect.stringContaining('--allow-mass-delete'),
    });
  });

  test('the mass-delete guard allows the removal of half of the documents', () => {
    expect(guard(numberedDocuments(0, 98), numberedDocuments(0, 49))).toBeUndefined();
  });

  test('the mass-delete guard allows a reorganisation that removes 56 of 123 documents and adds 21', () => {
    const target = new Map([...numberedDocuments(56, 123), ...numberedDocuments(200, 221)]);
    expect(guard(numberedDocuments(0, 123), target)).toBeUndefined();
  });

  test('the mass-delete guard does not count a renamed document as removed', () => {
    expect(guard(numberedDocuments(0, 98), numberedDocuments(0, 98, 'moved/'))).toBeUndefined();
  });

  test('the mass-delete guard allows a first sync', () => {
    expect(guard(new Map(), numberedDocuments(0, 98))).toBeUndefined();
  });
});

describe('the guard of several roots and sources', () => {
  const identity = buildIdentity({ roots: [plainRoot('docs'), plainRoot('ext', 'ext')] });

  test('a small root that is emptied is refused, although most documents of the source stay', () => {
    const known = new Map([...numberedDocuments(0, 98), ...numberedDocuments(200, 203, 'ext/')]);
    const source = buildSourceDiff({ identity, known, target: numberedDocuments(0, 98) });
    expect(guardAgainstMassDelete(buildIndexDiff([source])).get(ID)).toMatchObject({
      code: 'DOCS_EMPTY',
      message: 'the root ext no longer has any document; the index has 3.',
    });
  });

  test('the removals of one root are compared with the documents of that root', () => {
    const known = new Map([...numberedDocuments(0, 98), ...numberedDocuments(200, 210, 'ext/')]);
    const target = new Map([...numberedDocuments(0, 98), ...numberedDocuments(200, 203, 'ext/')]);
    const source = buildSourceDiff({ identity, known, target });
    expect(guardAgainstMassDelete(buildIndexDiff([source])).get(ID)).toMatchObject({
      code: 'MASS_DELETE_REFUSED',
      message: 'this run would remove 7 of 10 documents of the root ext.',
    });
  });

  test('only the source that removes too much is refused', () => {
    const other = buildIdentity({ from: 'memory:other', roots: [plainRoot('', 'other')] });
    const sources = [
      buildSourceDiff({ identity, known: numberedDocuments(0, 9), target: numberedDocuments(0, 9) }),
      buildSourceDiff({
        identity: other,
        known: numberedDocuments(20, 30, 'other/'),
        target: numberedDocuments(20, 22, 'other/'),
      }),
    ];
    const first = { ...sources[0], identity: buildIdentity({ roots: [plainRoot('docs')] }) };
    const diff = buildIndexDiff([buildSourceDiff(first), ...sources.slice(1)]);
    expect([...guardAgainstMassDelete(diff)]).toEqual([
      ['memory:other', expect.objectContaining({ code: 'MASS_DELETE_REFUSED' })],
    ]);
  });

  test('a source that failed already is not judged', () => {
    const error = new OperationalError('GITHUB_UNREACHABLE', 'no answer.', 'Wait.');
    const source = buildSourceDiff({ known: numberedDocuments(0, 9), target: new Map(), error });
    expect(guardAgainstMassDelete(buildIndexDiff([source])).size).toBe(0);
  });

  test('documents of a root that is no longer in the list are not counted', () => {
    const kept = buildIdentity({ roots: [plainRoot('docs')] });
    const former = sourceStatus(identity);
    const known = new Map([...numberedDocuments(0, 9), ...numberedDocuments(200, 300, 'ext/')]);
    const source = buildSourceDiff({ identity: kept, former, known, target: numberedDocuments(0, 9) });
    expect(guardAgainstMassDelete(buildIndexDiff([source])).size).toBe(0);
  });

  test('the documents of a root that moves are compared with those at its former place', () => {
    const [from, to] = [plainRoot('docs', 'old'), plainRoot('docs', 'new')];
    const moving = {
      identity: buildIdentity({ roots: [to] }),
      former: sourceStatus(buildIdentity({ roots: [from] })),
      moves: [{ from, to }],
      known: numberedDocuments(0, 10, 'old/'),
    };
    const all = buildSourceDiff({ ...moving, target: numberedDocuments(0, 10, 'new/') });
    expect(guardAgainstMassDelete(buildIndexDiff([all])).size).toBe(0);
    const few = buildSourceDiff({ ...moving, target: numberedDocuments(0, 2, 'new/') });
    expect(guardAgainstMassDelete(buildIndexDiff([few])).get(ID)).toMatchObject({
      code: 'MASS_DELETE_REFUSED',
      message: 'this run would remove 8 of 10 documents of the root docs.',
    });
  });

  test('a new root is not compared with documents that another root had at its place', () => {
    const former = sourceStatus(buildIdentity({ roots: [plainRoot('docs')] }));
    const renewed = buildIdentity({ roots: [plainRoot('other')] });
    const source = buildSourceDiff({
      identity: renewed,
      former,
      known: numberedDocuments(0, 10),
      target: numberedDocuments(50, 51),
    });
    expect(guardAgainstMassDelete(buildIndexDiff([source])).size).toBe(0);
  });
});
