import type { Actor } from '../core/actor.ts';
import { configProblems, storedConfigSchema, type Config } from '../core/config.ts';
import { configEffects } from '../core/config-effects.ts';
import { ConfigChanged } from '../store/configs.ts';
import type { Store } from '../store/store.ts';

/** The config would be invalid for coming open spaces, or the bot could not read it again. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join(' '));
    this.reasons = reasons;
  }
}

export function createConfigService({ store, clock }: { readonly store: Store; readonly clock: () => number }) {
  async function effectsOf(config: Config) {
    const before = (await store.configs.newest())?.config ?? config;
    const views = await store.openSpaces.listToCome(before.conference.id, new Date(clock()));
    const toCome = views.map(({ space }) => space);
    return configEffects(before, config, toCome);
  }

  /** @throws {ConfigRefused} if it would be invalid for coming open spaces */
  async function saveConfig(config: Config, basedOn: number, by: Actor) {
    const { refusals } = await effectsOf(config);
    if (refusals.length > 0) throw new ConfigRefused(refusals);
    return save(config, basedOn, by);
  }

  async function save(config: Config, basedOn: number, by: Actor) {
    const { error } = storedConfigSchema.safeParse(config);
    if (error !== undefined) throw new ConfigRefused(configProblems(error));
    const saved = await store.configs.save(config, basedOn, by, new Date(clock()));
    await store.audit.addConfig(saved);
    return saved;
  }

  /** Not checked for open spaces, because an emergency stop must not fail. False if nothing changed. */
  async function changeConfig(change: (config: Config) => Config, by: Actor): Promise<boolean> {
    for (;;) {
      const newest = await store.configs.newest();
      const next = newest === null ? undefined : change(newest.config);
      if (newest === null || next === undefined || next === newest.config) return false;
      try {
        await save(next, newest._id, by);
        return true;
      } catch (error) {
        // Somebody else saved in between: the change is applied to that version.
        if (!(error instanceof ConfigChanged)) throw error;
      }
    }
  }

  /** Ignored and trusted users are part of the config, so its history shows who changed them. */
  const list = (key: 'ignoreUsers' | 'trustUsers') => (userId: string, listed: boolean, by: Actor) =>
    changeConfig((config) => {
      if (config[key].includes(userId) === listed) return config;
      const others = config[key].filter((id) => id !== userId);
      return { ...config, [key]: listed ? [...others, userId] : others };
    }, by);

  const setPaused = (paused: boolean, by: Actor): Promise<boolean> =>
    changeConfig((config) => (config.paused === paused ? config : { ...config, paused }), by);

  return { effectsOf, saveConfig, setPaused, setIgnored: list('ignoreUsers'), setTrusted: list('trustUsers') };
}
