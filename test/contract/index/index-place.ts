import { afterEach, beforeEach } from '@jest/globals';
import type { Clock } from '../../../src/shared/clock.ts';
import type { IndexReader } from '../../../src/shared/index/index-reader.ts';
import type { IndexWriter } from '../../../src/worker/index/index-writer.ts';

/** A place for an index, empty at first: what an adapter provides to run the contract suite. */
export interface IndexPlace {
  /** Opens a new reader, as another process would. */
  openReader(): IndexReader;
  /** Opens a new writer, as another process would. */
  openWriter(clock: Clock): IndexWriter;
  /** Deletes the index. */
  remove(): Promise<void>;
}

/** An index for one test. Its reader was opened before the index existed. */
export interface Fixture {
  readonly reader: IndexReader;
  readonly writer: IndexWriter;
  /** Time of the writers' clock, milliseconds since the epoch; tests may change it. */
  now: number;
  /** Opens another one, with the same clock. */
  openReader(): IndexReader;
  openWriter(): IndexWriter;
}

/** Creates a place before each test of the surrounding `describe`; closes everything and deletes it afterwards. */
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
