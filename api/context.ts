import type { Client } from '@temporalio/client';
import type { IsTrustedProxy } from '../config/trusted-proxies.ts';
import type { Log } from '../core/log.ts';
import type { SlackApp } from '../slack/app.ts';
import type { SlackDirectory } from '../slack/directory.ts';
import type { Store } from '../store/store.ts';
import type { TemporalUi } from '../temporal/workflow-url.ts';
import type { OpenSpaceService } from '../temporal/open-space-service.ts';

/** The app's credentials for "Sign in with Slack", and the check of who may act. */
export interface SlackSignInClient extends Pick<SlackApp, 'teamId' | 'membershipOf'> {
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://slack.com`, or the sandbox's address. */
  readonly issuer: string;
}

/** The dependencies of the routes and pages; composed in `main.ts`. */
export interface ApiContext {
  /** Without the calls that read open spaces: those of `openSpaces` give each room the name that it has now. */
  readonly store: Omit<Store, 'openSpaces'> & {
    readonly openSpaces: Omit<Store['openSpaces'], 'find' | 'findMany' | 'list'>;
  };
  readonly openSpaces: OpenSpaceService;
  /** Only for health checks: decisions go through `openSpaces`. */
  readonly client: Client;
  /** Rejects if Slack does not answer. Absent if the bot runs without Slack. */
  readonly askSlack?: (() => Promise<unknown>) | undefined;
  /** Free disk space where this process keeps its data, bytes. If absent, only the database can report a full disk. */
  readonly freeDiskSpace?: () => Promise<number>;
  /** Slack's channels and people by name. Rejects if Slack does not answer. */
  readonly slackDirectory?: (() => Promise<SlackDirectory>) | undefined;
  readonly clock: () => number;
  /** The public address of the pages, without a slash at the end. */
  readonly publicUrl: string;
  /** The admin token from the environment, valid until another admin token exists. */
  readonly apiToken: string | undefined;
  /** Undefined if it is not configured. */
  readonly temporalUi: TemporalUi | undefined;
  /** For "Sign in with Slack". Undefined if no client is configured. */
  readonly slackSignIn: SlackSignInClient | undefined;
  /** Whether `/metrics` answers without a token; default: no. */
  readonly areMetricsPublic?: boolean;
  /** Proxies whose `X-Forwarded-For` is trusted; default: none. */
  readonly isTrustedProxy?: IsTrustedProxy | undefined;
  readonly log: Log;
}
