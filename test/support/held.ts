/** A promise that a test resolves: it holds back one of two effects whose order matters. */
export function held() {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  return { released, release };
}
