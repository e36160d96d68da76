/** The result of `work`; after `ms` milliseconds, what `late` returns or throws. */
export async function inTime<T, Late = undefined>(
  ms: number,
  work: Promise<T>,
  late: () => Late = () => undefined as Late,
): Promise<T | Late> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([work, tooLate.then(late)]).finally(() => clearTimeout(timer));
}
