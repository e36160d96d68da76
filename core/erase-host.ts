import type { Actor } from './actor.ts';
import type { Decision, Facts } from './decision.ts';
import type { OpenSpace, SourceTweet } from './open-space.ts';
import { postsOf, restingOn } from './posts-of.ts';
import { refusalWords } from './words.ts';

export const erased = 'erased';

/** The id of the commit by which `npm run erase` stores a state of this revision. It then deletes the workflow. */
export const erasureCommit = (revision: number): string => `erase:${revision}`;
export const isErasureCommit = (commitId: string): boolean => commitId.startsWith('erase:');

/** The open space without its host's name and words. Room and time stay, because the room was used. */
export function eraseHost(space: OpenSpace): OpenSpace {
  const { title: _title, note: _note, refused: _refused, ...rest } = restingOn(space, postsOf(space).map(withoutHost));
  const { standing } = space;
  return {
    ...rest,
    revision: space.revision + 1,
    standing: 'by' in standing ? { ...standing, by: eraseActor(standing.by) } : standing,
    decisions: space.decisions.map(eraseDecision),
    // A reason may say what was decided before, and name who was faster.
    refusals: space.refusals.map((refusal) => ({ ...refusal, reason: refusalWords.hasChanged })),
    reminders: space.reminders.map(({ text: _text, ...reminder }) => reminder),
  };
}

function withoutHost({ title: _title, ...source }: SourceTweet): SourceTweet {
  return { ...source, url: `https://x.com/i/status/${source.tweetId}`, host: { id: erased, username: erased } };
}

export function eraseDecision(decision: Decision): Decision {
  const { by, from, to } = decision;
  return { ...decision, by: eraseActor(by), from: eraseFacts(from), to: eraseFacts(to) };
}

const eraseFacts = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => !/^(?:title|note|source|text)/u.test(name)));

/** Erases the actor if it is a host. Organisers keep their names, because they are responsible for their decisions. */
export const eraseActor = (by: Actor): Actor => (by.door === 'x' ? { ...by, id: erased, name: erased } : by);
