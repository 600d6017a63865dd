#!/usr/bin/env node
/** What npm installs as a command: any Node may start it, so it asks which one this is before it loads the program. */
import { isNewEnough } from '../shared/node-version.ts';

if (isNewEnough(process)) await import('./main.ts');
