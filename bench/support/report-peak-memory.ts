import { writeSync } from 'node:fs';
import { peakMemoryKiB } from '../../test/support/process-usage.ts';

// Loaded into a measured process with --import. At exit it writes the peak memory in KiB to file descriptor 3.
process.on('exit', () => writeSync(3, String(peakMemoryKiB())));
