/** Hugo's `{{< … >}}`, `{{% … %}}` and its comments. Longer ones than anybody writes are text. */
const SHORTCODE = /\{\{(?:<[^{}]{0,2000}>|%[^{}]{0,2000}%|\/\*[^{}]{0,2000}\*\/)\}\}/g;

/** Where the shortcodes in a text are. */
export function shortcodesIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(SHORTCODE)].map(({ 0: code, index }) => ({
    start: index,
    end: index + code.length,
  }));
}

/** A text without its shortcodes. */
export function withoutShortcodes(text: string): string {
  return text.replace(SHORTCODE, '');
}
