/** The JSON Schema of a tool's arguments, as far as reading them needs it. */
export interface ArgumentsSchema {
  readonly properties?: Readonly<Record<string, ArgumentSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
}

interface ArgumentSchema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

/** Arguments under the tool's own names, of the types of its schema and within its limits. */
export interface ReadArguments {
  /** Without those that were absent or could not be read. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Sentences about what was ignored or changed: a few short ones, whatever was given. */
  readonly notes: readonly string[];
}

type Given = Readonly<Record<string, unknown>>;

/**
 * Reads what a client sends as arguments: models guess names and types, hosts fill in every argument, and some runs of
 * agents end at the first tool error. `null` and `''` mean absent, a number may be a string, out of range it is moved into
 * it (0 and less mean absent, as in Go), a long text is cut, usual wrong names are understood and unknown ones ignored.
 * Any number of unknown names costs almost nothing.
 */
export function readArguments(schema: ArgumentsSchema, given: unknown): ReadArguments {
  const { properties = {}, required = [] } = schema;
  const names = Object.keys(properties);
  const all = unwrapped(given);
  const { found, unknown, more } = matched(all, names);
  const notes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, as] of found) {
    const argument = properties[name] ?? {};
    const value = argument.type === 'string' ? asText(all[as]) : asNumber(all[as]);
    if (value === '') continue;
    if (value === null) {
      notes.push(`${name} must be a ${argument.type === 'string' ? 'text' : 'number'}; it was ignored.`);
    } else if (typeof value === 'string') {
      if (required.includes(name) || !MEANS_ABSENT.test(value))
        values[name] = cut(name, value, argument, notes);
    } else if (value > 0 || value >= (argument.minimum ?? 0)) {
      values[name] = clamped(name, value, argument, notes);
    }
  }
  const missing = required.find((name) => !Object.hasOwn(values, name));
  const [only, ...others] = unknown.filter((name) => typeof all[name] === 'string');
  const isOnly = only !== undefined && others.length === 0 && more === 0;
  if (missing !== undefined && isOnly) {
    values[missing] = cut(missing, String(all[only]).trim(), properties[missing] ?? {}, notes);
    notes.push(`${shownArgument(only)} was taken for ${missing}.`);
  }
  const left = unknown.filter((name) => missing === undefined || !isOnly || name !== only);
  // Some hosts send a dummy argument to a tool that has none.
  if (left.length + more > 0 && names.length > 0) notes.push(ignored(left, more));
  return { values, notes };
}

/** What models and strict hosts write for an optional argument that they do not mean. */
const MEANS_ABSENT = /^(?:null|none|nil|undefined)$/i;

/** Names under which hosts and models wrap the arguments. */
const WRAPPERS = ['arguments', 'args', 'kwargs', 'parameters', 'params', 'input', 'tool_input'];

/** The arguments as an object: some hosts send them as a JSON text, or one level too deep. */
function unwrapped(given: unknown): Given {
  const read = objectIn(given) ?? { arguments: given };
  const wrapper = WRAPPERS.find((name) => Object.hasOwn(read, name));
  if (wrapper === undefined || Object.keys(read).length > 1) return read;
  return objectIn(read[wrapper]) ?? read;
}

/**
 * A `tools/call` as its schema has it: arguments that are null are left out, and any others that are not an object are
 * put into one. Any other message is returned as it is.
 */
export function withArgumentsObject<M extends object>(message: M): M {
  const { method, params } = message as { readonly method?: unknown; readonly params?: unknown };
  if (method !== 'tools/call' || typeof params !== 'object' || params === null) return message;
  const { arguments: given, ...rest } = params as Given;
  if (given === undefined || (given !== null && typeof given === 'object' && !Array.isArray(given)))
    return message;
  const args = given === null ? {} : { arguments: { arguments: given } };
  return { ...message, params: { ...rest, ...args } };
}

