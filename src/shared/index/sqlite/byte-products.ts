/**
 * Vectors of bytes, one after the other in memory, and their dot products with another one. WebAssembly multiplies and
 * adds sixteen bytes in a few instructions (https://github.com/WebAssembly/simd), for which JavaScript has none: it takes
 * a tenth of the time of a loop.
 */
export class ByteProducts {
  /** Bytes of a vector, with zeros at its end that add nothing to a product. */
  readonly stride: number;
  /** The vectors, each at a multiple of `stride`. */
  readonly bytes: Int8Array;
  readonly #query: Int8Array;
  readonly #products: Int32Array;
  readonly #multiply: Multiply;

  /** @param capacity how many vectors there is room for */
  constructor(dimensions: number, capacity: number) {
    this.stride = Math.ceil(dimensions / LANES) * LANES;
    const [query, products] = [this.stride * capacity, this.stride * (capacity + 1)];
    // Without vectors, too, the module imports a page.
    const pages = Math.max(1, Math.ceil((products + 4 * capacity) / PAGE));
    const memory = new WebAssembly.Memory({ initial: pages });
    this.bytes = new Int8Array(memory.buffer, 0, query);
    this.#query = new Int8Array(memory.buffer, query, this.stride);
    this.#products = new Int32Array(memory.buffer, products, capacity);
    const { exports } = new WebAssembly.Instance(MODULE, { env: { memory } });
    this.#multiply = exports['multiply'] as Multiply;
  }

  /** Returns the products with the first `count` vectors, in memory that the next call overwrites. */
  products(vector: Int8Array, count: number): Int32Array {
    this.#query.set(vector);
    const products = this.#products.subarray(0, count);
    if (count > 0)
      this.#multiply(0, count * this.stride, this.#query.byteOffset, this.stride, products.byteOffset);
    return products;
  }
}

/** As far as it is used here: the types of Node do not have it. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** All addresses are in bytes. `end` is that after the last vector; there has to be one. */
type Multiply = (vectors: number, end: number, query: number, stride: number, products: number) => void;

/** Bytes that are multiplied at once. */
const LANES = 16;
/** Bytes of a page of memory. */
const PAGE = 65_536;

const [VECTORS, END, QUERY, STRIDE, PRODUCTS, AT, SUM, A, B] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Instructions: https://webassembly.github.io/spec/core/appendix/index-instructions.html */
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const number = (value: number) => [0x41, value];
const loop = (...body: number[][]) => [0x03, NO_RESULT, ...body.flat(), END_OF_BLOCK];
const repeatIf = (condition: number[][]) => [...condition.flat(), 0x0d, 0];
const NO_RESULT = 0x40;
const END_OF_BLOCK = 0x0b;
const ADD = [0x6a];
const LESS = [0x49];
const STORE = [0x36, 2, 0];
const LOAD_16_BYTES = [0xfd, 0x00, 0, 0];
const IN_EVERY_LANE = [0xfd, 0x11];
const LANE = (lane: number) => [0xfd, 0x1b, lane];
const LOW_TO_16_BITS = [0xfd, 0x87, 0x01];
const HIGH_TO_16_BITS = [0xfd, 0x88, 0x01];
const DOT_PRODUCTS_OF_PAIRS = [0xfd, 0xba, 0x01];
const ADD_LANES = [0xfd, 0xae, 0x01];

/** For each vector: the sum of the products of its bytes with those of the query, sixteen at a time in four sums. */
const MULTIPLY = loop(
  [...number(0), ...IN_EVERY_LANE, ...set(SUM)],
  [...number(0), ...set(AT)],
  loop(
    get(SUM),
    [...get(VECTORS), ...get(AT), ...ADD, ...LOAD_16_BYTES, ...tee(A), ...LOW_TO_16_BITS],
    [...get(QUERY), ...get(AT), ...ADD, ...LOAD_16_BYTES, ...tee(B), ...LOW_TO_16_BITS],
    [...DOT_PRODUCTS_OF_PAIRS, ...ADD_LANES],
    [...get(A), ...HIGH_TO_16_BITS, ...get(B), ...HIGH_TO_16_BITS, ...DOT_PRODUCTS_OF_PAIRS, ...ADD_LANES],
    set(SUM),
    repeatIf([get(AT), number(LANES), ADD, tee(AT), get(STRIDE), LESS]),
  ),
  get(PRODUCTS),
  [...get(SUM), ...LANE(0), ...get(SUM), ...LANE(1), ...ADD],
  [...get(SUM), ...LANE(2), ...ADD, ...get(SUM), ...LANE(3), ...ADD, ...STORE],
  [...get(PRODUCTS), ...number(Int32Array.BYTES_PER_ELEMENT), ...ADD, ...set(PRODUCTS)],
  repeatIf([get(VECTORS), get(STRIDE), ADD, tee(VECTORS), get(END), LESS]),
);

/** A module with the one function: https://webassembly.github.io/spec/core/binary/modules.html */
function moduleOf(code: readonly number[]): object {
  const [I32, V128] = [0x7f, 0x7b];
  const text = (word: string) => [word.length, ...Buffer.from(word)];
  const sized = (bytes: readonly number[]) => [(bytes.length & 0x7f) | 0x80, bytes.length >> 7, ...bytes];
  const section = (id: number, ...bytes: number[]) => [id, ...sized(bytes)];
  const locals = [2, 1, I32, 3, V128];
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, 1, 0x60, 5, I32, I32, I32, I32, I32, 0),
      ...section(2, 1, ...text('env'), ...text('memory'), 2, 0, 1),
      ...section(3, 1, 0),
      ...section(7, 1, ...text('multiply'), 0, 0),
      ...section(10, 1, ...sized([...locals, ...code, END_OF_BLOCK])),
    ]),
  );
}

const MODULE = moduleOf(MULTIPLY);
