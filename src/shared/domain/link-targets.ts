/** The target and title of a Markdown link or image; a target may hold pairs of round brackets. */
const TARGET = /\]\((?:https?:\/\/|\.{0,2}\/|#)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: "[^"\n]*")?\)/g;

/**
 * Markdown without the addresses its links lead to, which say nothing of what it is about. Only addresses that look
 * like one: in code, an index may be followed by a call.
 */
export function withoutLinkTargets(markdown: string): string {
  return markdown.replace(TARGET, ']');
}
