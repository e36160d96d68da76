/** The trained model: a sum of weights, one for each feature of the post. */
import { z } from 'zod';

import type { Findings } from '../findings.ts';
import type { Stretch } from '../marked-text.ts';
import type { Intent } from '../reading.ts';
import { FEATURE_GROUPS, type FeatureGroup } from './feature-groups.ts';
import { seeFeatures, stretchOver } from './features.ts';
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
  readonly evidence: readonly WeighedFeature[];
}

/** The model's data of one feature. */
interface KnownFeature {
  /** Its index among the model's features. */
  readonly index: number;
  readonly name: string;
  /** Absent if only the kinds use it. */
  readonly announces: number | undefined;
  /** Weights in the order of the model's kinds; empty if none uses it. */
  readonly kinds: Float64Array;
}

interface Lookup {
  /** The model's features, by group and by the variable part of the name. So reading a post makes no names. */
  readonly groups: readonly ReadonlyMap<string, KnownFeature>[];
  /**
   * For each feature's index, the number of the last score that used it. This is faster than a new set for each score.
   */
  readonly seenIn: Float64Array;
  /** The number of scores so far. */
  scores: number;
}

const lookups = new WeakMap<IntentModel, Lookup>();

function lookupOf(model: IntentModel): Lookup {
  const known = lookups.get(model);
  if (known) return known;
  const kinds = Object.values(model.kinds).map(({ weights }) => weights);
  const names = new Set([model.announces.weights, ...kinds].flatMap((weights) => Object.keys(weights)));
  const features = [...names].map((name, index): KnownFeature => ({
    index,
    name,
    announces: model.announces.weights[name],
    kinds: Float64Array.from(kinds.some((weights) => name in weights) ? kinds : [], (weights) => weights[name] ?? 0),
  }));
  const groups = FEATURE_GROUPS.map((group) => featuresIn(group, features));
  const lookup = { groups, seenIn: new Float64Array(features.length), scores: 0 };
  lookups.set(model, lookup);
  return lookup;
}

/** A name may fit several groups, as `word < TIME` does. Then it is found through each of them. */
function featuresIn({ before, after }: FeatureGroup, features: readonly KnownFeature[]): Map<string, KnownFeature> {
  return new Map(
    features
      .filter(({ name }) => name.startsWith(before) && name.slice(before.length).endsWith(after))
      .map((feature) => [feature.name.slice(before.length, feature.name.length - after.length), feature]),
  );
}

export function confidenceOf(score: number, { slope, offset }: IntentModel['calibration']): number {
  return 1 / (1 + Math.exp(-(slope * score + offset)));
}

function kindOf(model: IntentModel, seen: Iterable<KnownFeature>): Intent {
  const scores = Float64Array.from(Object.values(model.kinds), ({ bias }) => bias);
  for (const { kinds } of seen)
    for (let at = 0; at < kinds.length; at++) scores[at] = (scores[at] ?? 0) + (kinds[at] ?? 0);
  const best = scores.indexOf(Math.max(...scores));
  return (Object.keys(model.kinds)[best] ?? 'other') as Intent;
}

/** The probability that a post announces its reading, and the evidence for and against it. */
export function scoreIntent(model: IntentModel, findings: Findings): IntentScore {
  const lookup = lookupOf(model);
  const { groups, seenIn } = lookup;
  lookup.scores += 1;
  const thisScore = lookup.scores;
  const seen: KnownFeature[] = [];
  const evidence: WeighedFeature[] = [];
  let score = model.announces.bias;
  seeFeatures(findings, ({ index }, what, first, last) => {
    const feature = groups[index]?.get(what);
    if (feature === undefined || seenIn[feature.index] === thisScore) return;
    seenIn[feature.index] = thisScore;
    seen.push(feature);
    const { name, announces: weight } = feature;
    if (weight === undefined) return;
    score += weight;
    const words = first && last ? stretchOver(first, last) : first;
    evidence.push(words ? { feature: name, weight, words } : { feature: name, weight });
  });
  const confidence = confidenceOf(score, model.calibration);
  const intent = confidence >= model.thresholds.schedule ? 'announce' : kindOf(model, seen);
  return { score, confidence, intent, evidence };
}
