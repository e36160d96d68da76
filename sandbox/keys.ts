/**
 * The keys that the sandboxes accept. They are not secret: the sandboxes listen on loopback only, and real services
 * refuse these keys.
 */
export const sandboxXKeys = {
  X_APP_KEY: 'sandbox-app-key',
  X_APP_SECRET: 'sandbox-app-secret',
  X_ACCESS_TOKEN: 'sandbox-access-token',
  X_ACCESS_SECRET: 'sandbox-access-secret',
  X_BEARER_TOKEN: 'sandbox-bearer-token',
} as const;

/** The same keys, in the form for X's sandbox. */
export const sandboxXCredentials = {
  appKey: sandboxXKeys.X_APP_KEY,
  appSecret: sandboxXKeys.X_APP_SECRET,
  accessToken: sandboxXKeys.X_ACCESS_TOKEN,
  accessSecret: sandboxXKeys.X_ACCESS_SECRET,
  bearerToken: sandboxXKeys.X_BEARER_TOKEN,
} as const;

export const sandboxSlackKeys = {
  SLACK_BOT_TOKEN: 'xoxb-sandbox',
  SLACK_APP_TOKEN: 'xapp-sandbox',
  SLACK_CLIENT_ID: 'sandbox-client',
  SLACK_CLIENT_SECRET: 'sandbox-client-secret',
} as const;
