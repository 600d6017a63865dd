import { z } from 'zod';
import { folderPath, httpUrl, refName, sourceOrigin } from '../../shared/config/parse-env.ts';
import { DEFAULT_REF, RELEASE, type Root, type SourceIdentity } from '../../shared/domain/source.ts';
import { globProblem } from '../source/document-files.ts';
import { absoluteOrigin } from '../source/source-set.ts';

/** More globs of one kind than any root needs. It bounds the work for each file of a repository. */
const MAX_GLOBS = 100;

const globs = z
  .array(
    z.string().superRefine((glob, context) => {
      const message = globProblem(glob);
      if (message !== null) context.addIssue({ code: 'custom', message });
    }),
  )
  .max(MAX_GLOBS, `must have at most ${MAX_GLOBS} globs`);

const globsOfSome = globs.min(1, 'must name at least one glob, such as **/*.md');

/** Longest `at`. It is part of the path of every document of its root. */
const MAX_AT_LENGTH = 200;

const at = z
  .string()
  .refine(
    (path) => path === '' || path.split('/').every((part) => part !== '' && !part.startsWith('.')),
    "must be a folder such as zh or eino-ext/docs, without a hidden part and without / at its ends, or ''",
  )
  .refine((path) => !/[\\\p{Cc}\uFFFD]/u.test(path), 'must not contain backslashes or control characters')
  .max(MAX_AT_LENGTH, `must have at most ${MAX_AT_LENGTH} characters`);

/** A tag in its usual form, so that one language has one name. Languages have codes of two or three letters. */
const language = z
  .string()
  .refine(isLanguage, 'must be a language tag in its usual form, such as en, zh or pt-BR');

function isLanguage(tag: string): boolean {
  try {
    return /^[a-z]{2,3}(?:-|$)/.test(tag) && Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
}

const root = z.strictObject({
  path: folderPath().default(''),
  at: at.default(''),
  include: globsOfSome.default(['**/*.md']),
  exclude: globs.default([]),
  site: httpUrl()
    .refine((url) => !/[?#]/.test(url), 'must be an address without ? and #')
    .optional(),
  pages: z.enum(['hugo', 'github', 'plain'], 'must be hugo, github or plain').optional(),
  language: language.default('en'),
  languages: z.record(language, globsOfSome).default({}),
});

const source = z
  .strictObject({
    from: sourceOrigin(),
    ref: refName().optional(),
    roots: z.array(root).min(1, 'must name at least one root'),
  })
  .refine(({ from, ref }) => ref === undefined || !from.startsWith('dir:'), {
    path: ['ref'],
    message: 'must be left out: a folder has no branches or tags',
  });

/** The list of sources as a person writes it. */
export const sourceListSchema = z.array(source).min(1, 'must name at least one source');

export type WrittenSource = z.output<typeof source>;
type WrittenRoot = z.output<typeof root>;

/** Keys of a source and of a root, for suggestions. */
export const SOURCE_KEYS = Object.keys(source.shape);
export const ROOT_KEYS = Object.keys(root.shape);

/** What the meaning of a written source depends on. */
export interface SourceContext {
  /** Folder against which relative paths of clones and folders are resolved. */
  readonly base: string;
  /** Where the pages of GitHub repositories are: `https://github.com`. */
  readonly webUrl: string;
}

/** Fills in what a source leaves out. */
export function toSource(written: WrittenSource, context: SourceContext): SourceIdentity {
  const from = absoluteOrigin(written.from, context.base);
  const ref = from.startsWith('dir:') ? null : (written.ref ?? DEFAULT_REF);
  return { from, ref, roots: written.roots.map((root) => toRoot(root, { from, ref }, context)) };
}

function toRoot(
  { site, pages, ...root }: WrittenRoot,
  { from, ref }: Pick<SourceIdentity, 'from' | 'ref'>,
  { webUrl }: SourceContext,
): Root {
  if (site !== undefined) {
    const isBlob = site.startsWith(`${webUrl}/`) && /^\/[^/]+\/[^/]+\/blob\//.test(site.slice(webUrl.length));
    return { ...root, site, pages: pages ?? (isBlob ? 'github' : 'plain') };
  }
  if (!from.startsWith('github:') || (pages ?? 'github') !== 'github') {
    return { ...root, site: null, pages: pages ?? 'plain' };
  }
  // A release has another name each time, and GitHub shows the default branch for `HEAD`.
  const name = ref === RELEASE ? 'HEAD' : ref;
  const parts = [from.slice('github:'.length), 'blob', name, root.path].filter((part) => part !== '');
  const path = parts.join('/').split('/').map(encodeURIComponent).join('/');
  return { ...root, site: `${webUrl}/${path}`, pages: 'github' };
}
