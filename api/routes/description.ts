import type { Api } from './guards.ts';
import type { ApiDocument } from './reference-page.ts';

const about = `
Everything that organisers can do, for programs. Times are ISO 8601: requests give an offset or Z, answers have the
conference's offset. Errors are \`application/problem+json\` with a sentence for people, and one entry for each field.

**Tokens.** \`Authorization: Bearer osb_…\`. Scopes: \`read\` looks, \`decide\` also decides, stages and enters,
\`admin\` also changes the config, ignores users, and makes and revokes tokens. The first token is \`API_TOKEN\` of the
bot's environment. It works until there is an admin token, and never after that.

**Lists** come in pages: send \`nextCursor\` as \`cursor\` until it is null. Entries that are added meanwhile are
neither skipped nor shown twice.

**Decisions.** Equal requests at the same moment share one decision; the answer says who made it. If no worker answers,
the request is kept and the answer is 202.

**Repeating a POST or PATCH** is safe with an \`Idempotency-Key\`.
`.trim();

/** `identifier` is new in OpenAPI 3.1; the generator's types do not know it. */
const license = { name: 'MIT', identifier: 'MIT' };
/** Only the organisers can help with their installation. */
const contact = { name: 'The organisers who run this bot' };

/** The OpenAPI document, made from the routes themselves. */
export function describeApi(api: Api): ApiDocument {
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token: `osb_…`.',
  });
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Open Spaces Bot',
      version: '1',
      description: about,
      license,
      contact,
    },
    servers: [{ url: '/api/v1' }],
    tags: [
      { name: 'Open spaces', description: 'One session each: room, start, host.' },
      { name: 'Decisions', description: 'Approve, deny, cancel, send now.' },
      { name: 'Reminders', description: 'The outgoing tweets.' },
      { name: 'Tweets', description: 'The tweets that the bot heard.' },
      { name: 'Users', description: 'The authors of these tweets.' },
      { name: 'Config', description: 'All settings of the bot.' },
      { name: 'Audit', description: 'Who decided what.' },
      { name: 'Tokens', description: 'The tokens for this API.' },
    ],
  });
  return withPlainPatterns(document) as ApiDocument;
}

/**
 * The generator writes `/…/u`. JSON Schema needs the expression alone, and most of its readers do not know `\\p{Cc}`.
 */
function withPlainPatterns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainPatterns);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key !== 'pattern' || typeof inner !== 'string') return [[key, withPlainPatterns(inner)]];
      const pattern = plainPattern(inner);
      // Most readers misunderstand classes such as `\p{L}`: no pattern is better than a wrong one.
      return pattern.includes(String.raw`\p{`) ? [] : [[key, pattern]];
    }),
  );
}

function plainPattern(pattern: string): string {
  return pattern.replace(/\/[a-z]+$/u, '').replaceAll(String.raw`\p{Cc}`, String.raw`\u0000-\u001f\u007f-\u009f`);
}
