import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeError, OperationalError } from './operational-error.ts';
import { rememberSecrets, withoutSecrets } from './secrets.ts';

const KEY = 'sk-Ab/9+"\\c?&e f_0123456789~';
const FOLDED = 'first-line-of-a-key\r\n  and-the-second-line';
rememberSecrets([KEY, FOLDED, 'short', 'abc']);

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('withoutSecrets()', () => {
  test.each([
    ['as it is', KEY],
    ['escaped as in JSON', JSON.stringify({ key: KEY })],
    ['escaped as in JSON within JSON', JSON.stringify(JSON.stringify({ key: KEY }))],
    ['percent-encoded', `https://host/?key=${encodeURIComponent(KEY)}`],
    ['percent-encoded in lower case', encodeURIComponent(KEY).toLowerCase().replace('sk-ab', 'sk-Ab')],
    ['in a form', new URLSearchParams({ key: KEY }).toString()],
    ['in base64', base64(KEY)],
    ['in base64 after a name', base64(`user:${KEY}`)],
    ['in base64 after another name', base64(`users:${KEY}`)],
    ['in base64 for addresses', Buffer.from(`x${KEY}`).toString('base64url')],
    ['in hexadecimal digits', Buffer.from(KEY).toString('hex')],
    ['folded into lines', KEY.replaceAll(/.{5}/g, '$&\r\n ')],
    ['in folded base64', base64(KEY).replaceAll(/.{8}/g, '$&\n')],
    ['without its end, as in a response that was cut', KEY.slice(0, -3)],
    ['without its beginning', KEY.slice(5)],
  ])('withoutSecrets() replaces a secret %s', (_, text) => {
    const cleaned = withoutSecrets(`before ${text} after`);
    expect(cleaned).toMatch(/^before .*\*\*\*.* after$/s);
    expect(cleaned.length).toBeLessThan(50);
  });

  test('withoutSecrets() replaces a secret of several lines, on one line and each line alone', () => {
    for (const text of [FOLDED, FOLDED.replaceAll(/\s+/g, ' '), ...FOLDED.split(/\s+/)])
      expect(withoutSecrets(`<${text}>`)).toBe('<***>');
  });

  test('withoutSecrets() replaces a short secret, but no word of three characters', () => {
    expect(withoutSecrets('a short abc')).toBe('a *** abc');
  });

  test('withoutSecrets() leaves every other text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('x', 'y', ' ', '\n', '"', '\\', 'é') }), (text) => {
        expect(withoutSecrets(text)).toBe(text);
      }),
    );
  });

  test('withoutSecrets() replaces a secret wherever it stands, and nothing else', () => {
    const around = fc.string({ unit: fc.constantFrom('x', ' ', '\n', '=', ':') });
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(withoutSecrets(before + KEY + after)).toBe(`${before}***${after}`);
      }),
    );
  });
});

test('an error does not show a secret, whether it was expected or not', () => {
  const expected = new OperationalError('INTERNAL', `said ${KEY}`, `Not ${KEY}.`);
  expect(describeError(expected)).toBe('INTERNAL: said *** Not ***.');
  expect(describeError(new Error(`invalid header: ${KEY}`))).toBe('INTERNAL: invalid header: ***');
});
