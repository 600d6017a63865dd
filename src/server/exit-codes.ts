/** By a signal, or on stdio by the end of the input. */
export const STOPPED = 0;
export const FAILED = 1;
/** Arguments or settings. */
export const BAD_USAGE = 2;
