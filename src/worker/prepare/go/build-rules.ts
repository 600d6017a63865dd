/** Characters of a build constraint that a reason repeats. */
const MAX_SHOWN = 80;

/** Why a Go file is left out although it is listed, or null. Only what every user of the package meets is indexed. */
export function leftOutReason(path: string, source: string): string | null {
  const header = source.slice(0, packageClause(source));
  if (/^\/\/ Code generated .* DO NOT EDIT\.$/m.test(header)) return 'generated code';
  if (IMPORTS_C.test(source)) return 'it uses cgo';
  const constraint = /^\/\/go:build[ \t]+(.*)$/m.exec(header)?.[1]?.trim();
  if (constraint !== undefined && !isSatisfied(constraint))
    return `it is built only with ${clipped(constraint)}`;
  const system = systemInName(path);
  return system === null ? null : `it is built only for ${system}`;
}

function clipped(constraint: string): string {
  return constraint.length <= MAX_SHOWN ? constraint : `${constraint.slice(0, MAX_SHOWN)}…`;
}

function packageClause(source: string): number {
  const found = /^package\b/m.exec(source)?.index;
  return found ?? source.length;
}

const IMPORTS_C = /^(?:import[ \t]+|[ \t]+)"C"[ \t]*$/m;

/** The names of systems that are part of file names. */
const SYSTEMS = new Set(
  (
    'aix android darwin dragonfly freebsd illumos ios js netbsd openbsd plan9 solaris wasip1 windows ' +
    '386 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x wasm'
  ).split(' '),
);

/** The API of a package is that on Linux and amd64, as on pkg.go.dev. */
const TAGS = new Set(['linux', 'unix', 'amd64', 'gc', 'cgo']);

function systemInName(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/(_test)?\.go$/, '');
  const [, ...parts] = name.split('_');
  return parts.slice(-2).find((part) => SYSTEMS.has(part)) ?? null;
}

/** Evaluates a build constraint: tags, `!`, `&&`, `||` and parentheses. One that cannot be read counts as satisfied. */
function isSatisfied(constraint: string): boolean {
  const tokens = constraint.match(/&&|\|\||[!()]|[\w.]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let value = both();
    while (tokens[at] === '||') {
      at += 1;
      const other = both();
      value ||= other;
    }
    return value;
  };
  const both = (): boolean => {
    let value = single();
    while (tokens[at] === '&&') {
      at += 1;
      const other = single();
      value &&= other;
    }
    return value;
  };
  const single = (): boolean => {
    const token = tokens[at++];
    if (token === '!') return !single();
    if (token !== '(') return token === undefined || TAGS.has(token) || /^go1\.\d+$/.test(token);
    const value = either();
    at += 1;
    return value;
  };
  return either();
}
