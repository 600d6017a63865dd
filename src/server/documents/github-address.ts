import { decodePercent } from '../../shared/address-parts.ts';

/** An address of something in a repository on GitHub. */
export interface GitHubAddress {
  /** `owner/name` as written. */
  readonly repository: string;
  /** What follows the repository: a ref and a path (`main/guide/a.md`), or a path alone. */
  readonly rest: string;
  /** Whether `rest` begins with a ref. */
  readonly hasRef: boolean;
}

const FILES_HOST = /^(?:www\.)?github\.com$/;
const RAW_HOST = /^raw\.(?:githubusercontent|github)\.com$/;

export function isGitHubHost(host: string): boolean {
  return FILES_HOST.test(host) || RAW_HOST.test(host);
}

/**
 * Reads the address of a repository, or of a folder or file in it: `blob`, `tree`, `raw`, `edit` and `blame` addresses,
 * those of raw.githubusercontent.com, and Go import paths.
 * @returns null for any other address
 */
export function parseGitHubAddress({ host, pathname }: URL): GitHubAddress | null {
  if (!isGitHubHost(host)) return null;
  const [owner, name, ...parts] = decodePercent(pathname)
    .split('/')
    .filter((part) => part !== '');
  if (owner === undefined || name === undefined) return null;
  const repository = `${owner}/${name.replace(/\.git$/, '')}`;
  const hasRef = RAW_HOST.test(host) || /^(?:blob|tree|raw|edit|blame)$/.test(parts[0] ?? '');
  const rest = hasRef && !RAW_HOST.test(host) ? parts.slice(1) : parts;
  const isFullRef = hasRef && rest[0] === 'refs' && /^(?:heads|tags)$/.test(rest[1] ?? '');
  return { repository, rest: rest.slice(isFullRef ? 2 : 0).join('/'), hasRef };
}

/** A ref that cannot be followed by another part of the same ref. */
const WHOLE_REF = /^(?:HEAD|main|master|[0-9a-f]{40}|v?\d+(?:\.\d+)+[\w.+-]*)$/;
/** Refs with more slashes are not looked for. */
const MAX_REF_PARTS = 8;

/**
 * The paths in the repository that an address may mean, the longest first: a ref may contain slashes, so an address does
 * not tell where its ref ends.
 * @param ref of the source; an address with this ref has one meaning
 */
export function pathsInRepository({ rest, hasRef }: GitHubAddress, ref: string | null): string[] {
  // The major version at the end of a Go module's path is the name of a folder only in some repositories.
  if (!hasRef) return [...new Set([rest, rest.replace(/(?:^|\/)v\d+(?=\/|$)/, '').replace(/^\//, '')])];
  if (ref !== null && (rest === ref || rest.startsWith(`${ref}/`))) return [rest.slice(ref.length + 1)];
  const parts = rest.split('/');
  if (parts.length === 1 || WHOLE_REF.test(parts[0] ?? '')) return [parts.slice(1).join('/')];
  const splits = Math.min(parts.length - 1, MAX_REF_PARTS);
  const paths = Array.from({ length: splits }, (_, i) => parts.slice(i + 1).join('/'));
  return parts.length === 2 && !/\.\w+$/.test(rest) ? [...paths, ''] : paths;
}

/**
 * Rewrites what Go's tools and pkg.go.dev write for a package or a declaration as the address or path of a folder and a
 * section: `pkg.go.dev/github.com/owner/name@v1.2.3/flow#New` and `github.com/owner/name/flow.New` become
 * `github.com/owner/name/flow#New`, and `flow.New` becomes `flow#New`. Anything else is returned as it is.
 */
export function withoutGoSyntax(written: string): string {
  const [, scheme = '', host = ''] =
    /^(https?:\/\/)?(?:www\.)?((?:pkg\.go\.dev\/)?github\.com)\//i.exec(written) ?? [];
  if (host === '') return withSection(written);
  const path = written.slice(written.indexOf('/', scheme.length + host.length - 'github.com'.length));
  const address = host.length > 'github.com'.length ? withoutPageParts(path) : path;
  return withSection(`${scheme}github.com${withoutVersion(address)}`);
}

/** A query (`?tab=doc`), and a fragment of pkg.go.dev that is not the name of a declaration. */
function withoutPageParts(path: string): string {
  return path.replace(/\?[^#]*/, '').replace(/#(?:pkg|section|example|hdr)-.*$/, '');
}

/** `owner/name@v1.2.3/flow`. In the address of a file on GitHub, `@` belongs to a name. */
function withoutVersion(path: string): string {
  if (/^\/[^/]+\/[^/]+\/(?:blob|tree|raw|edit|blame)\//.test(path)) return path;
  return path.replace(/([^/#@])@[^/#?]+/, '$1');
}

/** A name of Go behind the last name of a path: `flow.New`, `flow.Flow.Run`, `flow.(*Flow[I, O]).Run`. */
const QUALIFIED = /^([^#()]*?(?:^|\/)[a-z][a-z0-9_]*)\.(\(\*?\p{Lu}[^#/]*|\p{Lu}[\p{L}\p{N}_.]*)$/u;

function withSection(address: string): string {
  const [, path, name = ''] = QUALIFIED.exec(address) ?? [];
  return path === undefined || /\.(?:md|markdown|go)$/i.test(address) ? address : `${path}#${name}`;
}
