import type { Actor } from '../core/actor.ts';
import type { Config } from '../core/config.ts';
import { decisionWords } from '../core/decision-words.ts';
import { localTimeWithZone } from '../core/local-time.ts';
import type { WhereAndWhen, Verb } from '../core/request.ts';
import { headlineOf } from './card-words.ts';
import { readButtonValue, type CardAction } from './buttons.ts';
import type { SlackService, Log } from './open-space-service.ts';
import { readShown, readTouched, wantedOf } from './picked.ts';

/** A press on a card's button, as Slack reports it. */
export interface Press {
  readonly action: CardAction;
  readonly value: string;
  readonly user: { readonly id: string; readonly name: string };
  /** `state.values` */
  readonly values: unknown;
  /** The message as it was pressed. */
  readonly message: unknown;
}

/** What only the presser is told; undefined where the card itself will show what came of it. */
export type Reply = string | undefined;

export const onlyOrganisers =
  "Only this conference's organisers decide here, so nothing happened. To be one, ask an organiser to add your Slack user id to the config:";

/** Carries a press out. It is decided, or kept, once this resolves. @throws where the bot cannot be reached: nothing was decided */
export async function actOn(press: Press, openSpaces: SlackService, log: Log): Promise<Reply> {
  const target = readButtonValue(press.value);
  if (target === undefined) return 'This button is from another version of the bot. Use a newer card.';
  const [config, view] = await Promise.all([openSpaces.config(), openSpaces.find(target.openSpaceId)]);
  const { user, action } = press;
  if (!isOrganiser(user.id, config)) {
    log('a stranger pressed a button', { user: user.id, action, openSpaceId: target.openSpaceId });
    return `${onlyOrganisers} ${user.id}.`;
  }
  if (view === null) return 'There is no such open space any more, so nothing happened.';
  const where = wantedOf(view.space, readTouched(press.values), readShown(press.message), config);
  const takesPicks = action === 'approve' || action === 'apply';
  if (takesPicks && where.kind === 'unclear') return where.reason;
  const { kind: _, ...picks } = where.kind === 'wanted' ? where : { kind: where.kind };
  const by: Actor = { id: user.id, name: user.name, door: 'slack' };
  const verb = verbOf(action, takesPicks ? picks : {});
  const outcome = await openSpaces.ask({ ...target, verb, by, loaded: { config, view } });
  log('an organiser pressed a button', { user: user.id, action, ...target, outcome: outcome.kind });
  switch (outcome.kind) {
    case 'decided': {
      const { decision } = outcome.result;
      if (decision.by.id === user.id) return undefined;
      const { timeZone } = view.space;
      return `Already ${decisionWords(decision, timeZone)} by ${decision.by.name} ${localTimeWithZone(decision.at, timeZone)}.`;
    }
    case 'refused':
      return outcome.reason;
    case 'kept':
      return 'No worker answers right now; your click is kept and will be carried out.';
    case 'gone':
      return `It has ended (${headlineOf(view.space).toLowerCase()}), so nothing can be decided any more.`;
  }
}

export function isOrganiser(userId: string, config: Config): boolean {
  return config.organisers.includes(userId);
}

function verbOf(action: CardAction, picks: WhereAndWhen): Verb {
  switch (action) {
    case 'approve':
      return { verb: 'decide', approval: 'approved', ...picks };
    case 'deny':
      return { verb: 'decide', approval: 'denied' };
    case 'take_back':
      return { verb: 'decide', approval: 'needs_action' };
    case 'apply':
      return { verb: 'change', ...picks };
    case 'send_now':
      return { verb: 'sendNow' };
    case 'cancel':
      return { verb: 'cancel' };
  }
}
