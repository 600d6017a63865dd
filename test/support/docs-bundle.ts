import { join } from 'node:path';

/** Where a git bundle of the EINO docs' history is looked for: beside the checkout, not in it. Tests make do without. */
export const DOCS_BUNDLE = join(import.meta.dirname, '../../../shared/data/eino-docs.bundle');
