import { EXIT } from '../shared/exit-codes.ts';

/** By a signal, or on stdio by the end of the input. */
export const STOPPED = EXIT.ok;
export const FAILED = EXIT.failed;
/** Arguments or settings. */
export const BAD_USAGE = EXIT.usage;
