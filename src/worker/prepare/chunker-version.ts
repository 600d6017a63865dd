/** Version of everything in this folder: to be raised with any change to what it makes of the same bytes. */
export const CHUNKER_VERSION = 3;
