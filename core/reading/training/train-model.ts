/** Trains the intent model on labelled posts. Deterministic: the same posts in the same order give the same model. */
import type { Findings } from '../findings.ts';
import { featuresOf, type Feature } from '../intent/features.ts';
import { confidenceOf, type IntentModel, type LinearModel } from '../intent/model.ts';
import type { Intent } from '../reading.ts';
import { doubtsOf } from '../doubts.ts';
import { trainLogistic } from './logistic.ts';

/** A labelled post, and the reader's findings in it. */
export interface LabelledFindings {
  /** The author of the post: posts of one hand are left out together. */
  readonly hand: string;
  readonly id: string;
  readonly conference: string;
  readonly findings: Findings;
  readonly label: {
    readonly verdict: 'schedule' | 'review' | 'ignore';
    readonly intent: Intent;
    readonly starts: readonly { readonly at: number; readonly approximate: boolean }[];
    readonly rooms: readonly string[];
  };
}

export interface TrainingPost extends LabelledFindings {
  readonly features: readonly Feature[];
}

/**
 * The penalty for the square of a weight, chosen on hands left out. It is higher for a single word: the meaning of
 * words is in the dictionaries, and missing ones should be learned only from many posts.
 */
const PENALTY = 2;
const WORD_PENALTY = 8;
const penaltyOf = (feature: string): number => (feature.startsWith('word ') ? WORD_PENALTY : PENALTY);
/** A feature is used if this many posts and two conferences have it, so that topics and names are not features. */
const LEAST_POSTS = 3;
const LEAST_CONFERENCES = 2;
/** Weights nearer to 0 are left out of the file. */
const LEAST_WEIGHT = 0.02;
const LEAST_KIND_WEIGHT = 0.15;
const KINDS: readonly Intent[] = ['cancel', 'move', 'other', 'past', 'question', 'spam'];
/** The confidence from which a reading is scheduled: it is more likely right than wrong. */
const SCHEDULE = 0.5;
/**
 * The share of the announcements of hands left out that are sure. On new hands this share changes by only a few points,
 * while harm at one confidence differs by a factor of three between hands.
 */
const SHARE_SURE = 0.65;
const APPROXIMATE_MS = 120_000;
const OWN = 'own';
/**
 * Our own cases and organisers' corrections. Their authors knew the reader, so they are used for training but not for
 * measuring.
 */
const NOT_MEASURED: ReadonlySet<string> = new Set([OWN, 'added']);

export const withFeatures = (post: LabelledFindings): TrainingPost => ({
  ...post,
  features: featuresOf(post.findings),
});

/** The weight of a post. Posts with one room and one hour matter most; chatter is recognised without the model. */
function weightOf({ label }: TrainingPost): number {
  const entities = label.rooms.length + label.starts.length;
  const isSlot = label.rooms.length === 1 && label.starts.length === 1;
  if (isSlot) return label.intent === 'announce' && label.verdict !== 'schedule' ? 0 : 1;
  return entities > 0 ? 1 : 0.1;
}

/** The features in alphabetical order, without those that only topics or single posts have. */
function vocabularyOf(posts: readonly TrainingPost[]): string[] {
  const seen = new Map<string, { posts: number; conferences: Set<string> }>();
  for (const { features, conference } of posts)
    for (const { name } of features) {
      const entry = seen.get(name) ?? { posts: 0, conferences: new Set() };
      entry.posts++;
      entry.conferences.add(conference);
      seen.set(name, entry);
    }
  return [...seen]
    .filter(([, entry]) => entry.posts >= LEAST_POSTS && entry.conferences.size >= LEAST_CONFERENCES)
    .map(([name]) => name)
    .toSorted();
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

function trainLinear(
  posts: readonly TrainingPost[],
  vocabulary: readonly string[],
  isPositive: (post: TrainingPost) => boolean,
  leastWeight: number,
): LinearModel {
  const index = new Map(vocabulary.map((name, at) => [name, at]));
  const examples = posts
    .map((post) => ({
      features: post.features.flatMap(({ name }) => index.get(name) ?? []),
      positive: isPositive(post),
      weight: weightOf(post),
    }))
    .filter(({ weight }) => weight > 0);
  const { bias, weights } = trainLogistic(examples, Float64Array.from(vocabulary, penaltyOf));
  const kept = vocabulary.flatMap((name, at): [string, number][] => {
    const weight = round(weights[at] ?? 0);
    return Math.abs(weight) >= leastWeight ? [[name, weight]] : [];
  });
  return { bias: round(bias), weights: Object.fromEntries(kept) };
}

function trainAnnounces(posts: readonly TrainingPost[]): LinearModel {
  return trainLinear(posts, vocabularyOf(posts), ({ label }) => label.intent === 'announce', LEAST_WEIGHT);
}

function trainKinds(posts: readonly TrainingPost[]): Record<string, LinearModel> {
  const others = posts.filter(({ label }) => label.intent !== 'announce');
  const vocabulary = vocabularyOf(others);
  return Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      trainLinear(others, vocabulary, ({ label }) => label.intent === kind, LEAST_KIND_WEIGHT),
    ]),
  );
}

