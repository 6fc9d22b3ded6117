// Work on a device, one after the other: a device has one stack of error scopes, which must not interleave.

const last = new WeakMap<GPUDevice, Promise<unknown>>();

/** Runs the work when all that was handed in before has ended; work must not hand in more and wait for it. */
export function inTurn<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  const turn = (last.get(device) ?? Promise.resolve()).then(work);
  const ended = turn.then(
    () => undefined,
    () => undefined,
  );
  last.set(device, ended);
  return turn;
}
