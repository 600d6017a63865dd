import { OperationalError } from '../../../shared/errors/operational-error.ts';
import { unreadableIndex } from '../../health/public-error.ts';
import { HttpError } from '../exchange.ts';

/**
 * Passes a read of the index through; where it cannot be read the client gets 503, the error's code and what to do. The
 * message, which may name paths and addresses of the machine, is in the log.
 */
export async function orUnavailable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    throw new HttpError(503, unreadableIndex(error), { 'retry-after': '5' });
  }
}
