import { describe, expect, test } from '@jest/globals';
import { callsOf, type Exchange, errorsIn, formOf, messagesIn, Pairing, versionSpoken } from './wire.ts';

const VERSION = 'io.modelcontextprotocol/protocolVersion';
const TEXT = 'two lines\n"and" a tab\t.';
const STRUCTURED = { results: [{ path: 'core/graph.md', score: 0.5 }] };

const call = (name: string, result: object, meta?: object): Exchange => ({
  request: { method: 'tools/call', params: { name, ...(meta === undefined ? {} : { _meta: { ...meta } }) } },
  response: { result },
});
const text = (value: string) => ({ content: [{ type: 'text', text: value }] });
const initialize: Exchange = {
  request: { method: 'initialize' },
  response: { result: { protocolVersion: '2025-06-18' } },
};

describe('the form that reaches a model', () => {
  const both = { ...text(TEXT), structuredContent: STRUCTURED };

  test.each([
    ['text', TEXT, text(TEXT)],
    ['text', TEXT, both],
    ['text + more', `Output:\n${TEXT}`, text(TEXT)],
    ['text in JSON', JSON.stringify(text(TEXT)), text(TEXT)],
    ['text in JSON', JSON.stringify(text(TEXT)), both],
    ['text and structured', JSON.stringify(both), both],
    ['text and structured', JSON.stringify(both, null, 2), both],
    ['structured', JSON.stringify(STRUCTURED), both],
    ['structured', JSON.stringify(STRUCTURED, null, 2), both],
    ['structured', `Output:\n${JSON.stringify(STRUCTURED)}`, both],
    ['other', 'No such tool', both],
    ['other', '', both],
    ['other', TEXT.slice(0, -1), text(TEXT)],
    ['other', 'anything', text('')],
  ])('a model sees %s: %j', (form, seen, result) => {
    expect(formOf(seen, [call('search_docs', result)])).toBe(form);
  });

  test('a model that reads one of two answers to a tool sees the text, although it contains the other one', () => {
    const calls = [call('search_docs', text('short')), call('search_docs', text('short and long'))];
    expect(formOf('short and long', calls)).toBe('text');
  });

  test('without a call nothing has reached the model', () => {
    expect(formOf(TEXT, [])).toBe('other');
  });
});

test('the version spoken is the one that calls carry, or else the one agreed at the start', () => {
  const plain = call('list_docs', text(TEXT));
  const modern = call('list_docs', text(TEXT), { [VERSION]: '2026-07-28' });
  expect(versionSpoken([initialize, plain])).toBe('2025-06-18');
  expect(versionSpoken([initialize, modern])).toBe('2026-07-28');
  expect(versionSpoken([plain])).toBe('unknown');
  expect(versionSpoken([initialize])).toBe('none');
});

test('calls are found by tool, and errors of tools and of the protocol alike', () => {
  const failed = call('fetch_doc', { ...text('no'), isError: true });
  const refused: Exchange = {
    request: { method: 'tools/call', params: { name: 'fetch_doc' } },
    response: {},
  };
  const exchanges = [initialize, call('list_docs', text(TEXT)), failed, refused];
  expect(callsOf(exchanges, 'fetch_doc')).toEqual([failed, refused]);
  expect(errorsIn(exchanges)).toEqual([failed, refused]);
});

test('messages are read from JSON, from batches of events and from nothing else', () => {
  expect(messagesIn('{"id":1}')).toEqual([{ id: 1 }]);
  expect(messagesIn('event: message\ndata: {"id":1}\n\ndata: {"id":2}\n\n')).toEqual([{ id: 1 }, { id: 2 }]);
  expect(messagesIn('')).toEqual([]);
  expect(messagesIn('Not Found')).toEqual([]);
  expect(messagesIn('null')).toEqual([]);
});

test('requests and responses are paired by id; notifications and requests of the server are not', () => {
  const pairs: Exchange[] = [];
  const pairing = new Pairing((exchange) => pairs.push(exchange));
  pairing.sent({ id: 1, method: 'tools/list' });
  pairing.sent({ method: 'notifications/initialized' });
  pairing.sent({ id: 'a', method: 'tools/call' });
  pairing.received({ id: 'a', result: { content: [] } });
  pairing.received({ id: 1, method: 'ping' });
  pairing.received({ id: 1, result: {} });
  pairing.received({ id: 1, result: {} });
  expect(pairs.map(({ request }) => request.method)).toEqual(['tools/call', 'tools/list']);
});
