import type { Db } from 'mongodb';
import { correctionOfReading, type CorrectedReading } from '../core/reading-judgement.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { createStore } from '../store/store.ts';

/** A post that the reader read wrongly, with the organisers' correction. */
export interface CorrectedPost extends CorrectedReading {
  readonly text: string;
  /** The time by which it was read, epoch milliseconds. */
  readonly postedAt: number;
}

/**
 * The posts of a conference that the reader read wrongly, in the order of their corrections. Posts are left out if
 * their words are gone, because the host deleted them or was erased. So are posts that the host has edited since the
 * correction.
 */
export async function findCorrectedPosts(db: Db, conferenceId: string): Promise<CorrectedPost[]> {
  const views = await db.collection<OpenSpaceView>('openSpaces').find({ conferenceId }).toArray();
  const corrected = views.flatMap(({ space }) => {
    const correction = correctionOfReading(space);
    return correction === undefined ? [] : [{ id: space.id, tweetId: space.source?.tweetId, correction }];
  });
  const tweets = await createStore(db).tweets.findMany(corrected.map(({ id }) => id));
  return corrected
    .flatMap(({ id, tweetId, correction }) => {
      const tweet = tweets.get(id);
      if (tweet === undefined || tweet.tweetId !== tweetId || tweet.text === '') return [];
      return [{ ...correction, text: tweet.text, postedAt: tweet.reading?.saidAt ?? tweet.postedAt.getTime() }];
    })
    .toSorted((one, other) => one.at - other.at);
}
