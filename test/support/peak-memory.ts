import { existsSync, readFileSync } from 'node:fs';

/**
 * The most memory this process has held, in KiB. Linux's `maxRSS` counts what the process that started it held, too:
 * a small process started by a large one would seem as large. Only elsewhere is it the best there is.
 */
export function peakMemoryKiB(): number {
  if (!existsSync('/proc/self/status')) return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
