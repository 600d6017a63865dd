import type { Chunk } from '../../shared/domain/chunk.ts';
import { FNV_BASIS, fnv1a } from '../../shared/fnv1a.ts';
import { oncePerObject } from '../index-access/snapshots.ts';

/** Jaccard similarity of their words from which two passages say the same. */
const SIMILAR = 0.8;

/** Returns for each passage whether it says the same as one before it. */
export function findRepeated(passages: readonly Pick<Chunk, 'text'>[]): boolean[] {
  const seen: Uint32Array[] = [];
  return passages.map((passage) => {
    const words = wordsOnce(passage);
    const isRepeated = seen.some((other) => areSimilar(words, other));
    seen.push(words);
    return isRepeated;
  });
}

/** @param a hashes in ascending order, as `b` */
function areSimilar(a: Uint32Array, b: Uint32Array): boolean {
  const [fewer, more] = a.length < b.length ? [a, b] : [b, a];
  if (fewer.length < SIMILAR * more.length) return false;
  const enough = (SIMILAR / (1 + SIMILAR)) * (a.length + b.length);
  let missing = 0;
  let at = 0;
  for (const word of fewer) {
    while (at < more.length && (more[at] as number) < word) at += 1;
    if (more[at] === word) continue;
    missing += 1;
    // Most passages have little in common, which a few words show.
    if (fewer.length - missing < enough - 1) return false;
  }
  const common = fewer.length - missing;
  return common >= SIMILAR * (a.length + b.length - common);
}

const wordsOnce = oncePerObject(({ text }: Pick<Chunk, 'text'>) => wordHashes(text));

/** Of the text that is being read. */
let hashes = new Uint32Array(4_096);

/**
 * Hashes of the different words of a text, in ascending order: letters and digits of ASCII in a row, and each two
 * characters of other scripts in a row. No word is made of them: of hundreds of passages, hardly any is compared again.
 */
function wordHashes(text: string): Uint32Array {
  if (hashes.length < text.length) hashes = new Uint32Array(text.length);
  let count = 0;
  let word = FNV_BASIS;
  let previous = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (isWordInAscii(code)) word = fnv1a(word, code | LOWER_CASE);
    else if (word !== FNV_BASIS) {
      hashes[count++] = word;
      word = FNV_BASIS;
    }
    const isOther = code > 0x7f;
    if (isOther) hashes[count++] = fnv1a(fnv1a(FNV_BASIS, previous), code);
    previous = isOther ? code : 0;
  }
  const sorted = hashes.subarray(0, count).sort();
  let distinct = 0;
  for (const hash of sorted) if (distinct === 0 || hash !== sorted[distinct - 1]) sorted[distinct++] = hash;
  return sorted.slice(0, distinct);
}

/** Set in the small letters and the digits, and not in the capitals. */
const LOWER_CASE = 0x20;

function isWordInAscii(code: number): boolean {
  const letter = code | LOWER_CASE;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
