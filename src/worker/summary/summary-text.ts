/** Only the beginning of a longer response is read. */
const MAX_RESPONSE = 8_000;
/** The same limit as for a summary from the document's own text. */
const MAX_CHARACTERS = 300;
/** A text with fewer letters is no summary. */
const MIN_LETTERS = 15;

/** Replacements in a response, in this order. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  // The reasoning that some models print first.
  [/^[\s\S]*<\/think(?:ing)?>/iu, ''],
  [/[\p{Cc}\p{Z}]+/gu, ' '],
  // Characters that people do not see but models read: formatting, private use, tags, variation selectors.
  [/[\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Variation_Selector}]/gu, ''],
  // Marks and entities come first, so that none of them can hide an address.
  [/[`*~|]+|__+/gu, ''],
  [/&(?:#\w+|[a-z]\w*);/giu, ''],
  [/!\[[^[\]]*\]\([^()]*\)/gu, ''],
  [/\[([^[\]]*)\]\([^()]*\)/gu, '$1'],
  [/\](?=[([])/gu, '] '],
  [/<[^<>]*>|</gu, ''],
  [/[a-z\d+.-]{0,40}:\/\/[^\s\p{Script=Han}]*|\bwww\.\S+/giu, ''],
  [/\b(?:data|file|javascript|mailto|vbscript):\S+/giu, ''],
  [/^[\s#>+-]+/u, ''],
  [/^(?:summary|tl;dr)\s*:/iu, ''],
  [/\s+/gu, ' '],
  [/ (?=[.,;:!?)])/gu, ''],
];

/**
 * Cleans a model's response: one paragraph of plain text without markup, links, addresses or invisible characters, at most
 * 300 characters.
 * @returns `''` if no summary is left
 */
export function cleanSummary(response: string): string {
  let text = response.slice(0, MAX_RESPONSE);
  for (const [pattern, replacement] of REPLACEMENTS) text = text.replace(pattern, replacement);
  text = removeQuotes(text.trim());
  return (text.match(/\p{L}/gu)?.length ?? 0) < MIN_LETTERS ? '' : clip(text);
}

function removeQuotes(text: string): string {
  return /^(["'“«]).*(["'”»])$/u.test(text) ? text.slice(1, -1).trim() : text;
}

/** Clips a text after the last sentence that fits, or within the first sentence. */
function clip(text: string): string {
  const characters = [...text];
  if (characters.length <= MAX_CHARACTERS) return text;
  const kept = characters.slice(0, MAX_CHARACTERS - 1).join('');
  return /^.*[.!?。！？](?=\s|$)/u.exec(kept)?.[0] ?? `${kept}…`;
}
