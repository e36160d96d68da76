/** A problem, naming the variable or the file, and what to do about it: one sentence each. */
export interface StartProblem {
  readonly what: string;
  readonly remedy: string;
}

/** An error that keeps a process from starting, and that another start will not solve. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly problems: readonly StartProblem[];

  constructor(problems: StartProblem | readonly StartProblem[], options?: ErrorOptions) {
    const all = [problems].flat();
    super(all.map(({ what, remedy }) => `${what}\n${remedy}`).join('\n'), options);
    this.problems = all;
  }
}

/** A one-time setup is missing. Somebody may do it while the process waits. */
export class NotSetUpYet extends StartError {}
