/** The trained model: a sum of weights, one for each feature of the post. */
import { z } from 'zod';

import type { Findings } from '../findings.ts';
import type { Stretch } from '../marked-text.ts';
import type { Intent } from '../reading.ts';
import { FEATURE_GROUPS, WORD, type FeatureGroup } from './feature-groups.ts';
import { seeFeatures, stretchOver } from './features.ts';
import { addWord } from './vocabulary.ts';
import weights from './weights.json' with { type: 'json' };

const linear = z.object({ bias: z.number(), weights: z.record(z.string(), z.number()) });

/** The format of `weights.json`, which `npm run train` writes. */
export const intentModel = z.object({
  note: z.string(),
  /**
   * Both thresholds; they are only here. `schedule`: the lowest confidence of a scheduled reading. `sure`: the lowest
   * confidence of a reading that needs no person. Chosen on posts that were scored by a model trained without their
   * hand.
   */
  thresholds: z.object({ schedule: z.number(), sure: z.number(), chosenOn: z.string() }),
  /** Confidence is the logistic function of `slope` times the score plus `offset`. */
  calibration: z.object({ slope: z.number(), offset: z.number() }),
  announces: linear,
  /** The kind of a post that announces nothing: the one with the highest score. */
  kinds: z.record(z.string(), linear),
});
export type IntentModel = z.infer<typeof intentModel>;
export type LinearModel = z.infer<typeof linear>;

/** The model that was trained on all labelled hands. */
export const shippedModel: IntentModel = intentModel.parse(weights);

/** A feature with its weight: above 0 for an announcement, below 0 against one. */
export interface WeighedFeature {
  readonly feature: string;
  readonly weight: number;
  readonly words?: Stretch;
}

export interface IntentScore {
  /** Log odds, before calibration. */
  readonly score: number;
  /** 0–1: the probability that the post announces the room and start that were read. */
  readonly confidence: number;
  readonly intent: Intent;
  /** The features with the highest weights, the highest first. */
  readonly evidence: readonly WeighedFeature[];
}

/** The model's data, as numbers in arrays: a post has a hundred features, and each jump in memory costs time. */
interface Lookup {
  readonly names: readonly string[];
  /** By group, from the variable part of the name to the feature's index. So reading a post makes no names. */
  readonly groups: readonly ReadonlyMap<string, number>[];
  /** For the group `WORD`, the indexes by the word's number in the vocabulary; −1 if there is none. */
  readonly words: Int32Array;
  /** The weight of each feature; `NaN` if only the kinds use it. */
  readonly announces: Float64Array;
  readonly kinds: readonly Intent[];
  readonly biases: Float64Array;
  /** For each feature its weights in the order of the kinds. */
  readonly kindWeights: Float64Array;
  /**
   * For each feature's index, the number of the last score that used it. This is faster than a new set for each score.
   */
  readonly seenIn: Float64Array;
  /** The number of scores so far. */
  scores: number;
}

/** The index of no feature. */
const NONE = -1;

const lookups = new WeakMap<IntentModel, Lookup>();

function lookupOf(model: IntentModel): Lookup {
  const made = lookups.get(model);
  if (made) return made;
  const kinds = Object.values(model.kinds).map(({ weights }) => weights);
  const names = [...new Set([model.announces.weights, ...kinds].flatMap((weights) => Object.keys(weights)))];
  const groups = FEATURE_GROUPS.map((group) => featuresIn(group, names));
  const known = [...(groups[WORD.index] ?? [])].map(([word, index]) => [addWord(word), index] as const);
  const words = new Int32Array(1 + Math.max(0, ...known.map(([word]) => word))).fill(NONE);
  for (const [word, index] of known) words[word] = index;
  const lookup: Lookup = {
    names,
    groups,
    words,
    announces: Float64Array.from(names, (name) => model.announces.weights[name] ?? NaN),
    kinds: Object.keys(model.kinds) as Intent[],
    biases: Float64Array.from(Object.values(model.kinds), ({ bias }) => bias),
    kindWeights: Float64Array.from(names.flatMap((name) => kinds.map((weights) => weights[name] ?? 0))),
    seenIn: new Float64Array(names.length),
    scores: 0,
  };
  lookups.set(model, lookup);
  return lookup;
}

