/** One command of a page: the variables before it, the program, what follows it. */
export interface Command {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly program: string;
  readonly args: readonly string[];
}

const PROGRAMS = /^(npm|npx|node|worker|server|fly|docker|curl|claude|openssl|eino-docs-\w+|scripts\/\S+)$/;

/** Every command on a page: the lines of its shell blocks, and code in the text that begins with a program we know. */
export function commandsOf(markdown: string): Command[] {
  const inText = [...markdown.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code = '']) => commandsOfLine(code))
    .filter(({ program, args, text }) => PROGRAMS.test(program) && (args.length > 0 || text.includes('/')));
  return [...shellLines(markdown).flatMap(commandsOfLine), ...inText];
}

/** Continuation lines are joined and comments dropped. */
function shellLines(markdown: string): string[] {
  return [...markdown.matchAll(/^ *```(?:bash|sh|shell)\n([\s\S]*?)^ *```/gm)]
    .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

function commandsOfLine(line: string): Command[] {
  const nested = [...line.matchAll(/\$\(([^)]+)\)/g)].flatMap(([, inner = '']) => commandsOfLine(inner));
  const flat = line.replaceAll(/\$\([^)]+\)/g, 'VALUE').replaceAll(/ [<>]+ \S+/g, '');
  return [...nested, ...flat.split(/ (?:&&|\|\||\||;) /).flatMap(command)];
}

function command(text: string): Command[] {
  const words = text.match(/(?:'[^']*'|"[^"]*"|<[^>]*>|[^\s'"])+/g) ?? [];
  if (words[0] === 'export') words.shift();
  const first = words.findIndex((word) => !/^[A-Z_0-9]+=/.test(word));
  const assigned = first === -1 ? words : words.slice(0, first);
  const variables = Object.fromEntries(
    assigned.map((word) => [word.slice(0, word.indexOf('=')), unquoted(word.slice(word.indexOf('=') + 1))]),
  );
  const [program = '', ...args] = first === -1 ? [] : words.slice(first).map(unquoted);
  return [{ text, variables, program, args }];
}

function unquoted(word: string): string {
  return word.replaceAll(/(['"])(.*?)\1/gs, '$2');
}
