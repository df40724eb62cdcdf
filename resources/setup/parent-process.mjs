const POLL_MS = 500;

/**
 * Calls back once when the npm that runs this script is gone. A signal to npm reaches the script; but an npm that
 * is killed cannot pass anything on, and what it ran would go on unseen, holding its port and its data folder.
 */
export function onNpmGone(callback) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, POLL_MS);
  timer.unref();
}
