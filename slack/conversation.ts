import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  BlockElementAction,
  Context,
  RespondFn,
  ViewOutput,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Actor } from '../core/actor.ts';
import type { Config } from '../core/config.ts';
import { inTime } from '../core/in-time.ts';
import type { Log } from '../core/log.ts';
import { ConfigRefused } from '../temporal/config-service.ts';
import type { OpenSpaceService } from '../temporal/open-space-service.ts';
import { serverProblem } from '../temporal/server-problem.ts';
import { isOrganiser, type Press, type Reply } from './actions.ts';
import { showHome } from './home.ts';
import type { Links } from './links.ts';
import { cut } from './plain-words.ts';
import { plainMessage } from './rich-text.ts';
import { isRefusedForGood, quietly, type SlackClient } from './slack-answers.ts';
import { replies } from './words.ts';

/** The part of the service that the Slack app uses. Any call may throw; then it is unknown whether it was done. */
export type SlackService = Omit<OpenSpaceService, 'effectsOf' | 'saveConfig' | 'stageTweet' | 'findMany' | 'list'>;

/** The dependencies of every listener. */
export interface Listeners {
  readonly app: App;
  readonly client: SlackClient;
  readonly openSpaces: SlackService;
  readonly links: Links;
  /** The same, with those to cards. */
  readonly linksWithCards: () => Promise<Links>;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** The display name of a person, if it is known. */
  readonly nameOf: (id: string) => string | undefined;
  /** The same, and asks Slack if it is not known. */
  readonly findName: (id: string) => Promise<string | undefined>;
}

/** Slack shows an error after 3 s, so the ack must be sent before. Milliseconds from the request's arrival. */
const ackWithin = 2_750;
/** Slack closes a dialog with an error after 3 s. The answer is sent before: milliseconds from the arrival. */
const submitWithin = 2_600;

/** Notes when a request arrived. It runs first, because asking Slack who acts takes a part of the 3 s. */
export async function noteArrival({ context, next }: Pick<AllMiddlewareArgs, 'context' | 'next'>): Promise<void> {
  context['arrivedAt'] = performance.now();
  await next();
}

/** The rest of a request's time, milliseconds; negative if the time is over. */
const leftOf = (limit: number, context: Context): number => limit - (performance.now() - Number(context['arrivedAt']));

/** The person who pressed, with their display name. */
export function userOf(body: { readonly user: object }, nameOf: Listeners['nameOf']): Press['user'] {
  const { id, name, username } = body.user as { id: string; name?: string; username?: string };
  return { id, name: nameOf(id) ?? name ?? username ?? id };
}

/** Does the work if an organiser asks for it. Otherwise replies that only organisers may. */
export async function forOrganiser(
  user: Press['user'],
  openSpaces: SlackService,
  work: (config: Config, by: Actor) => Promise<Reply>,
): Promise<Reply> {
  const config = await openSpaces.config();
  return isOrganiser(user.id, config) ? work(config, { ...user, door: 'slack' }) : replies.onlyOrganisers(user.id);
}

/** Listens for presses on these buttons. The person who pressed gets the result of `work` as a reply. */
export function onPress<Element extends BlockElementAction>(
  listeners: Listeners,
  names: readonly string[],
  work: (action: Element, user: Press['user'], body: BlockAction<Element>) => Promise<Reply>,
): void {
  const { app, log, nameOf } = listeners;
  app.action<BlockAction<Element>>(oneOf(names), async ({ ack, body, action, respond, context }) => {
    const reply = await ackAfter(() => work(action, userOf(body, nameOf), body), ack, context, log);
    if (body.view?.type === 'home') await tellOnHome(listeners, reply, body.user.id);
    else await tell(listeners, reply, respond, { user: body.user.id, channel: body.channel?.id });
  });
}

/** An error at a field, which keeps the form open; or the reply to the sender after the form has closed. */
export type Submitted =
  | {
      readonly at: string;
      readonly reason: string;
      /** The words to use instead of `reason` if the form had to close before the result was known. */
      readonly afterClosing?: string;
    }
  | Reply;

