import { type Html, html } from './html.ts';

/**
 * A text to run or to paste. The script of the page adds a button that copies it.
 * @param name what the button says that it copies
 */
export function copyable(text: string, name: string): Html {
  return html`<div class="copyable" data-name="${name}"><pre aria-label="${name}"><code>${text}</code></pre></div>`;
}