/** An object, the only one in a list, or the one that a JSON text is of; null if it is none of these. */
function objectIn(given: unknown): Given | null {
  const value = typeof given === 'string' && /^\s*[{[]/.test(given) ? parsed(given) : given;
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof only === 'object' && only !== null && !Array.isArray(only) ? (only as Given) : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Wrong names of each argument, in lower case, letters and digits alone. The first one that is given counts. */
const WRONG_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    query: `q question searchquery querytext querystring userquery queries search searchtext searchterm searchterms
      term terms keyword keywords text prompt topic input`,
    max_results: `limit topk topn top k n count num numresults numberofresults resultcount maxresult results maxcount
      maxdocs maxitems size pagesize perpage`,
    path: `url uri file filepath filename doc docpath docid docurl document documentpath documentid documenturl page
      link href address id symbol name identifier function package importpath module`,
    path_prefix: 'prefix pathfilter folder folderpath dir directory path basepath scope under url uri',
    section: 'heading anchor fragment sectionid sectionname symbol lines',
    max_tokens: 'tokens tokenlimit tokenbudget maxtoken budget',
    cursor: 'nextcursor pagetoken nextpagetoken nextpage continuation next',
    language: 'lang locale languages',
    since: 'from after sincecommit sincesha sincedate commit sha startdate date version',
  }).map(([name, wrong]) => [name, wrong.split(/\s+/)]),
);

/** Only the first unknown names are looked at, so that any number of them costs nothing: nobody who means well sends more. */
const LOOKED_AT = 50;

interface Matched {
  /** Each argument of the tool that was given, with the name it was given under. */
  readonly found: readonly (readonly [name: string, as: string])[];
  /** Names that mean nothing to the tool, of those that are looked at. */
  readonly unknown: readonly string[];
  /** How many more names there are. */
  readonly more: number;
}

/** Pairs the arguments of the tool with what was given. A name without a value counts as not given. */
function matched(given: Given, names: readonly string[]): Matched {
  const all = Object.keys(given);
  const isGiven = (name: string) => Object.hasOwn(given, name) && (given[name] ?? '') !== '';
  const first = all.slice(0, LOOKED_AT + names.length);
  const others = first.filter((name) => !names.includes(name) && isGiven(name));
  const byPlainName = new Map(others.map((name) => [plainName(name), name]));
  const found = names.flatMap((name) => {
    if (isGiven(name)) return [[name, name] as const];
    const meant = [plainName(name), ...(WRONG_NAMES.get(name) ?? [])].find((wrong) => byPlainName.has(wrong));
    const as = meant === undefined ? undefined : byPlainName.get(meant);
    if (meant === undefined || as === undefined) return [];
    byPlainName.delete(meant);
    return [[name, as] as const];
  });
  const used = new Set(found.map(([, as]) => as));
  return { found, unknown: others.filter((name) => !used.has(name)), more: all.length - first.length };
}

function plainName(name: string): string {
  return name
    .slice(0, 40)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** @returns null for what is no text, number, truth value or list of these */
function asText(value: unknown): string | null {
  if (Array.isArray(value)) {
    const texts = value.slice(0, 100).map((item) => (Array.isArray(item) ? null : asText(item)));
    return texts.some((text) => text === null) ? null : texts.join(' ').trim();
  }
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** @returns null for what is no number */
function asNumber(value: unknown): number | null {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof only === 'string' && MEANS_ABSENT.test(only.trim())) return 0;
  const number = typeof only === 'string' && only.trim() !== '' ? Number(only) : only;
  return typeof number === 'number' && !Number.isNaN(number) ? number : null;
}

function cut(name: string, value: string, { maxLength = Infinity }: ArgumentSchema, notes: string[]): string {
  if (value.length <= maxLength) return value;
  notes.push(`${name} was cut to its first ${maxLength} characters.`);
  return value.slice(0, maxLength);
}

function clamped(name: string, value: number, { type, minimum, maximum }: ArgumentSchema, notes: string[]) {
  if (maximum !== undefined && value > maximum) {
    notes.push(`${name} is at most ${maximum}.`);
    return maximum;
  }
  if (minimum !== undefined && value < minimum) {
    notes.push(`${name} is at least ${minimum}.`);
    return minimum;
  }
  return type === 'integer' ? Math.round(value) : value;
}

/** How many ignored arguments are named. */
const NAMED = 3;

function ignored(names: readonly string[], more: number): string {
  const named = names.slice(0, NAMED).map(shownArgument);
  const rest = names.length - named.length + more;
  return `Ignored, because the tool has no such argument: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

/** A client's own text in a sentence to it: short, and without anything that could end the line or look like markup. */
export function shownArgument(text: string): string {
  return text.slice(0, 40).replace(/[^\p{L}\p{N}_.-]/gu, '?') || '""';
}
