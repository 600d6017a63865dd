import { join } from 'node:path';
import { EINO_REPOSITORY, EINO_SITE_URL, EINO_ZH_SITE_URL } from '../../shared/config/variables.ts';
import { DEFAULT_REF, RELEASE, type Root, type SourceIdentity } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { absoluteOrigin } from '../source/source-set.ts';
import { readSourceList } from './read-source-list.ts';

/** The value of SOURCES that stands for the built-in list. */
const BUILT_IN = 'eino';

/** Where the EINO docs are in their repository. */
const DOCS_PATH = 'content/en/docs/eino';
const CHINESE_DOCS_PATH = 'content/zh/docs/eino';

const MARKDOWN = { include: ['**/*.md'], exclude: [], languages: {} } as const;

/** Go that nobody imports: tests and their data, mocks, generated code, internal packages. */
const NOT_API = [
  '**/*_test.go',
  '**/testdata/**',
  '**/internal/**',
  '**/{mock,mocks}/**',
  '**/*_mock.go',
  '**/*.pb.go',
];
/** How the name of a Markdown file tells that it is in Chinese. */
const CHINESE_NAME = '**/*[._-]{zh,ZH,zh_CN,zh-CN}.md';
/** Markdown of the examples that is in Chinese, although its name does not tell. */
const CHINESE_EXAMPLES = [
  'COOKBOOK.md',
  'quickstart/{chatwitheino/docs,eino_assistant}/**/*.md',
  'flow/agent/{deer-go,manus}/README.md',
  'flow/**/readme.md',
];
const NOT_PUBLISHED = ['.github/**', ...NOT_API];
/** Instructions that a sample program gives to a model: they document nothing, and a reader must not follow them. */
const SAMPLE_PROMPTS = '**/prompts/*.md';

/**
 * The built-in list: the EINO docs in both languages, EINO's API at its newest release, the README, skills and code of
 * every component, and the examples.
 */
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
    from: 'github:cloudwego/eino',
    ref: RELEASE,
    roots: [onGitHub('eino', { include: ['**/*.go'], exclude: NOT_PUBLISHED, languages: {} })],
  },
  { from: 'github:cloudwego/eino-ext', ref: DEFAULT_REF, roots: [onGitHub('eino-ext')] },
  {
    from: 'github:cloudwego/eino-examples',
    ref: DEFAULT_REF,
    roots: [
      onGitHub('eino-examples', {
        exclude: [...NOT_PUBLISHED, SAMPLE_PROMPTS],
        languages: { zh: [CHINESE_NAME, ...CHINESE_EXAMPLES] },
      }),
    ],
  },
];

/** All of a repository of cloudwego, at the folder of its name in the index. */
function onGitHub(name: string, selection: Partial<Root> = {}): Root {
  return {
    path: '',
    at: name,
    include: ['**/*.{md,go}'],
    exclude: NOT_PUBLISHED,
    site: `https://github.com/cloudwego/${name}/blob/main`,
    pages: 'github',
    language: 'en',
    languages: { zh: [CHINESE_NAME] },
    ...selection,
  };
}

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

/**
 * Where people see the repositories of an API. GitHub Enterprise Server has it at `https://<host>/api/v3`, and GitHub
 * Enterprise Cloud with data residency at `https://api.<name>.ghe.com`.
 */
function webUrlOf(apiUrl: string): string {
  const [, server] = /^(.*)\/api\/v3\/?$/.exec(apiUrl) ?? [];
  const [, tenant] = /^https:\/\/api\.([\w-]+\.ghe\.com)\/?$/.exec(apiUrl) ?? [];
  return server ?? (tenant === undefined ? 'https://github.com' : `https://${tenant}`);
}
