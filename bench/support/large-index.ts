import { isoTime } from '../../src/shared/clock.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { wantedFingerprint } from '../../src/worker/sync/sync-run.ts';
import { buildDocument } from '../../test/support/document-builder.ts';
import { rootWith } from '../../test/support/source-builder.ts';
import { pick, type Random } from './random.ts';

export interface LargeIndex {
  /** Names in Go code, all different. */
  readonly names: readonly string[];
  /** English words, the commonest first; the first is in every chunk. */
  readonly words: readonly string[];
  /** Chinese words. */
  readonly chinese: readonly string[];
  readonly paths: readonly string[];
}

export interface LargeIndexSize {
  readonly names: number;
  readonly chunks: number;
}

const CHUNKS_PER_DOCUMENT = 10;
const WORDS = 30_000;
const WORDS_PER_CHUNK = 120;
const COMMIT = { sha: 'c'.repeat(40), date: '2026-01-01T00:00:00Z', subject: 'docs: write them' };

/** What an index with so many names and chunks has. */
export function describeLargeIndex(size: LargeIndexSize, random: Random): LargeIndex {
  const words = distinct(WORDS, () => syllables(random, 1 + Math.floor(random() * 3)).toLowerCase());
  const names = distinct(size.names, () => syllables(random, 3 + Math.floor(random() * 4)));
  const chinese = distinct(3_000, () =>
    Array.from({ length: 2 }, () => String.fromCharCode(0x4e00 + Math.floor(random() * 3_000))).join(''),
  );
  const documents = Math.ceil(size.chunks / CHUNKS_PER_DOCUMENT);
  const paths = Array.from({ length: documents }, (_, i) => {
    const folder = `${words[i % 40]}/${words[i % 700]}`;
    return `${folder}/${words[i % WORDS]}_${i}.${i % 3 === 0 ? 'go' : 'md'}`;
  });
  return { names, words, chinese, paths };
}

/** Writes such an index to a SQLite file, half of it in Chinese. */
export async function writeLargeIndex(
  path: string,
  { names, words, chinese, paths }: LargeIndex,
  random: Random,
): Promise<void> {
  const writer = new SqliteWriter(path, { clock: Date.now });
  const begun = await writer.begin({ fingerprint: wantedFingerprint(null), rebuild: false, owner: 'bench' });
  if (!('session' in begun)) throw new Error('the lease is held');
  const { session } = begun;
  let nextName = 0;
  const namesPerChunk = Math.ceil(names.length / (paths.length * CHUNKS_PER_DOCUMENT));
  for (const [i, at] of paths.entries()) {
    const isChinese = i % 2 === 1;
    const passage = () => {
      const own = Array.from({ length: namesPerChunk }, () => names[nextName++ % names.length] ?? '');
      const text = Array.from({ length: WORDS_PER_CHUNK }, () => zipf(words, random)).join(' ');
      const more = isChinese ? Array.from({ length: 60 }, () => zipf(chinese, random)).join('') : '';
      return { text: `the ${words[0]} ${text} ${more} \`${own.join('` `')}\``, own };
    };
    const passages = Array.from({ length: CHUNKS_PER_DOCUMENT }, passage);
    const title = `${words[i % WORDS]} ${words[(7 * i) % WORDS]}`;
    const draft = {
      path: at,
      title,
      url: `https://docs.example.com/${at}`,
      summary: passages[0]?.text.slice(0, 150) ?? '',
      language: isChinese ? 'zh' : 'en',
      passages: passages.map(({ text }) => text),
    };
    const built = buildDocument(draft);
    const chunks = built.chunks.map((chunk, n) => ({ ...chunk, identifiers: passages[n]?.own ?? [] }));
    await session.stage({ documents: [{ ...built, chunks }], vectors: new Map() });
  }
  const root = rootWith({ include: ['**/*.md', '**/*.go'], languages: { zh: ['**/zh.md'] } });
  const source = { from: 'github:o/r', ref: 'main' };
  await session.publish({
    sources: [
      {
        ...source,
        roots: [root],
        commit: COMMIT,
        checkedAt: isoTime(Date.now()),
        behind: 0,
        headTag: null,
        formerPaths: { state: 'unread' },
      },
    ],
    publishedAt: isoTime(Date.now()),
    removed: [],
    renamed: new Map(),
    published: [{ ...source, commit: COMMIT, commits: [], documents: [] }],
    skipped: [],
    summaries: null,
  });
  await session.abandon();
  await writer.close();
}

const SYLLABLES =
  'a al ar ba be co con de di el en er for ge go gra ha in ing is la le li lo ma me mo na ne node no o or pa per po pre re ri ro sa se si so sta str ta te ti to tra tool un ve vi wa with x'.split(
    ' ',
  );

/** A name of several capitalized syllables, as names in Go look. */
function syllables(random: Random, count: number): string {
  return Array.from({ length: count }, () => {
    const syllable = pick(SYLLABLES, random) + (random() < 0.4 ? pick(SYLLABLES, random) : '');
    return syllable.charAt(0).toUpperCase() + syllable.slice(1);
  }).join('');
}

function distinct(count: number, make: () => string): string[] {
  const found = new Set<string>();
  while (found.size < count) found.add(make());
  return [...found];
}

/** A word whose frequency is about inverse to its place in the list, as in a language. */
function zipf(words: readonly string[], random: Random): string {
  return words[Math.floor(words.length ** random()) - 1] ?? '';
}
