import { join } from 'node:path';
import { execa } from 'execa';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import { BUILT_WORKER } from './built-programs.ts';

export interface MeasuredSync {
  readonly report: RunReport;
  /** From the start of the process to its exit. */
  readonly seconds: number;
  /** Processor time of the worker in all its threads, which a busy machine changes less than the time that passes. */
  readonly cpuSeconds: number;
  /** Peak memory of the worker, in MB. */
  readonly megabytes: number;
}

/** Runs one sync with the built worker, as a process of its own. Rejects if it fails. */
export async function measureSync(settings: Readonly<Record<string, string>>): Promise<MeasuredSync> {
  const started = performance.now();
  const { stdout, stdio } = await execa(
    process.execPath,
    ['--import', join(import.meta.dirname, 'report-usage.ts'), BUILT_WORKER, 'sync', '--json'],
    {
      env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error', ...settings },
      extendEnv: false,
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  const { peakKiB, cpuSeconds } = JSON.parse(String(stdio[3])) as { peakKiB: number; cpuSeconds: number };
  return {
    report: JSON.parse(stdout) as RunReport,
    seconds,
    cpuSeconds,
    megabytes: (peakKiB * 1024) / 1e6,
  };
}
