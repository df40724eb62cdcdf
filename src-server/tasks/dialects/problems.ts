import { ApiError } from '../../http/api-error.ts';

const SHOWN = 20;

/** Collects all that is wrong with a body, so that its sender can mend it in one go. */
export class Problems {
  readonly #found: { path: string; message: string }[] = [];

  add(path: string, message: string): void {
    this.#found.push({ path, message });
  }

  /** Throws an ApiError `validation_failed` whose message names the first path and whose details name all. */
  throwIfAny(): void {
    const [first] = this.#found;
    if (!first) return;
    const rest = this.#found.length - 1;
    const more = rest === 0 ? '' : ` (and ${rest} more)`;
    throw new ApiError('validation_failed', `${first.path} ${first.message}${more}.`, { details: this.#found.slice(0, SHOWN) });
  }
}
