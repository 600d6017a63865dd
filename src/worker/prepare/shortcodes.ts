/** Hugo's `{{< … >}}`, `{{% … %}}` and comments. Longer ones count as text. */
const SHORTCODE = /\{\{(?:<[^{}]{0,2000}>|%[^{}]{0,2000}%|\/\*[^{}]{0,2000}\*\/)\}\}/g;

/** Finds the shortcodes in a text. */
export function findShortcodes(text: string): { start: number; end: number }[] {
  return [...text.matchAll(SHORTCODE)].map(({ 0: code, index }) => ({
    start: index,
    end: index + code.length,
  }));
}

/** Removes the shortcodes of a text. */
export function withoutShortcodes(text: string): string {
  return text.replace(SHORTCODE, '');
}
