import { DatabaseSync } from 'node:sqlite';
import type { Document } from '../../src/shared/domain/document.ts';
import type { Embedder } from '../../src/shared/embedding/embedder.ts';
import { VectorList } from '../../src/shared/index/sqlite/vector-list.ts';
import type { Engine, EngineAnswer } from '../measure.ts';

/** A retrieval unit of a baseline: a text that is indexed, ranked and shown as one. */
export interface Unit {
  /** Path of the document that the text is from. */
  readonly path: string;
  /** Address of the section; empty where the text is the whole document. */
  readonly url: string;
  readonly text: string;
}

/** As many documents, and sections of each, as the product shows. */
const DOCUMENTS = 10;
const SECTIONS = 3;

/** Each document as one unit. */
export function wholeDocuments(documents: readonly Document[]): Unit[] {
  return documents.map(({ path, title, content }) => ({ path, url: '', text: `${title}\n${content}` }));
}

/**
 * Each document split at its headings, in the Markdown of its file.
 * @param depth deepest level of heading to split at, from 1 to 6
 */
export function headingSections(documents: readonly Document[], depth: number): Unit[] {
  return documents.flatMap(({ path, url, title, content, outline }) => {
    const lines = content.split('\n');
    const headings = outline.filter((heading) => heading.depth <= depth);
    const starts = [
      { line: 1, url },
      ...headings.map(({ line, anchor }) => ({ line, url: `${url}#${anchor}` })),
    ];
    return starts.map((start, i) => {
      const text = lines.slice(start.line - 1, (starts[i + 1]?.line ?? lines.length + 1) - 1).join('\n');
      return { path, url: start.url, text: `${title}\n${text}` };
    });
  });
}

/** Ranks units by BM25 over their text as one field, with the tokenizer of the product's SQLite index. */
export function bm25Baseline(name: string, units: readonly Unit[]): Engine {
  const db = new DatabaseSync(':memory:');
  db.exec(`CREATE VIRTUAL TABLE units USING fts5 (text, tokenize = 'porter unicode61')`);
  const insert = db.prepare('INSERT INTO units (rowid, text) VALUES (?, ?)');
  units.forEach(({ text }, i) => {
    insert.run(i, text);
  });
  const matching = db.prepare(
    'SELECT rowid FROM units WHERE units MATCH ? ORDER BY bm25(units), rowid LIMIT 1000',
  );
  return {
    name,
    async search(query) {
      const words = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])];
      const rows = matching.all(words.map((word) => `"${word}"`).join(' OR '));
      return byDocument(rows.flatMap((row) => units[Number(row['rowid'])] ?? []));
    },
  };
}

/**
 * Ranks units by the cosine similarity of their text and the query.
 * @throws what the embedder throws, here and in each search
 */
export async function denseBaseline(
  name: string,
  units: readonly Unit[],
  embedder: Embedder,
): Promise<Engine> {
  const { vectors } = await embedder.embed(units.map(({ text }) => text));
  const list = vectorList(vectors);
  return {
    name,
    async search(query) {
      const [vector] = (await embedder.embed([query])).vectors;
      if (vector === undefined) return { found: [] };
      const scored = [...list.cosines(vector)].map((score, i) => ({
        score,
        unit: units[i],
      }));
      return byDocument(
        scored.toSorted((a, b) => b.score - a.score).flatMap(({ unit }) => (unit ? [unit] : [])),
      );
    },
  };
}

/** @param vectors of one length */
export function vectorList(vectors: readonly Float32Array[]): VectorList {
  const list = new VectorList(vectors[0]?.length ?? 0, vectors.length);
  for (const vector of vectors) list.add(vector);
  return list;
}

/** Groups units, best first, by document: a document ranks by its best unit. */
function byDocument(units: readonly Unit[]): EngineAnswer {
  const found = new Map<string, Unit[]>();
  for (const unit of units) {
    const sections = found.get(unit.path) ?? [];
    if (sections.length === 0 && found.size === DOCUMENTS) continue;
    if (sections.length < SECTIONS) sections.push(unit);
    found.set(unit.path, sections);
  }
  return { found: [...found].map(([path, sections]) => ({ path, sections })) };
}
