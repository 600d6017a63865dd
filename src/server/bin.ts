#!/usr/bin/env node
/** The command that npm installs. Any Node may start it, so the version is checked before the program is loaded. */
import { isNewEnough } from '../shared/node-version.ts';

if (isNewEnough(process)) await import('./main.ts');
