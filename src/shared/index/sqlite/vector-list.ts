import { ByteProducts } from './byte-products.ts';

/** A vector as an index stores it: in a byte for each number where all are whole and small enough. */
export type StoredVector = Float32Array | Int8Array;

/**
 * Vectors of one length, one after the other in memory, so that comparing a vector with all of them takes little of both
 * time and memory. Bytes stay bytes as long as all vectors are.
 */
export class VectorList {
  readonly #dimensions: number;
  readonly #capacity: number;
  /** null: there are floats. */
  #bytes: ByteProducts | null;
  #stride: number;
  #numbers: StoredVector;
  /** One divided by the length of each vector; 0 for a vector of zeros. */
  readonly #scales: Float32Array;
  readonly #cosines: Float64Array;
  #size = 0;

  /** @param capacity how many vectors it can hold */
  constructor(dimensions: number, capacity: number) {
    this.#dimensions = dimensions;
    this.#capacity = capacity;
    this.#bytes = new ByteProducts(dimensions, capacity);
    this.#stride = this.#bytes.stride;
    this.#numbers = this.#bytes.bytes;
    this.#scales = new Float32Array(capacity);
    this.#cosines = new Float64Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  add(vector: StoredVector): void {
    if (vector.length !== this.#dimensions || this.#size === this.#capacity)
      throw new RangeError('the vector does not fit the list');
    if (vector instanceof Float32Array && this.#bytes !== null) this.#toFloats();
    const start = this.#size * this.#stride;
    this.#numbers.set(vector, start);
    const length = Math.sqrt(dot(vector, this.#numbers, start));
    this.#scales[this.#size] = length === 0 ? 0 : 1 / length;
    this.#size += 1;
  }

  #toFloats(): void {
    const floats = new Float32Array(this.#dimensions * this.#capacity);
    for (let place = 0; place < this.#size; place++) floats.set(this.at(place), place * this.#dimensions);
    this.#numbers = floats;
    this.#stride = this.#dimensions;
    this.#bytes = null;
  }

  /** Returns the vector at a place. It shares the list's memory. */
  at(place: number): StoredVector {
    const start = place * this.#stride;
    return this.#numbers.subarray(start, start + this.#dimensions);
  }

  /**
   * Returns the cosine of a vector with each in the list, in order; 0 where either is a vector of zeros. The next call
   * overwrites them.
   */
  cosines(vector: Float32Array): Float64Array {
    const length = Math.sqrt(dot(vector, vector, 0));
    const cosines = this.#cosines.subarray(0, this.#size);
    if (length === 0) return cosines.fill(0);
    const bytes = bytesOf(vector);
    const products = bytes === null ? undefined : this.#bytes?.products(bytes, this.#size);
    for (let place = 0; place < cosines.length; place++) {
      const product = products?.[place] ?? dot(vector, this.#numbers, place * this.#stride);
      cosines[place] = (product * (this.#scales[place] as number)) / length;
    }
    return cosines;
  }
}

/** Returns the vector in bytes if all of its numbers are whole and small enough, otherwise null. */
export function bytesOf(vector: Float32Array): Int8Array | null {
  const bytes = Int8Array.from(vector);
  return bytes.every((byte, at) => byte === vector[at] && byte !== -128) ? bytes : null;
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
