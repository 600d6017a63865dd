/** A vector's direction: the vector at length 1, so that the cosine of two is their dot product. */
export function direction(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** The cosines of one direction with many of the same length, in their order. */
export function cosines(one: Float32Array, many: readonly Float32Array[]): Float64Array {
  return Float64Array.from(many, (other) => dot(one, other));
}

/** Four sums at a time: the processor need not wait for one addition before it begins the next. */
function dot(a: Float32Array, b: Float32Array): number {
  const whole = a.length - (a.length % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += (a[i] as number) * (b[i] as number);
    s1 += (a[i + 1] as number) * (b[i + 1] as number);
    s2 += (a[i + 2] as number) * (b[i + 2] as number);
    s3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < a.length; i++) s0 += (a[i] as number) * (b[i] as number);
  return s0 + s1 + s2 + s3;
}
