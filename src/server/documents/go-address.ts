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
