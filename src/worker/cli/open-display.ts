import { createLogger } from '../../shared/logging/logger.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Output } from './command.ts';
import type { Display } from './display.ts';
import { LiveView } from './live-view.ts';
import { LogView } from './log-view.ts';

/** A live view on a terminal, otherwise, and where other than the usual is to be logged, one structured line a step. */
export function openDisplay(stderr: Output, level: string, clock: Clock): Display {
  if (stderr.isTTY && level === 'info') return new LiveView(stderr, clock);
  return new LogView(createLogger('worker', level), stderr, clock);
}
