import { expect, test } from '@jest/globals';
import { docsName } from './docs-name.ts';

const at = (source: string | null, siteUrl: string | null) =>
  docsName({ source, fingerprint: { schema: 1, chunker: 1, siteUrl, model: null, dimensions: null } });

test.each([
  [null, null, 'EINO docs'],
  ['github:cloudwego/cloudwego.github.io@main:docs', null, 'EINO docs'],
  ['git:/home/me/clone@main:docs', 'https://www.cloudwego.io/docs/eino', 'EINO docs'],
  ['git:/home/me/clone@main:docs', 'https://docs.example.com/guide', 'Docs of docs.example.com/guide'],
  ['github:owner/name@main:docs', 'https://www.cloudwego.io/docs/eino', 'Docs of owner/name'],
  ['dir:/home/me/notes', null, 'Docs'],
])(
  'docs from the source %s with the site %s are named %s, without a local path',
  (source, siteUrl, title) => {
    const name = at(source, siteUrl);
    expect(name.title).toBe(title);
    expect(name.about).not.toContain('/home');
  },
);
