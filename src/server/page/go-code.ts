import { type Html, html } from './html.ts';
import type { MarkWords } from './marked-words.ts';

/**
 * The tokens of Go that are coloured. What is not closed ends with the text or the line, so that every text is read once.
 * https://go.dev/ref/spec#Lexical_elements
 */
const TOKEN = new RegExp(
  [
    String.raw`(?<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\x60[^\x60]*\x60?)`,
    String.raw`(?<keyword>\b(?:break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import|interface|map|package|range|return|select|struct|switch|type|var)\b)`,
    String.raw`(?<builtin>\b(?:any|bool|byte|comparable|complex64|complex128|error|float32|float64|int|int8|int16|int32|int64|rune|string|uint|uint8|uint16|uint32|uint64|uintptr|true|false|iota|nil)\b)`,
    String.raw`(?<number>\b\d[\w.]*)`,
    String.raw`(?<call>\b[\p{L}_][\p{L}\p{N}_]*(?=\())`,
  ].join('|'),
  'gu',
);

/** Go code with its tokens as spans: `<span class="keyword">`. */
export function highlightedGo(code: string, mark: MarkWords): Html {
  const parts: Html[] = [];
  let from = 0;
  for (const { 0: token, index, groups = {} } of code.matchAll(TOKEN)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined) ?? '';
    parts.push(mark(code.slice(from, index)), html`<span class="${kind}">${mark(token)}</span>`);
    from = index + token.length;
  }
  return html`${[...parts, mark(code.slice(from))]}`;
}

/** Whether the word after a fence means Go. */
export function isGo(language: string): boolean {
  return /^go(?:lang)?$/i.test(language);
}
