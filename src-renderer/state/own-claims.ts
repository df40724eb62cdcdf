const KEPT = 200;
const uids = new Set<string>();
let underWay = 0;

/** The server is asked for a task: what comes in meanwhile may be the answer. Gives back its end, which takes the answer. */
export function beginClaim(): (taskUid: string | null) => void {
  underWay += 1;
  return (taskUid) => {
    underWay -= 1;
    if (taskUid === null) return;
    uids.add(taskUid);
    const [oldest] = uids;
    if (uids.size > KEPT && oldest !== undefined) uids.delete(oldest);
  };
}

export function isClaiming(): boolean {
  return underWay > 0;
}

/** Whether the operator took the task themselves, here: nobody has to tell them. */
export function isOwnClaim(taskUid: string): boolean {
  return uids.has(taskUid);
}
