/** A vector as an index stores it: in a byte for each number where all are whole and small enough. */
export type StoredVector = Float32Array | Int8Array;

/**
 * Vectors of one length, one after the other in memory, so that comparing a vector with all of them takes little of both
 * time and memory. Bytes stay bytes as long as all vectors are.
 */
export class VectorList {
  readonly #dimensions: number;
  readonly #capacity: number;
  #numbers: StoredVector;
  /** One divided by the length of each vector; 0 for a vector of zeros. */
  readonly #scales: Float32Array;
  #size = 0;

  /** @param capacity how many vectors it can hold */
  constructor(dimensions: number, capacity: number) {
    this.#dimensions = dimensions;
    this.#capacity = capacity;
    this.#numbers = new Int8Array(dimensions * capacity);
    this.#scales = new Float32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  add(vector: StoredVector): void {
    if (vector.length !== this.#dimensions || this.#size === this.#capacity)
      throw new RangeError('the vector does not fit the list');
    if (vector instanceof Float32Array && this.#numbers instanceof Int8Array)
      this.#numbers = Float32Array.from(this.#numbers);
    const start = this.#size * this.#dimensions;
    this.#numbers.set(vector, start);
    const length = Math.sqrt(dot(vector, this.#numbers, start));
    this.#scales[this.#size] = length === 0 ? 0 : 1 / length;
    this.#size += 1;
  }

  /** Returns the vector at a place. It shares the list's memory. */
  at(place: number): StoredVector {
    return this.#numbers.subarray(place * this.#dimensions, (place + 1) * this.#dimensions);
  }

  /** Returns the cosine of a vector with each in the list, in order; 0 where either is a vector of zeros. */
  cosines(vector: Float32Array): Float64Array {
    const length = Math.sqrt(dot(vector, vector, 0));
    const cosines = new Float64Array(this.#size);
    if (length === 0) return cosines;
    for (let place = 0; place < cosines.length; place++) {
      const product = dot(vector, this.#numbers, place * this.#dimensions);
      cosines[place] = (product * (this.#scales[place] as number)) / length;
    }
    return cosines;
  }
}

/** With four independent sums, the processor need not wait for one addition to finish before the next. */
function dot(a: StoredVector, others: StoredVector, start: number): number {
  const whole = a.length - (a.length % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0, at = start; i < whole; i += 4, at += 4) {
    s0 += (a[i] as number) * (others[at] as number);
    s1 += (a[i + 1] as number) * (others[at + 1] as number);
    s2 += (a[i + 2] as number) * (others[at + 2] as number);
    s3 += (a[i + 3] as number) * (others[at + 3] as number);
  }
  for (let i = whole; i < a.length; i++) s0 += (a[i] as number) * (others[start + i] as number);
  return s0 + s1 + s2 + s3;
}
