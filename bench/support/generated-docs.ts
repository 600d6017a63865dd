/** Documentation that no one wrote, in which words are as frequent as in real text. */
import { pick, type Random, seededRandom } from './random.ts';

export interface GeneratedPage {
  readonly path: string;
  readonly content: string;
}

/** The commonest words of English, in about their order: a real text consists of them by a third to a half. */
const COMMONEST =
  'the of to and a in is that for it as with on be by this are or from at an which can you if not when have has use its will one each all but more other into they may only then must also no after such how does any before their so than same these what where while should between about there up out over first new many two most some them would could because through both during under'.split(
    ' ',
  );
const SYLLABLES =
  'ta re in so ma le con pro te ri de al per mo na si ver lu ca tion er an di po me nt st ra bo li ke fi gu ha je no pa qui ro su tor vi wa xe yo ze bra cle dro fle gri plu sta tri'.split(
    ' ',
  );

/** So many different words has the language. Ten thousand pages use all of them, and as many names. */
const WORDS = 60_000;
/**
 * The frequency of a word is about `1 / (rank + OFFSET)` (Zipf-Mandelbrot with an exponent of 1). With this offset the
 * commonest word is 6 % of the text and the hundred commonest are 40 %, as in English.
 */
const OFFSET = 1;
/** A page has words of its own, which it repeats, as real pages repeat the names of their subject. */
const OWN_WORDS = 24;
const OWN_NAMES = 8;
const OWN_SHARE = 0.15;
const SECTIONS = { median: 3, spread: 0.7, most: 40 };
const LANGUAGE_SEED = 11;

/** Returns page `n` of the documentation `seed`. It is the same however many pages are made. */
export function generatedPage(n: number, seed: number): GeneratedPage {
  const random = seededRandom(Math.imul(seed + n, 0x9e3779b1) >>> 0);
  const own = Array.from({ length: OWN_WORDS }, () => wordOfRank(200 + Math.floor(random() ** 2 * 20_000)));
  const names = Array.from({ length: OWN_NAMES }, () => capitalized([pick(own, random), pick(own, random)]));
  const page: PageWriter = { random, own, names };
  const sections = Math.min(
    SECTIONS.most,
    Math.max(1, Math.round(SECTIONS.median * Math.exp(SECTIONS.spread * normal(random)))),
  );
  const title = heading(page);
  const parts = [`---\ntitle: "${title}"\nweight: ${n % 50}\n---\n`, paragraph(page)];
  for (let i = 0; i < sections; i++) parts.push(...section(page, n, i));
  const folder = `${wordOfRank(300 + (n % 37))}/${wordOfRank(400 + (n % 331))}`;
  return { path: `${folder}/${own[0]}-${n}.md`, content: `${parts.join('\n\n')}\n` };
}

interface PageWriter {
  readonly random: Random;
  readonly own: readonly string[];
  readonly names: readonly string[];
}

function section(page: PageWriter, n: number, i: number): string[] {
  const { random, names, own } = page;
  const parts = [`${i > 0 && random() < 0.3 ? '###' : '##'} ${heading(page)}`, paragraph(page)];
  if (random() < 0.6) parts.push(paragraph(page));
  if (random() < 0.3)
    parts.push(
      Array.from({ length: 3 + (i % 4) }, () => `- \`${pick(names, random)}\`: ${sentence(page, 9)}`).join(
        '\n',
      ),
    );
  if (random() < 0.3) parts.push(code(page));
  if (random() < 0.12) {
    const rows = Array.from({ length: 4 }, () => `| \`${pick(own, random)}\` | ${sentence(page, 7)} |`);
    parts.push(['| Name | Meaning |', '| --- | --- |', ...rows].join('\n'));
  }
  if (random() < 0.4) {
    const other = Math.floor(random() * (n + 1));
    parts.push(
      `See [${pick(names, random)}](../${wordOfRank(400 + (other % 331))}/) and [${pick(own, random)}](#${own[1]}).`,
    );
  }
  return parts;
}

function heading(page: PageWriter): string {
  const { random, own, names } = page;
  const words = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(own, random));
  if (random() < 0.3) words.push(`${pick(names, random)}`);
  return sentenceCase(words.join(' '));
}

function paragraph(page: PageWriter): string {
  const sentences = 2 + Math.floor(page.random() * 4);
  return Array.from({ length: sentences }, () => sentence(page, 8 + Math.floor(page.random() * 16))).join(
    ' ',
  );
}

function sentence({ random, own, names }: PageWriter, length: number): string {
  const words = Array.from({ length }, () => {
    const kind = random();
    if (kind < 0.02) return `\`${pick(names, random)}\``;
    if (kind < OWN_SHARE) return pick(own, random);
    return wordOfRank(rank(random));
  });
  return `${sentenceCase(words.join(' '))}.`;
}

function code({ random, own, names }: PageWriter): string {
  const lines = Array.from({ length: 3 + Math.floor(random() * 8) }, (_, i) => {
    const [value, name, method] = [pick(own, random), pick(names, random), pick(names, random)];
    return `\t${value}, err := ${own[i % 5]}.${name}(ctx, "${pick(own, random)}").${method}(${i})`;
  });
  return [
    '```go',
    `func ${pick(names, random)}(ctx context.Context) error {`,
    ...lines,
    '\treturn err',
    '}',
    '```',
  ].join('\n');
}

/** Returns the rank of the next word of a text, by the inverse of the distribution function. */
function rank(random: Random): number {
  return Math.floor(OFFSET * ((WORDS + OFFSET) / OFFSET) ** random() - OFFSET);
}

const words: string[] = [...COMMONEST];
const taken = new Set(words);
const language = seededRandom(LANGUAGE_SEED);

/** Returns the word of a rank: commoner words are shorter, no two are alike. */
function wordOfRank(at: number): string {
  while (words.length <= at) {
    const syllables = Math.round(Math.log10(words.length) - 0.3 + language());
    const word = Array.from({ length: syllables }, () => pick(SYLLABLES, language)).join('');
    if (!taken.has(word)) words.push(word);
    taken.add(word);
  }
  return words[at] ?? '';
}

function capitalized(parts: readonly string[]): string {
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A number of the standard normal distribution, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
