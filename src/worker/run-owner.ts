import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Names a run in its lease: unique, and readable by a person. */
export function nameRunOwner(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`;
}

/**
 * Whether the run that an owner names can no longer be alive: it ran on this host, and its process does not exist. A run
 * on another host may be alive. So may one whose process number another process has by now.
 */
export function ownerIsGone(owner: string): boolean {
  const [, host, pid] = /^(.+)\/(\d+)\/[0-9a-f]+$/.exec(owner) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
