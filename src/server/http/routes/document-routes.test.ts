import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { EMPTY_STATUS } from '../../../shared/domain/index-status.ts';
import type { Exchange } from '../exchange.ts';
import { llmsTxtRoute } from './document-routes.ts';

test.each([
  ['github:cloudwego/cloudwego.github.io@main:content/en/docs/eino', '# EINO docs'],
  ['github:owner/name@main:docs', '# Docs of owner/name'],
  ['dir:/home/me', '# Docs'],
])('/llms.txt of an index of %s starts with the heading %s', async (source, heading) => {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const written: string[] = [];
  response.end = (body?: unknown) => {
    written.push(String(body));
    return response;
  };
  const read = async () => ({ documents: [], status: { ...EMPTY_STATUS, sequence: 1, source } });
  const exchange = { request, response, baseUrl: 'http://localhost' } as Exchange;
  await llmsTxtRoute({ catalog: { read } }).handle(exchange);
  expect(written.join('').split('\n')[0]).toBe(heading);
});
