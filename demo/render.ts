import { styleText } from 'node:util';

export interface SyncReport {
  readonly outcome: string;
  readonly changes: Record<'added' | 'modified' | 'renamed' | 'removed', number>;
  readonly chunks: { readonly total: number };
  readonly durationMs: number;
}

interface Freshness {
  readonly state: string;
  readonly age_seconds: number | null;
  readonly sources: readonly { readonly commit: string | null }[];
}

export interface SearchAnswer {
  readonly mode: string;
  readonly results: readonly {
    readonly path: string;
    readonly title: string;
    readonly score: number;
    readonly sections: readonly {
      readonly heading: string;
      readonly url: string;
      readonly snippet: string;
    }[];
  }[];
  readonly freshness: Freshness;
}

const bold = (text: string) => styleText('bold', text);
const dim = (text: string) => styleText('dim', text);

export function renderReport(report: SyncReport): string {
  const { changes, chunks, durationMs } = report;
  return `   ${report.outcome}: ${changes.added} documents, ${chunks.total} chunks in ${seconds(durationMs)}`;
}

export function renderSearch(query: string, answer: SearchAnswer, ms: number): string {
  const lines = [
    `   ${bold(`“${query}”`)}  ${dim(`${answer.mode}, ${Math.round(ms)} ms, ${describe(answer.freshness)}`)}`,
  ];
  for (const { title, path, score, sections } of answer.results) {
    const [best] = sections;
    lines.push(`     ${score.toFixed(2)}  ${bold(title)} ${dim(`(${path})`)}`);
    if (best !== undefined) {
      lines.push(
        `           ${best.heading} → ${styleText('underline', best.url)}`,
        `           ${dim(bestLine(best.snippet, query))}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

export function renderHealth(health: unknown): string {
  return JSON.stringify(health, null, 2).replaceAll(/^/gm, '   ');
}

function describe({ state, age_seconds: age, sources }: Freshness): string {
  const commits = sources.map(({ commit }) => commit?.slice(0, 7) ?? 'none');
  return `${state}, commit ${commits.join(', ')}${age === null ? '' : `, checked ${age} s ago`}`;
}

/** Returns the line of a passage that shares most letters in words with the query, without Markdown syntax. */
function bestLine(passage: string, query: string): string {
  const words = query.toLowerCase().match(/\w{4,}/g) ?? [];
  const shared = (line: string) => words.filter((word) => line.toLowerCase().includes(word)).join('').length;
  const lines = passage.split('\n').filter((line) => /\w/.test(line) && !/^(#|```)/.test(line));
  const [best = ''] = lines.toSorted((a, b) => shared(b) - shared(a) || b.length - a.length);
  const flat = best.replaceAll(/[|*`]/g, ' ').replaceAll(/\s+/g, ' ').trim();
  return flat.length > 100 ? `${flat.slice(0, 99)}…` : flat;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
