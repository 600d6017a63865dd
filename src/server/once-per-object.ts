/**
 * Makes a function that computes something of an object once for as long as somebody holds the object: a passage, or the
 * list of a snapshot's documents.
 */
export function oncePerObject<T extends object, R>(compute: (object: T) => R): (object: T) => R {
  const computed = new WeakMap<T, R>();
  return (object) => {
    const known = computed.get(object);
    if (known !== undefined) return known;
    const result = compute(object);
    computed.set(object, result);
    return result;
  };
}