/** Listens for submitted forms. @param from the field that shows an error of the bot, and the channel for the reply */
export function onSubmit(
  listeners: Listeners,
  callbackId: string | RegExp,
  from: (view: ViewOutput) => { readonly field: string; readonly channel: string | undefined },
  work: (view: ViewOutput, user: Press['user']) => Promise<Submitted>,
): void {
  const { app, log, nameOf } = listeners;
  app.view(callbackId, async ({ ack, body, view, context }) => {
    const { field, channel } = from(view);
    const done = work(view, userOf(body, nameOf)).catch((error: unknown): Submitted => {
      return { at: field, reason: failureWords(error, 'a form could not be carried out', log) };
    });
    const early = await inTime(leftOf(submitWithin, context), done);
    if (isAtField(early)) {
      await ack({ response_action: 'errors', errors: { [early.at]: cut(early.reason, 300) } });
      return;
    }
    await ack();
    const late = await done;
    const reply = isAtField(late) ? (late.afterClosing ?? late.reason) : late;
    if (channel !== '') await tell(listeners, reply, undefined, { user: body.user.id, channel });
    // The form was opened on Home, which has no channel for a reply, so Home shows it.
    else if (reply !== undefined) await tellOnHome(listeners, reply, body.user.id);
  });
}

const isAtField = (submitted: Submitted): submitted is Extract<Submitted, { readonly at: string }> =>
  typeof submitted === 'object' && 'at' in submitted;

/**
 * Acks once the work is done, because Slack never repeats a request that was acked. After the limit, acks first and
 * finishes the work afterwards. If the work fails, the reply says so.
 */
export async function ackAfter(
  work: () => Promise<Reply>,
  ack: () => Promise<void>,
  context: Context,
  log: Log,
): Promise<Reply> {
  const done = work().catch((error: unknown) => failureWords(error, 'a press could not be carried out', log));
  await inTime(leftOf(ackWithin, context), done);
  await ack();
  return done;
}

/** Logs why a request failed. @returns the reply for its sender */
function failureWords(error: unknown, what: string, log: Log): string {
  if (error instanceof ConfigRefused) return error.message;
  log.error(what, { error: String(error) });
  const problem = serverProblem(error);
  return problem === undefined ? replies.failed : replies.serverProblem(problem);
}

/**
 * Replies to one person, so that nobody else sees it. Uses the `response_url`; if that fails, an ephemeral message; if
 * Slack refuses it because the bot is not in that channel, a direct message.
 */
export async function tell(
  { client, log }: Listeners,
  reply: Reply,
  respond: RespondFn | undefined,
  to: { readonly user: string; readonly channel: string | undefined },
): Promise<void> {
  if (reply === undefined) return;
  const { text, blocks } = typeof reply === 'string' ? plainMessage(reply) : reply;
  const message = { text, blocks: [...blocks] };
  try {
    if (respond !== undefined) {
      await respond({ response_type: 'ephemeral', replace_original: false, ...message });
      return;
    }
  } catch (error) {
    log.warn('a reply did not reach Slack', { error: String(error), ...to });
  }
  const { channel = '', user } = to;
  if (channel === '') return;
  await client.chat.postEphemeral({ channel, user, ...message }).catch(async (error: unknown) => {
    if (!isRefusedForGood(error)) throw error;
    await client.chat.postMessage({ channel: user, ...quietly, ...message });
  });
}

/** Shows Home with the reply to a press. Sends the reply as a direct message if Home cannot be shown. */
async function tellOnHome(listeners: Listeners, reply: Reply, user: string): Promise<void> {
  try {
    await showHome(listeners, user, reply);
  } catch (error) {
    listeners.log.warn('Home could not be shown', { error: String(error), user });
    await tell(listeners, reply, undefined, { user, channel: user });
  }
}

/** Opens a dialog. @returns a reply for the person if Slack refuses it */
export async function openDialog({ client, log }: Listeners, trigger: string, view: ModalView): Promise<Reply> {
  try {
    await client.views.open({ trigger_id: trigger, view });
    return undefined;
  } catch (error) {
    log.error('a dialog could not be opened', { error: String(error) });
    return replies.dialogFailed;
  }
}

/** Matches exactly these names. */
const oneOf = (names: readonly string[]): RegExp => new RegExp(`^(?:${names.join('|')})$`, 'u');
export const noneOf = (names: readonly string[]): RegExp => new RegExp(`^(?!(?:${names.join('|')})$)`, 'u');
