/** Measures how well a model reads hands on which it was not trained. */
import { confidenceOf } from '../intent/model.ts';
import { isNothing } from '../doubts.ts';
import {
  chooseThresholds,
  handsOf,
  isCandidate,
  isRight,
  scoreLeftOut,
  type Scored,
  type TrainingPost,
} from './train-model.ts';

export interface HandScore {
  readonly hand: string;
  readonly posts: number;
  readonly toSchedule: number;
  /** Scheduled with the right room and start. */
  readonly right: number;
  /** Scheduled although it should not be, or with a wrong room or start. */
  readonly harmful: number;
  /** Labelled schedule or review, but ignored. */
  readonly lost: number;
  readonly toSee: number;
  readonly sureRight: number;
  readonly sureHarmful: number;
  /** Announcements with one room and one start, both right, so that only the intent decides. */
  readonly readable: number;
}

export interface LeftOut {
  readonly hands: readonly HandScore[];
  /** Confidence and outcome of every candidate, for a reliability diagram. */
  readonly outcomes: readonly { readonly confidence: number; readonly right: boolean }[];
}

const isLost = ({ findings, label }: TrainingPost): boolean => label.verdict !== 'ignore' && isNothing(findings);

/**
 * Measures each hand in turn. Its weights come only from the other hands. Calibration and thresholds come from the
 * other hands' posts, each scored by a model without its own hand. These models were trained on the measured hand too:
 * otherwise every pair of hands would need a training. This changes the share of sure readings by a point or two.
 */
export function leaveOneOut(posts: readonly TrainingPost[], log: (hand: HandScore) => void = () => {}): LeftOut {
  const outcomes: { confidence: number; right: boolean }[] = [];
  const every = scoreLeftOut(posts);
  const hands = handsOf(posts).map((hand): HandScore => {
    const { calibration, thresholds } = chooseThresholds(every.filter(({ post }) => post.hand !== hand));
    const mine = every.filter(({ post }) => post.hand === hand);
    const candidates = mine
      .filter(({ post }) => isCandidate(post))
      .map(({ post, score }: Scored) => ({ confidence: confidenceOf(score, calibration), right: isRight(post) }));
    outcomes.push(...candidates);
    const scheduled = candidates.filter(({ confidence }) => confidence >= thresholds.schedule);
    const sure = scheduled.filter(({ confidence }) => confidence >= thresholds.sure);
    const score: HandScore = {
      hand,
      posts: mine.length,
      toSchedule: mine.filter(({ post }) => post.label.verdict === 'schedule').length,
      right: scheduled.filter(({ right }) => right).length,
      harmful: scheduled.filter(({ right }) => !right).length,
      lost: mine.filter(({ post }) => isLost(post)).length,
      toSee: mine.filter(({ post }) => post.label.verdict !== 'ignore').length,
      sureRight: sure.filter(({ right }) => right).length,
      sureHarmful: sure.filter(({ right }) => !right).length,
      readable: mine.filter(({ post }) => isCandidate(post) && isRight(post)).length,
    };
    log(score);
    return score;
  });
  return { hands, outcomes };
}
