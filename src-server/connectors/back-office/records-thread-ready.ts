/** What the thread says once it has loaded: from then on its time is limited. */
export const READY = 'ready';
