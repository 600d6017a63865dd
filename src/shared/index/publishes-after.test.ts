import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sourceStatus } from '../../../test/support/source-builder.ts';
import type { PublishedSource, PublishRecord } from '../domain/history.ts';
import type { Revision } from '../domain/source.ts';
import { publishesAfter } from './publishes-after.ts';

/** `a3` is the third commit of source a; a later number is a later day. */
function commit(name: string): Revision {
  const day = name.slice(1).padStart(2, '0');
  return {
    sha: Buffer.from(name).toString('hex').padEnd(40, '0'),
    date: `2026-01-${day}T00:00:00.000Z`,
    subject: name,
  };
}

/** @param names the commits it includes, oldest first; the last is the one it reached */
function published(names: string): PublishedSource {
  const commits = names.split(' ').map(commit);
  return {
    from: `github:o/${names[0]}`,
    ref: 'main',
    commit: commits.at(-1) ?? commit(names),
    commits,
    documents: [],
  };
}

/** @param publishes oldest first, each with what its sources brought */
function history(...publishes: string[][]): PublishRecord[] {
  return publishes
    .map((sources, index) => ({
      sequence: index + 1,
      publishedAt: '2026-02-01T00:00:00.000Z',
      sources: sources.map(published),
    }))
    .toReversed();
}

/** @param names the current commit of every source */
const statusAt = (...names: string[]) => ({
  sources: names.map((name) => sourceStatus({ from: `github:o/${name[0]}`, commit: commit(name) })),
});

const sequences = (records: readonly PublishRecord[]) => records.map(({ sequence }) => sequence);

describe('the publishes after a commit of one of several sources', () => {
  const records = history(['a1', 'b1'], ['a2 a3'], ['b2'], ['a4', 'b3'], ['b4']);
  const status = statusAt('a4', 'b4');
  const sequencesSince = (name: string) => sequences(publishesAfter(records, status, commit(name).sha));

  test('the publishes after a commit are those after the publish that brought its source to it', () => {
    expect([sequencesSince('a1'), sequencesSince('b1')]).toEqual([
      [5, 4, 3, 2],
      [5, 4, 3, 2],
    ]);
    expect(sequencesSince('a3')).toEqual([5, 4, 3]);
    expect(sequencesSince('b2')).toEqual([5, 4]);
  });

  test('the publishes after the current commit of a source are those of the other sources', () => {
    expect([sequencesSince('a4'), sequencesSince('b4')]).toEqual([[5], []]);
  });

  test('the publishes after a commit in the middle of a publish include that publish', () => {
    expect(sequencesSince('a2')).toEqual([5, 4, 3, 2]);
  });

  test('a commit may be given by its first seven characters, in upper case', () => {
    expect(sequences(publishesAfter(records, status, commit('a3').sha.slice(0, 7).toUpperCase()))).toEqual([
      5, 4, 3,
    ]);
  });

  test('an unknown commit, an invalid date and no value give the whole history', () => {
    for (const since of [commit('c9').sha, 'yesterday', '', undefined]) {
      expect(publishesAfter(records, status, since)).toEqual(records);
    }
  });

  test('a source that advanced to its current commit without a publish did so after its last one', () => {
    const current = statusAt('a9', 'b4');
    expect(sequences(publishesAfter(records, current, commit('a9').sha))).toEqual([5]);
  });

  test('after the current commit of a source that is in no record, all publishes count: they are of others', () => {
    const current = statusAt('a4', 'b4', 'c1');
    expect(publishesAfter(records, current, commit('c1').sha)).toEqual(records);
  });

  test('a publish that changed documents of a source that stayed at its commit is after that commit', () => {
    const moved = history(['a1', 'b1'], ['a1'], ['b2'], ['a1']);
    expect(sequences(publishesAfter(moved, statusAt('a1', 'b2'), commit('a1').sha))).toEqual([4, 3, 2]);
  });

  test('a source that came back to an earlier commit counts from its return', () => {
    const reverted = history(['a1'], ['a2'], ['a1'], ['b1']);
    expect(sequences(publishesAfter(reverted, statusAt('a1', 'b1'), commit('a1').sha))).toEqual([4]);
  });

  test('a commit that two refs of a repository share counts from the ref that came to it first', () => {
    const [branch, tag] = [published('a1'), { ...published('a1'), ref: 'v1' }];
    const shared = [
      { sequence: 3, publishedAt: '', sources: [tag] },
      { sequence: 2, publishedAt: '', sources: [published('b1')] },
      { sequence: 1, publishedAt: '', sources: [branch] },
    ];
    expect(sequences(publishesAfter(shared, { sources: [] }, commit('a1').sha))).toEqual([3, 2]);
  });
});

test('a date gives the updates of commits made after it, source by source', () => {
  const records = history(['a1', 'b5'], ['a2'], ['a3', 'b9']);
  const found = publishesAfter(records, statusAt('a3', 'b9'), '2026-01-03');
  expect(found.map(({ sources }) => sources.map(({ commit }) => commit.subject))).toEqual([['b9'], ['b5']]);
});

const arbitraryHistory = fc
  .array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), { minLength: 1, maxLength: 12 })
  .map((publishes) => {
    const reached: Record<string, number> = { a: 0, b: 0, c: 0 };
    const next = (name: string) => {
      const number = (reached[name] ?? 0) + 1;
      reached[name] = number;
      return `${name}${number}`;
    };
    return history(...publishes.map((names) => names.toSorted().map(next)));
  });

test('whatever commit of any source is given, no later update is missing and no earlier publish is returned', () => {
  fc.assert(
    fc.property(arbitraryHistory, fc.nat(), (records, choice) => {
      const updates = records.flatMap((record) =>
        record.sources.map((source) => ({ sequence: record.sequence, name: source.commit.subject })),
      );
      const known = updates[choice % updates.length] ?? { sequence: 0, name: '' };
      const latest = ['a', 'b', 'c'].flatMap((source) => {
        const update = updates.find(({ name }) => name.startsWith(source));
        return update === undefined ? [] : [update.name];
      });
      const found = publishesAfter(records, statusAt(...latest), commit(known.name).sha);
      expect(sequences(found)).toEqual(sequences(records).filter((sequence) => sequence > known.sequence));
    }),
  );
});
