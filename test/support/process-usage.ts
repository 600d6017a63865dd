import { existsSync, readFileSync } from 'node:fs';

/**
 * The peak memory of this process, in KiB. On Linux, `maxRSS` includes the memory of the process that started this one,
 * so a small process started by a large one would appear as large; the kernel's own counter does not.
 */
export function peakMemoryKiB(): number {
  if (!existsSync('/proc/self/status')) return process.resourceUsage().maxRSS;
  return statusKiB('self', 'VmHWM');
}

/** The resident memory of a running process, in MiB (Linux only). */
export function residentMiB(pid: number): number {
  return statusKiB(pid, 'VmRSS') / 1024;
}

/** The CPU time that a running process has used so far, in all its threads, in milliseconds (Linux only). */
export function cpuMs(pid: number): number {
  const [, , , , , , , , , , , user, system] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(user) + Number(system)) * 10;
}

function statusKiB(pid: number | 'self', field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
}
