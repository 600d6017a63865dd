/** Characters of a secret in a row that are recognised in a text: a shorter rest of one is of no use to anybody. */
const PART_LENGTH = 12;
/** A word of fewer characters is no secret: replacing it would make every message unreadable. */
const MIN_LENGTH = 4;

const MASK = '***';

/**
 * The secrets of this process: the only state that a module holds. As an argument, a caller could forget it, and one
 * message of one endpoint would then disclose a key.
 */
const known = new Map<number, Set<string>>();

/**
 * Remembers secrets, as they were given. From then on `withoutSecrets` replaces them. Called before the settings are
 * read, because errors about the settings are messages too, and by every adapter that sends one.
 */
export function rememberSecrets(secrets: Iterable<string>): void {
  for (const secret of secrets) {
    for (const part of [secret, ...secret.split(/\s+/)]) {
      if (compact(part).length < MIN_LENGTH) continue;
      for (const form of formsOf(part)) rememberForm(compact(form));
    }
  }
}

/**
 * Replaces every secret, and every part of one, in a text that is logged, stored, answered or printed. Also finds it
 * folded over several lines, percent-encoded, with the escapes of JSON or HTML, in base64 and in hexadecimal digits.
 */
export function withoutSecrets(text: string): string {
  if (known.size === 0) return text;
  const { letters, positions } = unfold(text);
  const masked = new Uint8Array(letters.length);
  let found = false;
  for (const [length, parts] of known) {
    for (let start = 0; start + length <= letters.length; start++) {
      if (!parts.has(letters.slice(start, start + length))) continue;
      masked.fill(1, start, start + length);
      found = true;
    }
  }
  return found ? maskRanges(text, masked, positions) : text;
}

function rememberForm(form: string): void {
  const length = Math.min(PART_LENGTH, form.length);
  const parts = known.get(length) ?? new Set();
  known.set(length, parts);
  for (let start = 0; start + length <= form.length; start++) parts.add(form.slice(start, start + length));
}

function* formsOf(secret: string): Generator<string> {
  yield secret;
  const json = JSON.stringify(secret).slice(1, -1);
  yield* [json, json.replaceAll('/', '\\/')];
  const percent = encodeURIComponent(secret.toWellFormed());
  yield* [percent, percent.replaceAll(/%../g, (code) => code.toLowerCase()), percent.replaceAll('%20', '+')];
  yield secret.replaceAll(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? character);
  const bytes = Buffer.from(secret, 'utf8');
  yield* [bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
  for (const before of [0, 1, 2]) {
    const base64 = base64Within(bytes, before);
    if (base64.length < MIN_LENGTH) continue;
    yield* [base64, base64.replaceAll('+', '-').replaceAll('/', '_')];
  }
}

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The characters that bytes have in base64 wherever they stand `before` bytes after a multiple of three. */
function base64Within(bytes: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.byteLength) * 8) / 6));
}

function compact(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** A text without white space, and where in the text each of its characters stands. */
function unfold(text: string): { readonly letters: string; readonly positions: Uint32Array | null } {
  const letters = compact(text);
  if (letters.length === text.length) return { letters, positions: null };
  const positions = new Uint32Array(letters.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) if (text[i] === letters[count]) positions[count++] = i;
  return { letters, positions };
}

function maskRanges(text: string, masked: Uint8Array, positions: Uint32Array | null): string {
  const at = (letter: number) => positions?.[letter] ?? letter;
  let result = '';
  let copied = 0;
  for (let start = masked.indexOf(1); start !== -1; start = masked.indexOf(1, start)) {
    let end = start;
    while (masked[end] === 1) end++;
    result += text.slice(copied, at(start)) + MASK;
    copied = at(end - 1) + 1;
    start = end;
  }
  return result + text.slice(copied);
}
