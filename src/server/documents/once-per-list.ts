/**
 * Makes a function that computes something of a list once for as long as somebody holds the list, such as the documents of
 * a snapshot.
 */
export function oncePerList<T, R>(compute: (list: readonly T[]) => R): (list: readonly T[]) => R {
  const computed = new WeakMap<readonly T[], R>();
  return (list) => {
    const known = computed.get(list);
    if (known !== undefined) return known;
    const result = compute(list);
    computed.set(list, result);
    return result;
  };
}
