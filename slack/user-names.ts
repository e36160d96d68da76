import type { SlackClient } from './slack-answers.ts';

/** A click waits no longer than this for a nicer name. Milliseconds. */
const patience = 400;

/** People by the name that their colleagues see; the payload's own name where Slack does not say in time. */
export function createUserNames(client: Pick<SlackClient, 'users'>) {
  const known = new Map<string, string>();

  async function ask(id: string): Promise<string | undefined> {
    try {
      const { user } = await client.users.info({ user: id });
      const name = user?.profile?.display_name || user?.real_name;
      if (name === undefined || name === '') return undefined;
      if (known.size >= 1_000) known.clear();
      known.set(id, name);
      return name;
    } catch {
      // The name in the payload serves as well.
      return undefined;
    }
  }

  return async (id: string, fallback: string): Promise<string> => {
    const name = known.get(id) ?? (await Promise.race([ask(id), after(patience)]));
    return name ?? fallback;
  };
}

/** Resolves with nothing, and keeps no process alive. */
export async function after(ms: number): Promise<undefined> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });
  return undefined;
}
