/** The status of a record whose source says none. */
export const OPEN_WORD = 'open';
