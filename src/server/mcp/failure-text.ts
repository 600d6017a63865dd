import { describeError, type OperationalError } from '../../shared/errors/operational-error.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { unreadableIndex } from '../health/public-error.ts';

/** Whether the client can put it right by asking otherwise. */
export function isClientsFault({ code }: OperationalError): boolean {
  return code.startsWith('INVALID_');
}

/**
 * What a client gets to read of a failure: all of what it did wrong itself. Anything else is an index that cannot be
 * read, whose message may name paths and addresses of the machine: that goes to the log.
 */
export function failureText(error: OperationalError, logger: Pick<Logger, 'warn'>): string {
  if (isClientsFault(error)) return describeError(error);
  logger.warn(`a client got no answer: ${describeError(error)}`);
  return unreadableIndex(error);
}
