/**
 * Logistic regression with an L2 penalty on sparse binary features, deterministic: the same examples give the same
 * weights.
 */

/** One labelled text. */
export interface Example {
  /** Indexes of its features. */
  readonly features: readonly number[];
  readonly positive: boolean;
  /** The weight of this example. */
  readonly weight: number;
}

export interface Weights {
  readonly bias: number;
  /** One for each feature. */
  readonly weights: Float64Array;
}

const MEMORY = 8;

const dot = (one: Float64Array, other: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
};

/**
 * The loss. `penalties`: the penalty for the square of each feature's weight. The last weight is the bias, without a
 * penalty.
 */
function lossOf(
  examples: readonly Example[],
  penalties: Float64Array,
  weights: Float64Array,
): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(weights.length);
  const last = weights.length - 1;
  let loss = 0;
  for (let at = 0; at < last; at++) {
    const weight = weights[at] ?? 0;
    const penalty = penalties[at] ?? 0;
    loss += 0.5 * penalty * weight * weight;
    gradient[at] = penalty * weight;
  }
  for (const { features, positive, weight } of examples) {
    let score = weights[last] ?? 0;
    for (const feature of features) score += weights[feature] ?? 0;
    const margin = positive ? score : -score;
    loss += weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
    const pull = (weight * (positive ? -1 : 1)) / (1 + Math.exp(margin));
    for (const feature of features) gradient[feature] = (gradient[feature] ?? 0) + pull;
    gradient[last] = (gradient[last] ?? 0) + pull;
  }
  return { loss, gradient };
}

/** Minimises the loss by limited-memory BFGS. */
export function trainLogistic(examples: readonly Example[], penalties: Float64Array, rounds = 60): Weights {
  let weights = new Float64Array(penalties.length + 1);
  let { loss, gradient } = lossOf(examples, penalties, weights);
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const direction = gradient.map((value) => -value);
    const alphas: number[] = [];
    for (const { s, y, rho } of steps.toReversed()) {
      const alpha = rho * dot(s, direction);
      alphas.unshift(alpha);
      for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] ?? 0) - alpha * (y[at] ?? 0);
    }
    const newest = steps.at(-1);
    const scale = newest
      ? dot(newest.s, newest.y) / dot(newest.y, newest.y)
      : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
    for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] ?? 0) * scale;
    steps.forEach(({ s, y, rho }, at) => {
      const beta = (alphas[at] ?? 0) - rho * dot(y, direction);
      for (let index = 0; index < direction.length; index++)
        direction[index] = (direction[index] ?? 0) + beta * (s[index] ?? 0);
    });
    const slope = dot(gradient, direction);
    let length = 1;
    let next = weights;
    let found = { loss, gradient };
    for (let tries = 0; tries < 25; tries++) {
      next = weights.map((value, at) => value + length * (direction[at] ?? 0));
      found = lossOf(examples, penalties, next);
      if (found.loss <= loss + 1e-4 * length * slope) break;
      length /= 2;
    }
    if (loss - found.loss < 1e-5 * Math.abs(loss)) break;
    const s = next.map((value, at) => value - (weights[at] ?? 0));
    const y = found.gradient.map((value, at) => value - (gradient[at] ?? 0));
    const curvature = dot(s, y);
    if (curvature > 1e-10) steps.push({ s, y, rho: 1 / curvature });
    if (steps.length > MEMORY) steps.shift();
    weights = next;
    ({ loss, gradient } = found);
  }
  return { bias: weights[weights.length - 1] ?? 0, weights: weights.slice(0, -1) };
}
