import { describe, expect, test } from '@jest/globals';
import { buildIdentity, buildSourceStatus, plainRoot } from '../../../test/support/source-builder.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import type { Root, SourceIdentity, SourceStatus } from '../../shared/domain/source.ts';
import { planSources, sourcesAreCurrent } from './ask-sources.ts';

const ROOT = plainRoot('docs');
const ZH = plainRoot('zh', 'zh');
const DOCS = buildIdentity({ from: 'github:acme/docs', ref: 'main', roots: [ROOT, ZH] });
const CODE = buildIdentity({ from: 'github:acme/code', ref: 'main', roots: [plainRoot('', 'code')] });

function statusOf(...sources: SourceStatus[]): IndexStatus {
  return { ...EMPTY_STATUS, sequence: 1, sources };
}

function plan(
  status: IndexStatus,
  list: readonly SourceIdentity[],
  request: { rebuild?: boolean; dropSources?: boolean } = {},
) {
  return planSources(status, list, { rebuild: false, dropSources: false, ...request });
}

/** The plan of a source whose roots were `former` and are now `wanted`. */
function planRoots(former: readonly Root[], wanted: readonly Root[], dropSources = false) {
  const status = statusOf(buildSourceStatus({ ...DOCS, roots: former }));
  return plan(status, [{ ...DOCS, roots: wanted }], { dropSources }).sources[0];
}

describe('the sources of a plan', () => {
  test('a source that the index has not recorded has to be listed', () => {
    expect(plan(EMPTY_STATUS, [DOCS])).toEqual({
      sources: [
        {
          id: 'github:acme/docs@main',
          identity: DOCS,
          former: null,
          moves: [],
          reselected: true,
          readdressed: [],
        },
      ],
      drops: false,
      replaces: false,
    });
  });

  test('a source that was recorded without ever being indexed has to be listed too, and keeps its record', () => {
    const unread = buildSourceStatus({ ...CODE, commit: null, checkedAt: null });
    const { sources } = plan(statusOf(buildSourceStatus(DOCS), unread), [DOCS, CODE]);
    expect(sources).toMatchObject([{ reselected: false }, { former: unread, reselected: true }]);
  });

  test('a source as it was has nothing to do', () => {
    expect(planRoots(DOCS.roots, DOCS.roots)).toMatchObject({
      moves: [],
      reselected: false,
      readdressed: [],
    });
  });

  test('the same repository at another ref is another source', () => {
    const status = statusOf(buildSourceStatus(DOCS), buildSourceStatus(CODE));
    expect(() => plan(status, [{ ...DOCS, ref: 'v2' }, CODE])).toThrow(
      expect.objectContaining({
        code: 'SOURCE_REMOVED',
        message: expect.stringContaining('github:acme/docs@main'),
      }),
    );
  });
});

describe('the roots of a plan', () => {
  test('a root at another place moves', () => {
    const moved = { ...ZH, at: 'translated' };
    expect(planRoots([ROOT, ZH], [ROOT, moved])).toMatchObject({
      moves: [{ from: ZH, to: moved }],
      reselected: false,
      readdressed: [],
    });
  });

  test('two roots of one folder are told apart by their places first', () => {
    const [first, second] = [plainRoot('docs', 'a'), plainRoot('docs', 'b')];
    const third = plainRoot('docs', 'c');
    expect(planRoots([first, second], [second, third])).toMatchObject({
      moves: [{ from: first, to: third }],
      reselected: false,
    });
  });

  test('the order of roots does not matter', () => {
    expect(planRoots([ROOT, ZH], [ZH, ROOT])).toMatchObject({
      moves: [],
      reselected: false,
      readdressed: [],
    });
  });

  test.each<[string, Partial<Root>]>([
    ['include globs', { include: ['**/*.markdown'] }],
    ['exclude globs', { exclude: ['drafts/**'] }],
  ])('a root with other %s has to be listed again', (_, change) => {
    expect(planRoots([ROOT], [{ ...ROOT, ...change }])).toMatchObject({ reselected: true, readdressed: [] });
  });

  test.each<[string, Partial<Root>]>([
    ['site', { site: 'https://docs.example.com' }],
    ['style of addresses', { pages: 'github' }],
    ['language', { language: 'zh' }],
    ['languages', { languages: { zh: ['**/*zh*.md'] } }],
  ])('the documents of a root with another %s have to be prepared again', (_, change) => {
    const changed = { ...ROOT, ...change };
    expect(planRoots([ROOT, ZH], [changed, ZH])).toMatchObject({ reselected: false, readdressed: [changed] });
  });

  test('an added root has to be listed', () => {
    expect(planRoots([ROOT], [ROOT, ZH])).toMatchObject({ reselected: true, moves: [] });
  });

  test('a root of another folder at the place of a former one is removed and added, not moved', () => {
    const other = plainRoot('content');
    expect(() => planRoots([ROOT], [other])).toThrow(
      expect.objectContaining({
        code: 'SOURCE_REMOVED',
        message: expect.stringContaining('the root "docs" (at "") of github:acme/docs@main'),
      }),
    );
    expect(planRoots([ROOT], [other], true)).toMatchObject({ reselected: true, moves: [] });
  });
});

