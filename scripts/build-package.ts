/** Builds `dist/` of the npm package, before npm packs it. */
import { join } from 'node:path';
import { buildPrograms } from './bundle-programs.ts';

await buildPrograms(join(import.meta.dirname, '../dist'));
