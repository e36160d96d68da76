import type { Actor } from '../core/actor.ts';
import { configProblems, storedConfigSchema, type Config } from '../core/config.ts';
import { configEffects, rewordedBy } from '../core/config-effects.ts';
import { ConfigChanged } from '../store/configs.ts';
import type { Store } from '../store/store.ts';

/** A config that would leave open spaces behind that are still to come, or that the bot could not read again. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join(' '));
    this.reasons = reasons;
  }
}

/** Saving the config. */
export function createConfigService({ store, clock }: { readonly store: Store; readonly clock: () => number }) {
  /** What a config would mean for the open spaces that are to come, and whose next posts would say something else. */
  async function effectsOf(config: Config) {
    const before = (await store.configs.newest())?.config ?? config;
    const views = await store.openSpaces.listComing(before.conference.id, new Date(clock()));
    const coming = views.map(({ space }) => space);
    return { ...configEffects(before, config, coming), reworded: rewordedBy(before, config, coming) };
  }

  /** Saves a version made from the newest (`basedOn`). @throws {ConfigRefused} where coming open spaces forbid it */
  async function saveConfig(config: Config, basedOn: number, by: Actor) {
    const { refusals, reworded } = await effectsOf(config);
    if (refusals.length > 0) throw new ConfigRefused(refusals);
    const saved = await save(config, basedOn, by);
    // Their cards show the text that goes out.
    await store.openSpaces.markStale(...reworded.map(({ id }) => id));
    return saved;
  }

  async function save(config: Config, basedOn: number, by: Actor) {
    const { error } = storedConfigSchema.safeParse(config);
    if (error !== undefined) throw new ConfigRefused(configProblems(error));
    const saved = await store.configs.save(config, basedOn, by, new Date(clock()));
    const words = `config version ${saved._id}`;
    await store.audit.add({ _id: `config:${saved._id}`, at: saved.at, by, verb: 'config', words });
    return saved;
  }

  /**
   * Saves what a change makes of the newest config that leaves no open space behind, whatever stands in the store: an
   * emergency stop must not fail. False where it makes nothing new of the config.
   */
  async function changeConfig(change: (config: Config) => Config, by: Actor): Promise<boolean> {
    for (;;) {
      const newest = await store.configs.newest();
      const next = newest === null ? undefined : change(newest.config);
      if (newest === null || next === undefined || next === newest.config) return false;
      try {
        await save(next, newest._id, by);
        return true;
      } catch (error) {
        // Somebody saved in between: theirs stands, and this change is added to it.
        if (!(error instanceof ConfigChanged)) throw error;
      }
    }
  }

  /** Ignoring and trusting are lines in the config like everything that rules, so its history shows who did it. */
  const list = (key: 'ignoreUsers' | 'trustUsers') => (userId: string, listed: boolean, by: Actor) =>
    changeConfig((config) => {
      if (config[key].includes(userId) === listed) return config;
      const others = config[key].filter((id) => id !== userId);
      return { ...config, [key]: listed ? [...others, userId] : others };
    }, by);

  /** False where it was so already. */
  const setPaused = (paused: boolean, by: Actor): Promise<boolean> =>
    changeConfig((config) => (config.paused === paused ? config : { ...config, paused }), by);

  return { effectsOf, saveConfig, setPaused, setIgnored: list('ignoreUsers'), setTrusted: list('trustUsers') };
}
