import { afterEach, beforeEach } from '@jest/globals';
import type { Clock } from '../../../src/shared/clock.ts';
import type { IndexReader } from '../../../src/shared/index/index-reader.ts';
import type { IndexWriter } from '../../../src/worker/index/index-writer.ts';

/** A place where an index can be, empty at first. What an adapter brings to the contract suite. */
export interface IndexPlace {
  /** A new reader of this place, as another process would open it. */
  openReader(): IndexReader;
  /** A new writer of this place, as another process would open it. */
  openWriter(clock: Clock): IndexWriter;
  /** Removes what is at the place. */
  remove(): Promise<void>;
}

/** One place a test, with a reader that has been open since before there was an index. */
export interface Fixture {
  readonly reader: IndexReader;
  readonly writer: IndexWriter;
  /** Milliseconds since the epoch; a test moves it. */
  now: number;
  /** A second one, on the same clock. */
  openReader(): IndexReader;
  openWriter(): IndexWriter;
}

/** Sets a place up before each test of the surrounding `describe` and closes everything after it. */
export function useIndex(createPlace: () => Promise<IndexPlace>): () => Fixture {
  let fixture: Fixture | undefined;
  const toClose: { close(): Promise<void> }[] = [];
  let place: IndexPlace | undefined;

  beforeEach(async () => {
    const opened = await createPlace();
    place = opened;
    const keep = <T extends { close(): Promise<void> }>(it: T): T => {
      toClose.push(it);
      return it;
    };
    const clock = () => fixture?.now ?? 0;
    fixture = {
      now: Date.UTC(2025, 5, 1),
      reader: keep(opened.openReader()),
      writer: keep(opened.openWriter(clock)),
      openReader: () => keep(opened.openReader()),
      openWriter: () => keep(opened.openWriter(clock)),
    };
  });

  afterEach(async () => {
    for (const it of toClose.splice(0)) await it.close();
    await place?.remove();
  });

  return () => {
    if (fixture === undefined) throw new Error('only within a test');
    return fixture;
  };
}
