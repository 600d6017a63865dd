/** SQLite's result code for a damaged file. */
const CORRUPT = 11;

/** What SQLite would throw of a damaged file, for damage that it cannot know of; classified like its own. */
export function damaged(what: string): Error {
  return Object.assign(new Error(what), { errcode: CORRUPT });
}
