/** A promise that a test resolves: it holds back one of two effects whose order matters. */
export function held() {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  return { released, release };
}

/**
 * A call by a process that stands still just before it.
 *
 * @returns the call; `reached`, which resolves once it is made; and `goOn`, which lets it through
 */
export function standingStill<Given extends unknown[], Result>(call: (...given: Given) => Promise<Result>) {
  const [asleep, awake] = [held(), held()];
  const stopped = async (...given: Given): Promise<Result> => {
    asleep.release();
    await awake.released;
    return call(...given);
  };
  return { call: stopped, reached: asleep.released, goOn: awake.release };
}
