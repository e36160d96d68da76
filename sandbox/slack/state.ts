/** The content of the workspace: present messages, ephemeral messages, views, and picks. */
import { openJournal } from './journal.ts';
import type { Journal, Table } from './journal.ts';

export interface Json {
  readonly [key: string]: unknown;
}

export interface Block extends Json {
  readonly type: string;
  readonly block_id: string;
}

export interface Message {
  readonly ts: string;
  readonly channelId: string;
  /** The author: the bot, or a person by `POST /sandbox/messages`. */
  readonly userId: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata?: Json;
  /** Previews of its links. */
  readonly attachments?: readonly Json[];
  readonly threadTs?: string;
  readonly editedTs?: string;
}

export interface Ephemeral {
  readonly ts: string;
  readonly channelId: string;
  /** The only person who sees it. */
  readonly userId: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** ISO instant. */
  readonly at: string;
}

export interface View {
  readonly id: string;
  readonly kind: 'home' | 'modal';
  readonly userId: string;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  readonly callbackId: string;
  readonly externalId: string;
  readonly privateMetadata: string;
  /** As the app sent it, with block ids filled in. */
  readonly content: Json;
  readonly blocks: readonly Block[];
}

/** A value that one person picked in one message or view, not yet sent as a decision. */
export interface Pick {
  readonly holder: string;
  readonly userId: string;
  readonly blockId: string;
  readonly actionId: string;
  /** In the format of Slack's `state.values`. */
  readonly value: Json;
}

/** Something that Slack accepts, but that a careful app would not send. */
export interface Warning {
  readonly at: string;
  readonly kind: 'missing_text' | 'raw_broadcast' | 'raw_mention' | 'raw_link';
  readonly method: string;
  readonly where: string;
  readonly detail: string;
}

/** A click, command or event that the app did not answer, as the person saw it. */
export interface Failure {
  readonly id: string;
  readonly at: string;
  readonly userId: string;
  readonly channelId: string | undefined;
  readonly ts: string | undefined;
  readonly what: string;
  readonly reason: 'unacked' | 'no_app_connected' | 'refused';
  readonly text: string;
}

export interface ResponseUrl {
  readonly id: string;
  readonly channelId: string;
  readonly userId: string;
  readonly ts: string | undefined;
  readonly openedAt: number;
  readonly uses: number;
}

/** A person's membership: set by the workspace's owner, or the workspace that they belong to. */
export interface Membership {
  readonly deactivated?: boolean | undefined;
  readonly guest?: 'single-channel' | 'multi-channel' | undefined;
  /** Another workspace, which shares a channel with this one. */
  readonly teamId?: string | undefined;
  /** The ids of the channels that the person is in [all]. */
  readonly channels?: readonly string[] | undefined;
}

export interface State {
  readonly journal: Journal;
  readonly messages: Table<Message>;
  readonly ephemerals: Table<Ephemeral>;
  readonly views: Table<View>;
  readonly picks: Table<Pick>;
  readonly warnings: Table<Warning>;
  readonly failures: Table<Failure>;
  readonly responseUrls: Table<ResponseUrl>;
  /** By user id: people who are not full members of the workspace. */
  readonly members: Table<Membership>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** The next message timestamp, `seconds.micros`. It is unique and always increases, whatever the clock does. */
  nextTs(): string;
}

export function openState(file: string | undefined, clock: () => number): State {
  const journal = openJournal(file);
  const counter = journal.table<number>('counter', 1);
  const state: State = {
    journal,
    messages: journal.table('messages', 5000),
    ephemerals: journal.table('ephemerals', 500),
    views: journal.table('views', 200),
    picks: journal.table('picks', 2000),
    warnings: journal.table('warnings', 200),
    failures: journal.table('failures', 200),
    responseUrls: journal.table('responseUrls', 500),
    members: journal.table('members', 500),
    clock,
    nextTs() {
      const last = counter.get('ts') ?? 0;
      const next = Math.max(last + 1, Math.trunc(clock()) * 1000);
      counter.set('ts', next);
      const digits = String(next).padStart(7, '0');
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    },
  };
  journal.compact();
  return state;
}

export const messageKey = (channelId: string, ts: string): string => `${channelId}/${ts}`;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
