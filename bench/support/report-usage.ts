import { writeSync } from 'node:fs';
import { peakMemoryKiB } from '../../test/support/process-usage.ts';

// Loaded into a measured process with --import. At exit it writes what the process used to file descriptor 3.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ peakKiB: peakMemoryKiB(), cpuSeconds: (user + system) / 1e6 }));
});
