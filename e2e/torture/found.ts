/** How a trial tells that it has found something: those who plant faults listen for it. */
export const FOUND = '✗ found: ';
