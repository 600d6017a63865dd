import { z } from 'zod';
import { folderPath, httpUrl, refName, sourceOrigin } from '../../shared/config/parse-env.ts';
import { globProblem } from '../source/globs.ts';

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
export type WrittenRoot = z.output<typeof root>;

/** Keys of a source and of a root, for suggestions. */
export const SOURCE_KEYS = Object.keys(source.shape);
export const ROOT_KEYS = Object.keys(root.shape);
