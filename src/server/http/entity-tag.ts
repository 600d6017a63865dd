/** Whether an `If-None-Match` names a tag: alone, in a list, as weak, or with all there are as `*`. */
export function namesTag(header: string | undefined, tag: string): boolean {
  return header?.trim() === '*' || header?.match(/"[^"]*"/g)?.some((named) => named === tag) === true;
}