/** A name may fit several groups, as `word < TIME` does. Then it is found through each of them. */
function featuresIn({ before, after }: FeatureGroup, names: readonly string[]): Map<string, number> {
  const features = new Map<string, number>();
  names.forEach((name, index) => {
    if (name.startsWith(before) && name.slice(before.length).endsWith(after))
      features.set(name.slice(before.length, name.length - after.length), index);
  });
  return features;
}

export function confidenceOf(score: number, { slope, offset }: IntentModel['calibration']): number {
  return 1 / (1 + Math.exp(-(slope * score + offset)));
}

function kindOf({ kinds, biases, kindWeights }: Lookup, seen: readonly number[]): Intent {
  const scores = biases.slice();
  for (const index of seen)
    for (let at = 0; at < scores.length; at++)
      scores[at] = (scores[at] ?? 0) + (kindWeights[index * scores.length + at] ?? 0);
  return kinds[scores.indexOf(Math.max(...scores))] ?? 'other';
}

/**
 * Where the `count` features with the highest weights are in `seen`, the highest first. Most features weigh so little
 * that one comparison is enough.
 */
function heaviestOf({ announces }: Lookup, seen: readonly number[], count: number): number[] {
  const heaviest: number[] = [];
  const heights: number[] = [];
  for (let place = 0; place < seen.length; place++) {
    const height = Math.abs(announces[seen[place] ?? 0] ?? NaN);
    if (Number.isNaN(height) || (heaviest.length === count && (heights[count - 1] ?? 0) >= height)) continue;
    let at = Math.min(heaviest.length, count - 1);
    for (; at > 0 && (heights[at - 1] ?? 0) < height; at--) {
      heaviest[at] = heaviest[at - 1] ?? 0;
      heights[at] = heights[at - 1] ?? 0;
    }
    heaviest[at] = place;
    heights[at] = height;
  }
  return heaviest;
}

/**
 * The probability that a post announces its reading, and the evidence for and against it.
 * @param most The number of features in the evidence.
 */
export function scoreIntent(model: IntentModel, findings: Findings, most: number): IntentScore {
  const lookup = lookupOf(model);
  const { names, groups, words, announces, seenIn } = lookup;
  lookup.scores += 1;
  const thisScore = lookup.scores;
  const seen: number[] = [];
  const firsts: (Stretch | undefined)[] = [];
  const lasts: (Stretch | undefined)[] = [];
  let score = model.announces.bias;
  const add = (index: number, first?: Stretch, last?: Stretch): void => {
    if (index === NONE || seenIn[index] === thisScore) return;
    seenIn[index] = thisScore;
    seen.push(index);
    firsts.push(first);
    lasts.push(last);
    const weight = announces[index] ?? NaN;
    if (!Number.isNaN(weight)) score += weight;
  };
  seeFeatures(
    findings,
    (group, what, first, last) => add(groups[group.index]?.get(what) ?? NONE, first, last),
    (token) => add(words[token.word] ?? NONE, token),
  );
  const confidence = confidenceOf(score, model.calibration);
  const intent = confidence >= model.thresholds.schedule ? 'announce' : kindOf(lookup, seen);
  const evidence = heaviestOf(lookup, seen, most).map((place): WeighedFeature => {
    const [index, first, last] = [seen[place] ?? 0, firsts[place], lasts[place]];
    const weighed = { feature: names[index] ?? '', weight: announces[index] ?? 0 };
    return first ? { ...weighed, words: last ? stretchOver(first, last) : first } : weighed;
  });
  return { score, confidence, intent, evidence };
}
