import { decodePercent } from '../../shared/address-parts.ts';
import type { Document } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { RELEASE, type Root, rootOf, type SourceStatus } from '../../shared/domain/source.ts';
import { RootFiles } from '../source/source-files.ts';

/** A root in a repository on GitHub. */
interface RepositoryRoot {
  /** `owner/name` in lower case. */
  readonly repository: string;
  /** The names of the ref that is indexed. */
  readonly refs: ReadonlySet<string>;
  readonly files: RootFiles;
}

/** A root on a website, with the part of an address that all of its pages have. */
interface Site {
  readonly at: string;
  readonly key: string;
}

/** The addresses of all documents in an index, collected document by document. */
export class IndexedAddresses {
  readonly #roots: readonly Root[];
  readonly #repositoryRoots: readonly RepositoryRoot[];
  readonly #sites: readonly Site[];
  /** Paths in the index that are documents, or could not be indexed. */
  readonly #paths = new Set<string>();
  /** The folders that contain documents: paths in the index, and addresses on a website. */
  readonly #folders = new Set<string>();
  readonly #pages = new Set<string>();

  constructor({ sources, skipped }: Pick<IndexStatus, 'sources' | 'skipped'>) {
    this.#roots = sources.flatMap(({ roots }) => roots);
    this.#repositoryRoots = sources.flatMap((source) =>
      source.roots.flatMap((root) => repositoryRoot(source, root) ?? []),
    );
    this.#sites = this.#roots.flatMap(({ at, site, pages }) => {
      const url = site === null || pages === 'github' ? null : URL.parse(site);
      return url === null ? [] : [{ at, key: pageKey(url) }];
    });
    for (const { path } of skipped) this.#addPath(path);
  }

  add({ path, url }: Pick<Document, 'path' | 'url'>): void {
    this.#addPath(path);
    const root = rootOf(this.#roots, path);
    const address =
      root === undefined || root.site === null || root.pages === 'github' ? null : URL.parse(url);
    if (address === null) return;
    const key = pageKey(address);
    this.#pages.add(key);
    addFolders(key, this.#folders);
  }

  #addPath(path: string): void {
    this.#paths.add(path);
    addFolders(path, this.#folders);
  }

  /**
   * Whether an address must be that of a document, and no document has it. Never true for an address that the index
   * cannot tell about: outside of its roots, at another ref, of a file that is no document, or of a folder without one.
   */
  isDead(address: URL): boolean {
    const file = fileOnGitHub(address);
    return file === null ? this.#isDeadPage(address) : this.#isDeadFile(file);
  }

  #isDeadPage(address: URL): boolean {
    const key = pageKey(address);
    const isBelowSite = this.#sites.some((site) => key === site.key || key.startsWith(`${site.key}/`));
    return isBelowSite && !OTHER_FILE.test(key) && !this.#pages.has(key) && !this.#folders.has(key);
  }

  #isDeadFile({ repository, refAndPath }: GitHubFile): boolean {
    const expected = this.#repositoryRoots.flatMap(({ repository: own, refs, files }) => {
      const ref =
        own === repository ? [...refs].find((name) => refAndPath.startsWith(`${name}/`)) : undefined;
      return ref === undefined ? [] : (expectedPath(files, refAndPath.slice(ref.length + 1)) ?? []);
    });
    return expected.length > 0 && !expected.some((path) => this.#paths.has(path) || this.#folders.has(path));
  }
}

/** A name without extension may be that of a folder, unless it is in upper case as `LICENSE` and `Makefile` are. */
const FOLDER = /(?:^|\/)[a-z0-9_-]+$/;

/** The path in the index of a document, or of a folder in which the root has Go files. Null for anything else. */
function expectedPath(files: RootFiles, path: string): string | null {
  const document = files.indexPath(path);
  if (document !== null || !FOLDER.test(path)) return document;
  const file = files.indexPath(`${path}/any.go`);
  return file === null ? null : file.slice(0, -'/any.go'.length);
}

/** Files on a website that are no pages. */
const OTHER_FILE = /\.(?:png|jpe?g|gif|svg|webp|ico|pdf|zip|gz|json|ya?ml|toml|txt|xml|css|js|mp4|webm)$/;

/** The part of an address that identifies the page, in lower case: no scheme, no `www.`, no query, no trailing slash. */
function pageKey({ host, pathname }: URL): string {
  const path = decodePercent(pathname).replace(/\/+(?:index\.html)?$/, '');
  return `${host.replace(/^www\./, '')}${path}`.toLowerCase();
}

function addFolders(path: string, folders: Set<string>): void {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const folder = path.slice(0, at);
    if (folders.has(folder)) return;
    folders.add(folder);
  }
}

/** The address of a file or folder in a repository. */
interface GitHubFile {
  /** `owner/name` in lower case. */
  readonly repository: string;
  readonly refAndPath: string;
}

const ON_GITHUB = /^\/([^/]+\/[^/]+)\/(?:blob|tree|raw|edit|blame)\/(?:refs\/(?:heads|tags)\/)?(.+)$/;
const ON_RAW_HOST = /^\/([^/]+\/[^/]+)\/(?:refs\/(?:heads|tags)\/)?(.+)$/;

function fileOnGitHub({ host, pathname }: URL): GitHubFile | null {
  const pattern = /^(?:www\.)?github\.com$/.test(host)
    ? ON_GITHUB
    : host === 'raw.githubusercontent.com'
      ? ON_RAW_HOST
      : null;
  const [, repository, refAndPath] = pattern?.exec(decodePercent(pathname)) ?? [];
  if (repository === undefined || refAndPath === undefined) return null;
  return { repository: repository.toLowerCase(), refAndPath: refAndPath.replace(/\/+$/, '') };
}

const BLOB = /^https?:\/\/(?:www\.)?github\.com\/([^/]+\/[^/]+)\/blob\/([^/]+)/;

/** Where a root is on GitHub: as its source says, or for a clone the address of the root. Null if it is not there. */
function repositoryRoot({ from, ref, version }: SourceStatus, root: Root): RepositoryRoot | null {
  const [, published, publishedRef] = BLOB.exec(root.site ?? '') ?? [];
  const repository = from.startsWith('github:') ? from.slice('github:'.length) : published;
  if (repository === undefined) return null;
  const refs = ['HEAD', ref === RELEASE ? version : ref, publishedRef].filter(
    (name) => typeof name === 'string',
  );
  return { repository: repository.toLowerCase(), refs: new Set(refs), files: new RootFiles(root) };
}
