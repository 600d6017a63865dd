import type { z } from 'zod';
import { EINO_SITE_URL } from '../../shared/config/eino-docs.ts';
import type { sourceVariables } from '../../shared/config/variables.ts';

export type SourceVariables = z.output<typeof sourceVariables>;

type SourceLocation =
  | { readonly kind: 'github'; readonly owner: string; readonly name: string }
  | { readonly kind: 'git'; readonly folder: string }
  | { readonly kind: 'dir'; readonly folder: string };

/** The docs source with everything derived that was left unset. */
export interface SourceConfig {
  readonly location: SourceLocation;
  readonly ref: string;
  /** Docs root inside the repository or folder, `''` for all of it. */
  readonly docsPath: string;
  /** Public address of the docs root, null without a site. */
  readonly siteUrl: string | null;
}

const DEFAULT_DOCS_PATH = 'content/en/docs/eino';

/** Derives where the documents are and what their public address is, as docs/configuration.md describes it. */
export function resolveSourceConfig(variables: SourceVariables): SourceConfig {
  const location = parseLocation(variables.DOCS_SOURCE);
  const docsPath = variables.DOCS_PATH ?? (location.kind === 'dir' ? '' : DEFAULT_DOCS_PATH);
  const siteUrl = variables.DOCS_SITE_URL ?? (docsPath === DEFAULT_DOCS_PATH ? EINO_SITE_URL : null);
  return { location, ref: variables.DOCS_REF, docsPath, siteUrl };
}

function parseLocation(source: string): SourceLocation {
  const kind = source.slice(0, source.indexOf(':'));
  const rest = source.slice(kind.length + 1);
  if (kind === 'git' || kind === 'dir') return { kind, folder: rest };
  const [owner = '', name = ''] = rest.split('/');
  return { kind: 'github', owner, name };
}
