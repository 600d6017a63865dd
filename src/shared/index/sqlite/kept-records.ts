/** As many records as are kept: of chunks, some 10 MB. */
const CAPACITY = 4_096;

/** Records as they were read and parsed, for as long as the publish they belong to is in force. */
export class KeptRecords<K, V> {
  readonly #read: (key: K) => V;
  readonly #records = new Map<K, V>();
  #published = '';

  constructor(read: (key: K) => V) {
    this.#read = read;
  }

  /** @param published names the publish; with another one everything kept is forgotten */
  at(published: string, key: K): V {
    if (published !== this.#published || this.#records.size >= CAPACITY) this.#records.clear();
    this.#published = published;
    const known = this.#records.get(key);
    if (known !== undefined) return known;
    const record = this.#read(key);
    this.#records.set(key, record);
    return record;
  }
}
