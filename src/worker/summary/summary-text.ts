/** As much of an answer as is looked at. */
const LONGEST_ANSWER = 8_000;
/** As long as a summary taken from the document itself may be. */
const MAX_CHARACTERS = 300;
/** With fewer letters it says nothing. */
const MIN_LETTERS = 15;

/** What is taken out of an answer, in this order, and what takes its place. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // What some models think aloud before they answer.
  [/^[\s\S]*<\/think(?:ing)?>/iu, ''],
  [/[\p{Cc}\p{Z}]+/gu, ' '],
  // What nobody sees and a model still reads: formatting and private characters, tags, variation selectors.
  [/[\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Variation_Selector}]/gu, ''],
  // Marks and entities first, so that none of them is left to hide an address.
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
 * A model's answer as one paragraph of plain text that is safe to show: no markup, no links or addresses, nothing
 * invisible, and no longer than a line or three.
 * @returns `''` where nothing worth showing is left
 */
export function displayText(answer: string): string {
  let text = answer.slice(0, LONGEST_ANSWER);
  for (const [what, instead] of RULES) text = text.replace(what, instead);
  text = unquoted(text.trim());
  return (text.match(/\p{L}/gu)?.length ?? 0) < MIN_LETTERS ? '' : clipped(text);
}

function unquoted(text: string): string {
  return /^(["'“«]).*(["'”»])$/u.test(text) ? text.slice(1, -1).trim() : text;
}

/** Ends with the last sentence that fits; within the first one where not even that does. */
function clipped(text: string): string {
  const characters = [...text];
  if (characters.length <= MAX_CHARACTERS) return text;
  const kept = characters.slice(0, MAX_CHARACTERS - 1).join('');
  return /^.*[.!?。！？](?=\s|$)/u.exec(kept)?.[0] ?? `${kept}…`;
}
