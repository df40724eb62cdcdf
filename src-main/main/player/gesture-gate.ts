/** As long as Chromium lets a page open windows after a gesture. */
const GESTURE_MS = 5_000;
/** Two clicks of an impatient hand open one page. */
const PAUSE_MS = 1_000;

const GESTURES: ReadonlySet<string> = new Set(['mouseDown', 'rawKeyDown', 'keyDown', 'gestureTap', 'touchEnd']);

/** What a page opens outside of the console follows something that a person did in it: one page for each, one a second. */
export class GestureGate {
  private gestureMs = Number.NEGATIVE_INFINITY;
  private openedMs = Number.NEGATIVE_INFINITY;

  /** By Electron's name for what came in from a keyboard, a mouse or a finger. */
  noteInput(type: string, nowMs: number): void {
    if (GESTURES.has(type)) this.gestureMs = nowMs;
  }

  /** Whether a page may be opened now: then the gesture is used up. */
  take(nowMs: number): boolean {
    if (nowMs - this.gestureMs > GESTURE_MS || nowMs - this.openedMs < PAUSE_MS) return false;
    this.gestureMs = Number.NEGATIVE_INFINITY;
    this.openedMs = nowMs;
    return true;
  }
}
