/** Draws searches as an animated SVG, which a browser plays without scripts: also inside `<img>`, as GitHub shows it. */

/** A search and what the picture shows of its first result. */
export interface DrawnSearch {
  readonly query: string;
  readonly title: string;
  /** The source of the document, such as `cloudwego/eino`. */
  readonly source: string;
  /** Headings down to the best section. */
  readonly breadcrumbs: readonly string[];
  /** The best section in Markdown. */
  readonly snippet: string;
  readonly url: string;
  /** The commit that the source is indexed at. */
  readonly commit: string;
  /** `fresh` or `stale`. */
  readonly state: string;
}

const WIDTH = 880;
const HEIGHT = 384;
const LEFT = 28;
const LINE = 21;
/** Width of a Latin letter of the monospaced font, in pixels at the size of the text. */
const LETTER = 8.43;
/** Letters that fit into a line, and lines of the passage that are shown. */
const COLUMNS = Math.floor((WIDTH - 2 * LEFT) / LETTER) - 2;
const PASSAGE_LINES = 8;
/** Seconds that each search is shown. */
const SECONDS = 7;

/** @returns the text of an SVG file, the same for the same searches */
export function drawSearches(searches: readonly DrawnSearch[]): string {
  const title = `Searches: ${searches.map(({ query }) => query).join(' · ')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">
<title id="title">${xmlText(title)}</title>
<style>${styles(searches.length)}</style>
<rect class="window" x="1" y="1" width="${WIDTH - 2}" height="${HEIGHT - 2}" rx="10"/>
${searches.map(drawScene).join('\n')}
</svg>
`;
}

function drawScene(search: DrawnSearch, number: number): string {
  const { query, title, source, breadcrumbs, snippet, url, commit, state } = search;
  const prompt = 'search_docs ';
  const typedFrom = LEFT + prompt.length * LETTER;
  const lines = passage(snippet);
  const below = 140 + lines.length * LINE;
  const delay = `style="animation-delay:${number * SECONDS}s"`;
  return `<g class="scene${number === 0 ? ' first' : ''}" ${delay}>
<text x="${LEFT}" y="42"><tspan class="soft">${prompt}</tspan><tspan class="strong">${xmlText(query)}</tspan></text>
<rect class="cover" ${delay} x="${typedFrom.toFixed(1)}" y="26" width="${(columns(query) * LETTER + 12).toFixed(1)}" height="24"/>
<g class="answer" ${delay}>
<text x="${LEFT}" y="82"><tspan class="strong">${xmlText(cut(title, 64))}</tspan><tspan class="soft">  ${xmlText(source)}</tspan></text>
${text(breadcrumbs.join(' › '), 82 + LINE, '')}
<rect class="passage" x="${LEFT - 10}" y="130" width="${WIDTH - 2 * LEFT + 20}" height="${lines.length * LINE + 12}" rx="6"/>
${lines.map(({ line, style }, i) => text(line, 150 + i * LINE, style)).join('\n')}
${text(shortAddress(url), below + 26, 'accent')}
<circle class="${xmlText(state)}" cx="${LEFT + 5}" cy="${HEIGHT - 23}" r="5"/>
<text x="${LEFT + 18}" y="${HEIGHT - 18}"><tspan class="strong">${xmlText(state)}</tspan><tspan class="soft"> · ${xmlText(source)} at commit ${xmlText(commit.slice(0, 10))}</tspan></text>
</g>
</g>`;
}

function text(line: string, y: number, style: string): string {
  const className = style === '' ? '' : ` class="${style}"`;
  return `<text${className} x="${LEFT}" y="${y}" xml:space="preserve">${xmlText(cut(line, COLUMNS))}</text>`;
}

interface PassageLine {
  readonly line: string;
  readonly style: '' | 'soft';
}

/** The first lines of a passage: its code as it is, its prose and the comments of its code in a softer colour. */
function passage(markdown: string): PassageLine[] {
  const lines: PassageLine[] = [];
  let isCode = false;
  for (const line of markdown.replaceAll('\t', '    ').split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    else if (isCode) lines.push({ line, style: line.trimStart().startsWith('//') ? 'soft' : '' });
    else if (line.trim() !== '')
      lines.push(...wrap(line).map((each) => ({ line: each, style: 'soft' as const })));
  }
  return lines.slice(0, PASSAGE_LINES);
}

/** The address without its scheme, with a commit as short as git shows it. */
function shortAddress(url: string): string {
  return decodeURI(url)
    .replace('https://', '')
    .replace(/(?<=\/)([0-9a-f]{7})[0-9a-f]{33}(?=\/)/, '$1');
}

/** Breaks a line of prose without its Markdown marks: at spaces, and between Chinese characters. */
function wrap(prose: string): string[] {
  const words = prose.replaceAll(/\*\*|`/g, '').match(/[^\s\p{Script=Han}]+\s*|\p{Script=Han}|\s/gu) ?? [];
  const lines = [''];
  for (const word of words) {
    if (columns(lines.at(-1) + word.trimEnd()) > COLUMNS) lines.push('');
    lines.push(lines.pop() + word);
  }
  return lines;
}

/** Width of a text in Latin letters: a Chinese character or its punctuation is two wide. */
function columns(line: string): number {
  return [...line].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/.test(letter) ? 2 : 1), 0);
}

function cut(line: string, width: number): string {
  if (columns(line) <= width) return line;
  let kept = '';
  for (const letter of line) {
    if (columns(kept + letter) >= width) break;
    kept += letter;
  }
  return `${kept}…`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The text for XML, without the control characters that XML has no form for. */
function xmlText(value: string): string {
  return value.replaceAll(/[&<>"]/g, (letter) => ENTITIES[letter] ?? '').replaceAll(/\p{Cc}/gu, ' ');
}

/** Without animation (print, or reduced motion) the first search stands still. */
function styles(count: number): string {
  const total = count * SECONDS;
  const percent = (seconds: number) => `${((100 * seconds) / total).toFixed(2)}%`;
  return `
svg{--back:#fff;--text:#1f2328;--soft:#59636e;--line:#d1d9e0;--accent:#0969da;--code:#f6f8fa;--good:#1a7f37;--bad:#9a6700}
@media (prefers-color-scheme:dark){svg{--back:#0d1117;--text:#f0f6fc;--soft:#9198a1;--line:#3d444d;--accent:#4493f8;--code:#151b23;--good:#3fb950;--bad:#d29922}}
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--text)}
.soft{fill:var(--soft)}.accent{fill:var(--accent)}.strong{font-weight:600}
.window{fill:var(--back);stroke:var(--line)}.passage{fill:var(--code)}.cover{fill:var(--back);transform-box:fill-box;transform-origin:right;transform:scaleX(0)}
.fresh{fill:var(--good)}.stale{fill:var(--bad)}
.scene{opacity:0;animation:scene ${total}s infinite}.first{opacity:1}
.cover{animation:type ${total}s steps(40) infinite}.answer{animation:answer ${total}s infinite}
@keyframes scene{0%,${percent(SECONDS - 0.4)}{opacity:1}${percent(SECONDS)},100%{opacity:0}}
@keyframes type{0%{transform:scaleX(1)}${percent(1.6)},100%{transform:scaleX(0)}}
@keyframes answer{0%,${percent(1.9)}{opacity:0}${percent(2.3)},100%{opacity:1}}
@media (prefers-reduced-motion:reduce),print{.scene,.cover,.answer{animation:none}}
`;
}
