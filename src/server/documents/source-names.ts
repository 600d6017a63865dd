import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { type SourceIdentity, sourceId, sourceOf } from '../../shared/domain/source.ts';
import { sourceLabel } from './docs-name.ts';

/** A source, or what a publish records of one. */
type NamedSource = Pick<SourceIdentity, 'from' | 'ref'> & Partial<Pick<SourceIdentity, 'roots'>>;

/**
 * Returns a function that gives every source of an index a public name of its own. Equal labels get their ref added, and
 * a number if that does not tell them apart. A source that the index no longer has is named by its label.
 */
export function sourceNames(sources: readonly SourceIdentity[]): (source: NamedSource) => string {
  const labels = withDistinction(sources, sources.map(sourceLabel), ({ ref }) =>
    ref === null ? '' : `@${ref}`,
  );
  const names = withDistinction(sources, labels, (_, position) => ` (${position + 1})`);
  const byId = new Map(sources.map((source, index) => [sourceId(source), names[index]]));
  return (source) => byId.get(sourceId(source)) ?? sourceLabel({ roots: [], ...source });
}

/** Appends a suffix to every name that occurs more than once. */
function withDistinction(
  sources: readonly SourceIdentity[],
  names: readonly string[],
  suffix: (source: SourceIdentity, position: number) => string,
): readonly string[] {
  return sources.map((source, index) => {
    const name = names[index] ?? '';
    const isAmbiguous = names.filter((other) => other === name).length > 1;
    return isAmbiguous ? name + suffix(source, index) : name;
  });
}

/** The public name of the source that a document comes from. */
export function sourceNameOf({ sources }: Pick<IndexStatus, 'sources'>, path: string): string {
  const source = sourceOf(sources, path);
  return source === undefined ? sourceLabel({ from: '', roots: [] }) : sourceNames(sources)(source);
}
