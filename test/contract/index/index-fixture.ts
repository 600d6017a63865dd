import { afterEach, beforeEach } from '@jest/globals';
import type { Clock } from '../../../src/shared/clock.ts';
import type { IndexReader } from '../../../src/shared/index/index-reader.ts';
import type { IndexWriter } from '../../../src/worker/index/index-writer.ts';

/** Where one index is stored, empty at first. Every adapter brings one to the contract suite. */
export interface IndexLocation {
  /** Opens a new reader, as another process would. */
  openReader(): IndexReader;
  /** Opens a new writer, as another process would. */
  openWriter(clock: Clock): IndexWriter;
  /** Removes the index. */
  remove(): Promise<void>;
}

/** The index of one test, with a reader that was opened before the index existed. */
export interface IndexFixture {
  readonly reader: IndexReader;
  readonly writer: IndexWriter;
  /** The writers' clock, in milliseconds since the epoch. A test may change it. */
  now: number;
  /** Opens another reader. */
  openReader(): IndexReader;
  /** Opens another writer, on the same clock. */
  openWriter(): IndexWriter;
}

/** Creates an empty index before each test of the surrounding `describe`, and closes and removes it afterwards. */
export function useIndex(createLocation: () => Promise<IndexLocation>): () => IndexFixture {
  let fixture: IndexFixture | undefined;
  const toClose: { close(): Promise<void> }[] = [];
  let location: IndexLocation | undefined;

  beforeEach(async () => {
    const opened = await createLocation();
    location = opened;
    const closedLater = <T extends { close(): Promise<void> }>(closable: T): T => {
      toClose.push(closable);
      return closable;
    };
    const clock = () => fixture?.now ?? 0;
    fixture = {
      now: Date.UTC(2025, 5, 1),
      reader: closedLater(opened.openReader()),
      writer: closedLater(opened.openWriter(clock)),
      openReader: () => closedLater(opened.openReader()),
      openWriter: () => closedLater(opened.openWriter(clock)),
    };
  });

  afterEach(async () => {
    try {
      for (const closable of toClose.splice(0)) await closable.close();
    } finally {
      await location?.remove();
    }
  });

  return () => {
    if (fixture === undefined) throw new Error('an index is available only within a test');
    return fixture;
  };
}
