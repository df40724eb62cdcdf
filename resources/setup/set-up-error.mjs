/** A failure that the person at the keyboard can act on: what went wrong, and what to do next. */
export class SetUpError extends Error {
  constructor(cause, nextStep) {
    super(`${cause}\n  Next: ${nextStep}`);
    this.name = 'SetUpError';
  }
}
