import { writeSync } from 'node:fs';
import { peakMemoryKiB } from '../../test/support/peak-memory.ts';

// Loaded into a measured process with --import: says on its file descriptor 3 how much memory it took at the most, in KiB.
process.on('exit', () => writeSync(3, String(peakMemoryKiB())));