describe('what is no longer in the list', () => {
  const status = statusOf(buildSourceStatus(DOCS), buildSourceStatus(CODE));

  test('sources and roots that are gone are refused, and all of them are named', () => {
    const extra = buildSourceStatus({ from: 'dir:/srv/extra', roots: [plainRoot('', 'extra')] });
    expect(() => plan(statusOf(...status.sources, extra), [{ ...DOCS, roots: [ROOT] }])).toThrow(
      expect.objectContaining({
        code: 'SOURCE_REMOVED',
        message: expect.stringMatching(
          /github:acme\/code@main.*dir:\/srv\/extra.*the root "zh" \(at "zh"\) of github:acme\/docs@main/,
        ),
        advice: expect.stringContaining('--drop-sources'),
      }),
    );
  });

  test('a rebuild does not drop what is gone either', () => {
    expect(() => plan(status, [DOCS], { rebuild: true })).toThrow(
      expect.objectContaining({ code: 'SOURCE_REMOVED' }),
    );
  });

  test('dropSources drops what is gone', () => {
    const { sources, drops } = plan(status, [DOCS], { dropSources: true });
    expect([sources.length, drops]).toEqual([1, true]);
    expect(plan(status, [DOCS, CODE], { dropSources: true })).toMatchObject({ drops: false });
  });

  test('a source of which nothing was indexed may go', () => {
    const unread = buildSourceStatus({ ...CODE, commit: null });
    expect(plan(statusOf(buildSourceStatus(DOCS), unread), [DOCS])).toMatchObject({ drops: false });
  });

  test('an index of other sources altogether is refused unless it is rebuilt, also with dropSources', () => {
    const other = buildIdentity({ from: 'dir:/srv/other' });
    for (const dropSources of [false, true])
      expect(() => plan(status, [other], { dropSources })).toThrow(
        expect.objectContaining({
          code: 'INDEX_OTHER_SOURCE',
          message: expect.stringMatching(
            /github:acme\/docs@main, github:acme\/code@main, not from dir:\/srv\/other/,
          ),
        }),
      );
    expect(plan(status, [other], { rebuild: true })).toMatchObject({
      replaces: true,
      drops: false,
      sources: [{ former: null }],
    });
  });
});

describe('whether the index records the list', () => {
  test.each<[string, readonly SourceIdentity[], boolean]>([
    ['the same list', [DOCS, CODE], true],
    ['another order', [CODE, DOCS], false],
    ['another source', [DOCS, CODE, buildIdentity({ from: 'dir:/srv/x' })], false],
    ['another root', [{ ...DOCS, roots: [ROOT, { ...ZH, language: 'zh' }] }, CODE], false],
  ])('%s', (_, list, current) => {
    const status = statusOf(buildSourceStatus(DOCS), buildSourceStatus(CODE));
    expect(sourcesAreCurrent(plan(status, list), status)).toBe(current);
  });

  test('not while a source has to be dropped', () => {
    const status = statusOf(buildSourceStatus(DOCS), buildSourceStatus(CODE));
    expect(sourcesAreCurrent(plan(status, [DOCS], { dropSources: true }), status)).toBe(false);
  });
});
