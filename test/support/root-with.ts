import type { Root } from '../../src/shared/domain/source.ts';

/** All of a source at the top of the index, on a site made by Hugo, with the given differences. */
export function rootWith(differences: Partial<Root> = {}): Root {
  return {
    path: '',
    at: '',
    include: ['**/*.md'],
    exclude: [],
    site: 'https://docs.example.com',
    pages: 'hugo',
    language: 'en',
    languages: {},
    ...differences,
  };
}
