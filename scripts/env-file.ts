/** Preloaded by npm scripts: reads `.env` in the current folder, if there is one. Variables that are set take precedence. */
import { existsSync } from 'node:fs';

if (existsSync('.env')) process.loadEnvFile('.env');
