import type { Client } from '@temporalio/client';
import type { IsTrustedProxy } from '../config/trusted-proxies.ts';
import type { Log } from '../core/log.ts';
import type { SlackApp } from '../slack/app.ts';
import type { SlackDirectory } from '../slack/directory.ts';
import type { Store } from '../store/store.ts';
import type { TemporalUi } from '../temporal/workflow-url.ts';
import type { OpenSpaceService } from '../temporal/open-space-service.ts';

/** A client at Slack to sign in with, and who may then act. */
export interface SlackSignInClient extends Pick<SlackApp, 'teamId' | 'membershipOf'> {
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://slack.com`, or the sandbox's address. */
  readonly issuer: string;
}

/** What the routes and pages work with; composed in `main.ts`. */
export interface ApiContext {
  readonly store: Store;
  readonly openSpaces: OpenSpaceService;
  /** Only for looks at health: decisions go through `openSpaces`. */
  readonly client: Client;
  /** Rejects where Slack does not answer; absent where the bot runs without Slack. */
  readonly askSlack?: (() => Promise<unknown>) | undefined;
  /** What is free where this process keeps its data, bytes; left out, only the database says that its disk is full. */
  readonly freeDiskSpace?: () => Promise<number>;
  /** Slack's channels and people by name; rejects where Slack does not answer. */
  readonly slackDirectory?: (() => Promise<SlackDirectory>) | undefined;
  readonly clock: () => number;
  /** Where the pages are reached, without a slash at the end. */
  readonly publicUrl: string;
  /** The full-rights token that counts until another admin token exists. */
  readonly apiToken: string | undefined;
  /** Undefined where nobody said. */
  readonly temporalUi: TemporalUi | undefined;
  /** Sign in with Slack; undefined where no client was configured. */
  readonly slackSignIn: SlackSignInClient | undefined;
  /** Whether `/metrics` answers without a token; left out, it does not. */
  readonly areMetricsPublic?: boolean;
  /** Proxies whose `X-Forwarded-For` is believed; left out, there are none. */
  readonly isTrustedProxy?: IsTrustedProxy | undefined;
  readonly log: Log;
}
