/** Path in the index → git blob sha of every document at one revision, of one source or of all. */
export type Manifest = ReadonlyMap<string, string>;

/** How one document differs between two manifests. `blob` is the git blob sha at the later revision. */
export type Change =
  | { readonly kind: 'added'; readonly path: string; readonly blob: string }
  | { readonly kind: 'modified'; readonly path: string; readonly blob: string }
  | {
      readonly kind: 'renamed';
      readonly path: string;
      readonly previousPath: string;
      readonly blob: string;
    }
  | { readonly kind: 'removed'; readonly path: string };

export type ChangeKind = Change['kind'];
