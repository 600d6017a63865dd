#!/usr/bin/env node
/** The command that npm installs. Any Node may start it, so it checks the version before it loads the program. */
import { isSupportedNode } from '../shared/node-version.ts';

if (isSupportedNode(process)) await import('./main.ts');
