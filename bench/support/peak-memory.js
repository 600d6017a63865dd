import { writeSync } from 'node:fs';

// Loaded into a measured process with --import: says on its file descriptor 3 how much memory it took at the most, in kB.
process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
