/** Alone in its file, for threads that load no schemas. */
export const SAMPLE_RECORDS = 5;
