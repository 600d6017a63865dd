import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import type { Clock, Delay } from '../../shared/clock.ts';
import type { IndexConfig } from '../../shared/config/settings.ts';
import type { IndexWriter } from './index-writer.ts';
import type { StorageOptions } from './qdrant/generations.ts';

/** Opens the write side of the configured index, loading only that adapter's SDK. Sends and creates nothing yet. */
export async function openWriter(
  config: { readonly index: IndexConfig; readonly storage: StorageOptions },
  deps: { readonly clock: Clock; readonly delay: Delay },
): Promise<IndexWriter> {
  const { index, storage } = config;
  if (index.kind === 'sqlite') {
    const { SqliteWriter } = await import('./sqlite/sqlite-writer.ts');
    return new SqliteWriter(index.path, { ...deps, ownerIsGone });
  }
  const { QdrantWriter } = await import('./qdrant/qdrant-writer.ts');
  return new QdrantWriter({ ...index, storage, ...deps, ownerIsGone: ownerOfThisMachineIsGone });
}

/** Names a run in its lease: unique, and readable by a person. */
export function nameRunOwner(): string {
  return `${hostname()}/${machineId()}/${process.pid}/${randomBytes(4).toString('hex')}`;
}

/**
 * Whether the run that an owner names can no longer be alive: it ran on this host, and its process does not exist. A run
 * on another host may be alive. So may one whose process number another process has by now. Only for an index that one
 * machine alone uses: two machines may have the same host name.
 */
export function ownerIsGone(owner: string): boolean {
  const { host, pid } = parseOwner(owner) ?? {};
  return host === hostname() && !isRunning(Number(pid));
}

/**
 * Like `ownerIsGone`, for an index that several machines use: a run of a process that is not on this machine, as seen from
 * within this container, may be alive. One of this very process is not: a process makes one run after the other.
 */
export function ownerOfThisMachineIsGone(owner: string): boolean {
  const { host, machine, pid } = parseOwner(owner) ?? {};
  if (host !== hostname() || machine !== machineId()) return false;
  return Number(pid) === process.pid || !isRunning(Number(pid));
}

interface OwnerParts {
  readonly host: string;
  /** Absent from owners that older versions named. */
  readonly machine?: string;
  readonly pid: string;
}

function parseOwner(owner: string): OwnerParts | null {
  const parts = /^(?<host>.+?)(\/(?<machine>[0-9a-f]{12}))?\/(?<pid>\d+)\/[0-9a-f]{8}$/.exec(owner)?.groups;
  return parts === undefined ? null : (parts as unknown as OwnerParts);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Identifies where process numbers of this process mean the same: on Linux a boot of the machine and a container on it,
 * elsewhere the network hardware. Twelve hexadecimal digits.
 */
function machineId(): string {
  const hash = createHash('sha256');
  try {
    hash.update(readFileSync('/proc/sys/kernel/random/boot_id'));
    hash.update(readlinkSync('/proc/self/ns/pid'));
  } catch {
    const hardware = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ mac }) => mac) ?? []);
    hash.update(hardware.sort().join());
  }
  return hash.digest('hex').slice(0, 12);
}
