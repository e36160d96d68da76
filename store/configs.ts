import type { Db } from 'mongodb';
import { storedConfigSchema, type Config } from '../core/config.ts';
import type { Actor } from '../core/actor.ts';
import { unlessTaken } from './duplicate-key.ts';
import { inBatches } from './in-batches.ts';

export interface ConfigVersion {
  /** 1, 2, 3 …; the highest version is valid. */
  readonly _id: number;
  readonly at: Date;
  readonly by: Actor;
  readonly config: Config;
}

export class ConfigChanged extends Error {
  override readonly name = 'ConfigChanged';
}

export class NoConfig extends Error {
  override readonly name = 'NoConfig';
  constructor() {
    super('there is no config yet: start the bot with CONFERENCE_FILE, or PUT /api/v1/config');
  }
}

export function createConfigs(db: Db) {
  const collection = db.collection<ConfigVersion>('configs');

  let parsed: ConfigVersion | null = null;

  /** The newest version; the same object until a newer one is saved. One query for all that ask at the same moment. */
  const newest = inBatches<void, ConfigVersion | null>(async (asked) => {
    const version = await collection.find().sort({ _id: -1 }).limit(1).next();
    // A version does not change, so each one is parsed once. A restored database may have another one under the same
    // number.
    const isParsed = version?._id === parsed?._id && version?.at.getTime() === parsed?.at.getTime();
    // Stored versions are parsed too: an older one may lack fields that have a default now.
    if (!isParsed) parsed = version === null ? null : { ...version, config: storedConfigSchema.parse(version.config) };
    return asked.map(() => parsed);
  });

  return {
    newest,

    /** The newest config. @throws {NoConfig} before the first config was saved */
    async current(): Promise<Config> {
      const version = await newest();
      if (version === null) throw new NoConfig();
      return version.config;
    },

    /** Saves the very first version. False if there is one already. */
    async begin(config: Config, by: Actor, at: Date): Promise<boolean> {
      if ((await newest()) !== null) return false;
      return unlessTaken(() => collection.insertOne({ _id: 1, at, by, config }));
    },

    /** @throws {ConfigChanged} if the version that the change was made from is not the newest any more */
    async save(config: Config, basedOn: number, by: Actor, at: Date): Promise<ConfigVersion> {
      const version: ConfigVersion = { _id: basedOn + 1, at, by, config };
      const { _id: current } = (await newest()) ?? { _id: basedOn };
      if (current === basedOn && (await unlessTaken(() => collection.insertOne(version)))) return version;
      throw new ConfigChanged(`version ${current === basedOn ? version._id : current} was saved meanwhile`);
    },

    /** Keywords that the conference had since then and does not have any more, and when. Epoch milliseconds. */
    async removedKeywords(conferenceId: string, since: number) {
      const isIts = { 'config.conference.id': conferenceId };
      const first = await collection.findOne({ ...isIts, at: { $lte: new Date(since) } }, { sort: { _id: -1 } });
      const filter = { ...isIts, _id: { $gte: first?._id ?? 0 } };
      const versions = await collection.find(filter).sort({ _id: 1 }).toArray();
      const present = versions.at(-1)?.config.keywords ?? [];
      return versions.flatMap(({ config, at }, index) => {
        const keywords = config.keywords.filter((keyword) => !present.includes(keyword));
        const until = versions[index + 1]?.at.getTime();
        const from = Math.max(since, at.getTime());
        return keywords.length === 0 || until === undefined ? [] : [{ keywords, from, until }];
      });
    },

    find: (version: number): Promise<ConfigVersion | null> => collection.findOne({ _id: version }),

    /** Newest first. */
    history(limit: number, before?: number): Promise<ConfigVersion[]> {
      const filter = before === undefined ? {} : { _id: { $lt: before } };
      return collection.find(filter).sort({ _id: -1 }).limit(limit).toArray();
    },
  };
}
