import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { buildDocument } from '../../../../test/support/document-builder.ts';
import { buildSource, TWO_SOURCES } from '../../../../test/support/source-builder.ts';
import { EMPTY_STATUS } from '../../../shared/domain/index-status.ts';
import type { SourceStatus } from '../../../shared/domain/source.ts';
import type { Exchange, Route } from '../exchange.ts';
import { llmsTxtRoute } from './llms-routes.ts';

const statusOf = (sources: readonly SourceStatus[]) => ({ ...EMPTY_STATUS, sequence: 1, sources });

/** Requests a path of a route, without a server. */
async function get(route: Route, path = '/') {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const written: string[] = [];
  response.end = (body?: unknown) => {
    written.push(String(body));
    return response;
  };
  const url = new URL(path, 'http://localhost');
  await route.handle({ request, response, url, baseUrl: 'http://localhost' } as Exchange);
  return { body: written.join(''), response };
}

const llmsTxt = async (sources: readonly SourceStatus[], paths: readonly string[] = []) => {
  const documents = paths.map((path) => buildDocument({ path, title: `Title of ${path}` }).document);
  const catalog = {
    read: async () => ({ documents, status: statusOf(sources) }),
    entries: async () => new Map(documents.map((document) => [document.path, document])),
  };
  return (await get(llmsTxtRoute({ catalog }))).body;
};

test.each([
  ['github:cloudwego/cloudwego.github.io', '# EINO docs'],
  ['github:owner/name', '# Docs of owner/name'],
  ['dir:/home/me', '# Docs'],
])('/llms.txt of an index of %s starts with the heading %s', async (from, heading) => {
  expect((await llmsTxt([buildSource(from)])).split('\n')[0]).toBe(heading);
});

test('/llms.txt of several sources names the commit of each, and groups documents by the folders of each root', async () => {
  const paths = ['_index.md', 'core/_index.md', 'core/a.md', 'zh/_index.md', 'zh/core/a.md', 'ext/README.md'];
  const lines = (await llmsTxt(TWO_SOURCES, [...paths, 'ext/components/a.md'])).split('\n');
  const sha = 'a'.repeat(40);
  expect(lines[2]).toContain(`7 documents of acme/site at commit ${sha}, acme/ext at commit ${sha}, for`);
  expect(lines.filter((line) => line.startsWith('## '))).toEqual([
    '## Title of _index.md (acme/site)',
    '## Title of core/_index.md (acme/site)',
    '## Title of zh/_index.md (acme/site)',
    '## zh/core/ (acme/site)',
    '## Title of ext/README.md (acme/ext)',
    '## ext/components/ (acme/ext)',
  ]);
  expect((await llmsTxt(TWO_SOURCES.slice(0, 1), paths)).split('\n')).toContain('## Title of core/_index.md');
});
