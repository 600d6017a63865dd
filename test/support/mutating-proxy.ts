import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import fc from 'fast-check';
import { listenOnLoopback, readBody, stopServer } from './loopback-server.ts';

/** What happens to one response on its way. */
export interface Mutation {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?:
    | { readonly kind: 'cut'; readonly at: number }
    | { readonly kind: 'doubled' }
    | { readonly kind: 'endless' }
    | { readonly kind: 'other'; readonly text: string }
    /** The keys of the request, in every place where an error may have words. */
    | { readonly kind: 'echo' }
    /** A value in the JSON is another one; `at` chooses which, as a part of all values. */
    | { readonly kind: 'value'; readonly at: number; readonly value: unknown };
}

const statuses = [
  200, 201, 202, 204, 206, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 410, 413, 418,
  422, 429, 500, 501, 502, 503, 504, 507, 599,
];

const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'content-encoding',
    'content-length',
    'etag',
    'date',
    'link',
    'location',
    'retry-after',
    'retry-after-ms',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'x-should-retry',
  ),
  fc.constantFrom(
    '',
    '0',
    '-1',
    'x',
    '99999999999999999999',
    'gzip',
    'br',
    'text/html',
    'application/json',
    '/',
    'http://127.0.0.1:1/',
    'NaN',
  ),
  { maxKeys: 3 },
);

const otherBodies = [
  '',
  'null',
  '[]',
  '{}',
  '"text"',
  '0',
  '-1e999',
  'true',
  '<!doctype html><html><body>Bad gateway</body></html>',
  '{"__proto__":{"status":200},"constructor":null}',
  '[[[[[[null]]]]]]',
  '['.repeat(50_000),
  '\u0000\u0001\ufffe',
  '{"result":null,"data":null,"choices":null,"status":"ok"}',
  '{"result":{"points":[{}],"collections":[{}],"aliases":[{}]},"data":[{}],"choices":[{}]}',
];
const values = [null, '', 'x'.repeat(100), -1, 1e308, 0.5, true, [], {}, [null], { a: [{}] }];

const body: fc.Arbitrary<NonNullable<Mutation['body']>> = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map((at) => ({ kind: 'cut' as const, at })),
  fc.constant({ kind: 'doubled' as const }),
  fc.constant({ kind: 'endless' as const }),
  fc.constantFrom(...otherBodies).map((text) => ({ kind: 'other' as const, text })),
  fc.constant({ kind: 'echo' as const }),
  fc.record({
    kind: fc.constant('value' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.constantFrom(...values),
  }),
);

/** Mutations of the responses of a run, one after the other; null leaves a response as it is. */
export const mutations: fc.Arbitrary<readonly (Mutation | null)[]> = fc.array(
  fc.option(fc.record({ status: fc.constantFrom(...statuses), headers, body }, { requiredKeys: [] }), {
    freq: 1,
  }),
  { minLength: 1, maxLength: 8 },
);

/** Mutations that leave every response as it is but for one value of its JSON. */
export const lies: fc.Arbitrary<readonly (Mutation | null)[]> = fc.array(
  fc
    .record({ at: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.constantFrom(...values) })
    .map(({ at, value }) => ({ body: { kind: 'value' as const, at, value } })),
  { minLength: 1, maxLength: 4 },
);

export interface MutatingProxy extends AsyncDisposable {
  readonly url: string;
  /** The mutations of the coming responses, over and over; none: everything is passed on as it is. */
  mutate(next: readonly (Mutation | null)[]): void;
}

/** Starts a proxy in front of a server, which changes responses. */
export async function startMutatingProxy(target: string): Promise<MutatingProxy> {
  let plan: readonly (Mutation | null)[] = [];
  let count = 0;
  const { pathname } = new URL(target);
  const base = pathname === '/' ? '' : pathname;
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    outgoing.on('error', () => {});
    const mutation = plan.length === 0 ? null : (plan[count++ % plan.length] ?? null);
    const sent = await readBody(incoming);
    const { method, headers: given, url = '/' } = incoming;
    const forwarded = request(new URL(url, target), { method, headers: given }, async (response) => {
      const received = await readBody(response);
      const { 'transfer-encoding': _, connection: __, ...kept } = response.headers;
      respond(outgoing, mutation ?? {}, {
        status: response.statusCode ?? 502,
        headers: kept,
        body: received,
        secrets: secretsOf(given),
      });
    });
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(sent);
  };
  const server = createServer(
    (incoming, outgoing) => void handle(incoming, outgoing).catch(() => outgoing.destroy()),
  );
  return {
    url: (await listenOnLoopback(server)) + base,
    mutate: (next) => {
      plan = next;
      count = 0;
    },
    [Symbol.asyncDispose]: () => stopServer(server),
  };
}

function secretsOf(given: IncomingHttpHeaders): string[] {
  return [given.authorization, given['api-key']].filter((value) => typeof value === 'string');
}

interface Original {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly secrets: readonly string[];
}

function respond(outgoing: ServerResponse, mutation: Mutation, original: Original): void {
  const status = mutation.status ?? original.status;
  const bytes = mutatedBody(mutation.body, original);
  const { 'content-length': _, ...kept } = original.headers;
  try {
    outgoing.writeHead(status, { ...kept, ...mutation.headers });
  } catch {
    outgoing.destroy();
    return;
  }
  if (mutation.body?.kind === 'endless' && bytes.byteLength > 0) {
    const block = Buffer.concat(Array.from({ length: Math.ceil(65_536 / bytes.byteLength) }, () => bytes));
    const send = () => {
      while (!outgoing.destroyed && outgoing.write(block));
    };
    outgoing.on('drain', send);
    send();
  } else if (mutation.body?.kind === 'cut') outgoing.write(bytes, () => outgoing.destroy());
  else outgoing.end(bytes);
}

function mutatedBody(change: Mutation['body'], { body: bytes, secrets }: Original): Buffer {
  switch (change?.kind) {
    case 'cut':
      return bytes.subarray(0, Math.floor(change.at * bytes.byteLength));
    case 'doubled':
      return Buffer.concat([bytes, bytes]);
    case 'other':
      return Buffer.from(change.text);
    case 'echo': {
      const words = `you sent ${secrets.join(' and ')}, in base64 ${Buffer.from(secrets.join()).toString('base64')}`;
      const error = { message: words, error: words, detail: words, status: { error: words } };
      const choices = [{ message: { content: `The page says: ${words}.` } }];
      return Buffer.from(JSON.stringify({ ...error, choices }));
    }
    case 'value':
      return replaceValue(bytes, change.at, change.value);
    default:
      return bytes;
  }
}

/** Replaces the value at a position among all values of a JSON text; any other text is left as it is. */
function replaceValue(bytes: Buffer, at: number, value: unknown): Buffer {
  let root: unknown;
  try {
    root = JSON.parse(bytes.toString('utf8'));
  } catch {
    return bytes;
  }
  const places: (readonly [Record<string, unknown>, string])[] = [];
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      visit((node as Record<string, unknown>)[key]);
    }
  };
  visit(root);
  const place = places[Math.min(places.length - 1, Math.floor(at * places.length))];
  if (place === undefined) return Buffer.from(JSON.stringify(value));
  place[0][place[1]] = value;
  return Buffer.from(JSON.stringify(root));
}
