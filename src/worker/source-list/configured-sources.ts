import { join } from 'node:path';
import { EINO_REPOSITORY, EINO_SITE_URL, EINO_ZH_SITE_URL } from '../../shared/config/variables.ts';
import type { Root, SourceIdentity } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { readSourceList } from './read-source-list.ts';
import { absoluteOrigin, DEFAULT_REF } from './to-source.ts';

/** The value of SOURCES that stands for the built-in list. */
const BUILT_IN = 'eino';

/** Where the EINO docs are in their repository. */
const DOCS_PATH = 'content/en/docs/eino';
const CHINESE_DOCS_PATH = 'content/zh/docs/eino';

const MARKDOWN = { include: ['**/*.md'], exclude: [], languages: {} } as const;

/** The built-in list: the EINO docs in both languages, and the README of every component with the skills beside them. */
export const EINO_SOURCES: readonly SourceIdentity[] = [
  {
    from: `github:${EINO_REPOSITORY}`,
    ref: DEFAULT_REF,
    roots: [
      { ...MARKDOWN, path: DOCS_PATH, at: '', site: EINO_SITE_URL, pages: 'hugo', language: 'en' },
      {
        ...MARKDOWN,
        path: CHINESE_DOCS_PATH,
        at: 'zh',
        site: EINO_ZH_SITE_URL,
        pages: 'hugo',
        language: 'zh',
      },
    ],
  },
  {
    from: 'github:cloudwego/eino-ext',
    ref: DEFAULT_REF,
    roots: [
      {
        path: '',
        at: 'eino-ext',
        include: ['**/*.md'],
        exclude: ['.github/**', '**/testdata/**'],
        site: 'https://github.com/cloudwego/eino-ext/blob/main',
        pages: 'github',
        language: 'en',
        languages: { zh: ['**/README*zh*.md'] },
      },
    ],
  },
];

/** The settings that name the sources. */
export interface SourceSettings {
  readonly SOURCES?: string | undefined;
  readonly DOCS_SOURCE?: string | undefined;
  readonly DOCS_REF?: string | undefined;
  readonly DOCS_PATH?: string | undefined;
  readonly DOCS_SITE_URL?: string | undefined;
  readonly GITHUB_API_URL: string;
}

/**
 * The sources that the settings name: a list, or one source with one root.
 * @throws OperationalError `CONFIG_INVALID`
 */
export function configuredSources({
  SOURCES,
  GITHUB_API_URL,
  ...single
}: SourceSettings): readonly SourceIdentity[] {
  const { DOCS_SOURCE, DOCS_REF, DOCS_PATH, DOCS_SITE_URL } = single;
  const given = Object.entries({ DOCS_SOURCE, DOCS_REF, DOCS_PATH, DOCS_SITE_URL })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (SOURCES === undefined) return given.length === 0 ? EINO_SOURCES : [singleSource(single)];
  if (given.length > 0) {
    throw new OperationalError(
      'CONFIG_INVALID',
      `SOURCES is set together with ${given.join(', ')}.`,
      'Unset SOURCES for one source with one root, or unset the others and name the source in the list.',
    );
  }
  return SOURCES === BUILT_IN ? EINO_SOURCES : readSourceList(SOURCES, webUrlOf(GITHUB_API_URL));
}

/** The short form of a list: one source with one root at the top of the index. */
function singleSource(settings: Omit<SourceSettings, 'SOURCES' | 'GITHUB_API_URL'>): SourceIdentity {
  const origin = absoluteOrigin(settings.DOCS_SOURCE ?? `github:${EINO_REPOSITORY}`, '.');
  const isFolder = origin.startsWith('dir:');
  // A folder below a folder is a folder: indexes of earlier versions name it so.
  const from = isFolder ? join(origin, settings.DOCS_PATH ?? '') : origin;
  const path = isFolder ? '' : (settings.DOCS_PATH ?? DOCS_PATH);
  const isChinese = path === CHINESE_DOCS_PATH || path.startsWith(`${CHINESE_DOCS_PATH}/`);
  const root: Root = {
    ...MARKDOWN,
    path,
    at: '',
    site: settings.DOCS_SITE_URL ?? siteOf(path),
    pages: 'hugo',
    language: isChinese ? 'zh' : 'en',
  };
  return { from, ref: isFolder ? null : (settings.DOCS_REF ?? DEFAULT_REF), roots: [root] };
}

/** Where the EINO docs are published; null for any other folder. */
function siteOf(path: string): string | null {
  if (path === DOCS_PATH) return EINO_SITE_URL;
  return path === CHINESE_DOCS_PATH ? EINO_ZH_SITE_URL : null;
}

/** Where people see the repositories of an API: GitHub Enterprise serves it at `https://<host>/api/v3`. */
function webUrlOf(apiUrl: string): string {
  return apiUrl.endsWith('/api/v3') ? apiUrl.slice(0, -'/api/v3'.length) : 'https://github.com';
}
