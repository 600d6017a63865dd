import { describeError, OperationalError } from '../../../shared/errors/operational-error.ts';
import { HttpError } from '../exchange.ts';

/** Passes a read of the index through; where the index cannot be read the client gets 503 and the reason. */
export async function orUnavailable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    throw new HttpError(503, describeError(error), { 'retry-after': '5' });
  }
}
