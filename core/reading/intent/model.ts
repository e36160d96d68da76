/** The trained model: a sum of weights, one for each feature that is true of the post. */
import { z } from 'zod';

import type { Stretch } from '../marked-text.ts';
import type { Intent } from '../reading.ts';
import type { Feature } from './features.ts';
import weights from './weights.json' with { type: 'json' };

const linear = z.object({ bias: z.number(), weights: z.record(z.string(), z.number()) });

/** `weights.json`, as `npm run train` writes it. */
export const intentModel = z.object({
  note: z.string(),
  /**
   * The one place with both thresholds. `schedule`: least confidence of a reading that is scheduled. `sure`: least
   * confidence of one that needs no person. Chosen on posts that were scored by a model trained without their hand.
   */
  thresholds: z.object({ schedule: z.number(), sure: z.number(), chosenOn: z.string() }),
  /** Confidence is the logistic function of `slope` times the score plus `offset`. */
  calibration: z.object({ slope: z.number(), offset: z.number() }),
  announces: linear,
  /** What a post is that announces nothing: the kind with the highest score. */
  kinds: z.record(z.string(), linear),
});
export type IntentModel = z.infer<typeof intentModel>;
export type LinearModel = z.infer<typeof linear>;

/** What was learned from all labelled hands. */
export const shippedModel: IntentModel = intentModel.parse(weights);

/** A feature that the model knows: it speaks for an announcement (weight above 0) or against one (below). */
export interface WeighedFeature {
  readonly feature: string;
  readonly weight: number;
  readonly words?: Stretch;
}

export interface IntentScore {
  /** Log odds, before calibration. */
  readonly score: number;
  /** 0–1: how likely it is that the post announces what was read. */
  readonly confidence: number;
  readonly intent: Intent;
  readonly evidence: readonly WeighedFeature[];
}

/** A feature's name is made anew for each post: a map finds it faster than an object does. */
const maps = new WeakMap<LinearModel, ReadonlyMap<string, number>>();

function weightsOf(model: LinearModel): ReadonlyMap<string, number> {
  const known = maps.get(model);
  if (known) return known;
  const weights = new Map(Object.entries(model.weights));
  maps.set(model, weights);
  return weights;
}

/** The sum of the weights of `features`. */
export function scoreOf(model: LinearModel, features: readonly Feature[]): number {
  const weights = weightsOf(model);
  let sum = model.bias;
  for (const { name } of features) sum += weights.get(name) ?? 0;
  return sum;
}

export function confidenceOf(score: number, { slope, offset }: IntentModel['calibration']): number {
  return 1 / (1 + Math.exp(-(slope * score + offset)));
}

function kindOf(model: IntentModel, features: readonly Feature[]): Intent {
  let best: { kind: string; score: number } = { kind: 'other', score: -Infinity };
  for (const [kind, linearModel] of Object.entries(model.kinds)) {
    const score = scoreOf(linearModel, features);
    if (score > best.score) best = { kind, score };
  }
  return best.kind as Intent;
}

export function scoreIntent(model: IntentModel, features: readonly Feature[]): IntentScore {
  const score = scoreOf(model.announces, features);
  const confidence = confidenceOf(score, model.calibration);
  const weights = weightsOf(model.announces);
  return {
    score,
    confidence,
    intent: confidence >= model.thresholds.schedule ? 'announce' : kindOf(model, features),
    evidence: features.flatMap(({ name, words }): WeighedFeature[] => {
      const weight = weights.get(name);
      return weight === undefined ? [] : [words ? { feature: name, weight, words } : { feature: name, weight }];
    }),
  };
}
