import {
  encodePart,
  fileAddress,
  type PublishedRoot,
  type StyleAddresses,
  webAddress,
} from './web-address.ts';

const BLOB = '/blob/';

/**
 * The addresses of a file in a repository as GitHub and its like (GitHub Enterprise, Gitea …) show it. A target that
 * begins with `/` starts at the top of the repository, at the same ref. Images lead to the raw file, because `/blob/`
 * is a web page about it.
 */
export function githubAddresses(below: string, root: PublishedRoot): StyleAddresses {
  const url = fileAddress(below, root.site);
  const top = repositoryTop(root);
  return {
    url,
    resolve: (target, use) => {
      const address = target.startsWith('/') ? webAddress(`.${target}`, `${top}/`) : webAddress(target, url);
      return use === 'image' && address !== null ? rawAddress(address, top) : address;
    },
  };
}

/** The address of the top of the repository: the site without the root's own path, or else up to the ref. */
function repositoryTop({ site, path }: PublishedRoot): string {
  const own = path === '' ? '' : `/${path.split('/').map(encodePart).join('/')}`;
  if (site.endsWith(own)) return site.slice(0, site.length - own.length);
  return /^.*?\/blob\/[^/]+/.exec(site)?.[0] ?? site;
}

/** The address of the bytes of a file. An address outside of the repository stays as it is. */
function rawAddress(address: string, top: string): string {
  const at = top.indexOf(BLOB);
  if (at === -1 || !address.startsWith(`${top}/`)) return address;
  return `${address.slice(0, at)}/raw/${address.slice(at + BLOB.length)}`;
}