/** Whether scheduling the post as it was read would be right. */
export function isRight({ findings, label }: LabelledFindings): boolean {
  const [start] = findings.starts;
  const [room] = findings.rooms;
  const [want] = label.starts;
  if (label.verdict !== 'schedule' || !start || !room || !want) return false;
  const off = Math.abs(want.at - start.at);
  return off <= (want.approximate ? APPROXIMATE_MS : 0) && room.name === label.rooms[0];
}

/** The sum of the weights of a post's features. */
function scorePosts(model: LinearModel, posts: readonly TrainingPost[]): Scored[] {
  const weights = new Map(Object.entries(model.weights));
  return posts.map((post) => ({
    post,
    score: post.features.reduce((sum, { name }) => sum + (weights.get(name) ?? 0), model.bias),
  }));
}

export interface Scored {
  readonly post: TrainingPost;
  /** The score by a model that was trained without the post's hand. */
  readonly score: number;
}

/** The measured hands. Our own cases were written after hand 0, so they are left out together with it. */
export const handsOf = (posts: readonly TrainingPost[]): string[] =>
  [...new Set(posts.map(({ hand }) => hand))].filter((hand) => !NOT_MEASURED.has(hand)).toSorted();

export const without = (posts: readonly TrainingPost[], hand: string): TrainingPost[] =>
  posts.filter((post) => post.hand !== hand && !(hand === '0' && post.hand === OWN));

/** Scores the posts of each hand by a model that was trained without it. */
export function scoreLeftOut(posts: readonly TrainingPost[]): Scored[] {
  return handsOf(posts).flatMap((hand) => {
    const model = trainAnnounces(without(posts, hand));
    return scorePosts(
      model,
      posts.filter((post) => post.hand === hand),
    );
  });
}

/** Whether only the intent can keep the post from being scheduled. */
export const isCandidate = ({ findings }: LabelledFindings): boolean => doubtsOf(findings).length === 0;

function calibrate(candidates: readonly Scored[]): IntentModel['calibration'] {
  // Logistic regression with one variable: Newton's method, twenty steps.
  let slope = 1;
  let offset = 0;
  for (let step = 0; step < 20; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    for (const { post, score } of candidates) {
      const chance = confidenceOf(score, { slope, offset });
      const error = chance - (isRight(post) ? 1 : 0);
      const curve = chance * (1 - chance);
      g0 += error;
      g1 += error * score;
      h00 += curve;
      h01 += curve * score;
      h11 += curve * score * score;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (Math.abs(determinant) < 1e-9) break;
    offset -= (h11 * g0 - h01 * g1) / determinant;
    slope -= (h00 * g1 - h01 * g0) / determinant;
  }
  return { slope: round(slope), offset: round(offset) };
}

/** The confidence that `share` of the announcements reach; at least the one for scheduling. */
function thresholdFor(scored: readonly Scored[], calibration: IntentModel['calibration'], share: number): number {
  const scores = scored
    .filter(({ post }) => isCandidate(post) && isRight(post))
    .map(({ score }) => score)
    .toSorted((one, other) => other - one);
  const kept = Math.floor(share * scored.filter(({ post }) => post.label.verdict === 'schedule').length);
  const lowest = scores[Math.min(kept, scores.length - 1)] ?? 0;
  return Math.max(Math.floor(confidenceOf(lowest, calibration) * 1000) / 1000, SCHEDULE);
}

/** Calibration and thresholds, from the scores of left-out posts. */
export function chooseThresholds(scored: readonly Scored[]): Pick<IntentModel, 'calibration' | 'thresholds'> {
  const calibration = calibrate(scored.filter(({ post }) => isCandidate(post)));
  const hands = handsOf(scored.map(({ post }) => post));
  return {
    calibration,
    thresholds: {
      schedule: SCHEDULE,
      sure: thresholdFor(scored, calibration, SHARE_SURE),
      chosenOn: `hands ${hands.join(', ')}, each scored by a model trained without it`,
    },
  };
}

/** The whole model: weights from all posts; thresholds from left-out posts. */
export function trainModel(posts: readonly TrainingPost[]): IntentModel {
  return {
    note: 'Written by npm run train; do not edit. docs/reading.md says what the weights mean.',
    ...chooseThresholds(scoreLeftOut(posts)),
    announces: trainAnnounces(posts),
    kinds: trainKinds(posts),
  };
}
