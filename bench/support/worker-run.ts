import { join } from 'node:path';
import { execa } from 'execa';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import { PROJECT } from '../../test/support/programs.ts';

export interface MeasuredRun {
  readonly report: RunReport;
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** The most memory it took, in MB. */
  readonly megabytes: number;
}

/** Runs the built worker once, as a process of its own. Any failure ends the bench. */
export async function runWorker(settings: Readonly<Record<string, string>>): Promise<MeasuredRun> {
  const started = performance.now();
  const { stdout, stdio } = await execa(
    process.execPath,
    [
      '--import',
      join(import.meta.dirname, 'say-peak-memory.ts'),
      join(PROJECT, 'dist/worker/main.js'),
      'sync',
      '--json',
    ],
    {
      env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error', ...settings },
      extendEnv: false,
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  return { report: JSON.parse(stdout) as RunReport, seconds, megabytes: (Number(stdio[3]) * 1024) / 1e6 };
}
