/** A document as an engine shows it. */
export interface Found {
  readonly path: string;
  /** Best first. */
  readonly sections: readonly { readonly url: string; readonly text: string }[];
}

/** Something that can be asked a question. */
export interface Engine {
  readonly name: string;
  /** At least ten documents, best first, where that many match. */
  search(question: string): Promise<readonly Found[]>;
}
