import type { Document } from '../src/shared/domain/document.ts';
import type { Unit } from './engines/full-text.ts';

/** Each document as one text, which has no address of a section. */
export function wholeDocuments(documents: readonly Document[]): Unit[] {
  return documents.map(({ path, title, content }) => ({ path, url: '', text: `${title}\n${content}` }));
}

/** Each document cut at its headings, as they stand in the file. @param depth deepest heading to cut at */
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
