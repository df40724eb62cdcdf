const latest = new Map<string, Promise<void>>();

/** Waits until everybody who took a turn at it before has ended theirs. Gives back the end of one's own, which has to be called. */
export async function takeTurn(name: string): Promise<() => void> {
  const before = latest.get(name);
  let end: () => void = () => undefined;
  const own = new Promise<void>((resolve) => {
    end = resolve;
  });
  latest.set(name, own);
  await before;
  return () => {
    if (latest.get(name) === own) latest.delete(name);
    end();
  };
}
