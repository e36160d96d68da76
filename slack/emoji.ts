import known from './emoji.json' with { type: 'json' };

/** Well-known emoji by Slack's names. Custom ones, and those that nobody writes into a title, are not here. */
const characters: ReadonlyMap<string, string> = new Map(Object.entries(known));

/** In the tone that Slack calls `skin-tone-2` to `skin-tone-6`, which is U+1F3FB to U+1F3FF after the person. */
const inTone = (character: string, tone: string): string =>
  character.replace(/^(.)\uFE0F?/u, `$1${String.fromCodePoint(0x1f3f9 + Number(tone))}`);

/**
 * The text with emoji as characters: `:tada:` as 🎉. Of one that is not known, such as a workspace's own, the words
 * stay: `:blob_dance:` becomes `blob dance`.
 */
export function withEmoji(text: string): string {
  return text
    .replaceAll(/(?<!\d):([\w+-]+):(?::skin-tone-([2-6]):)?/gu, (written, name: string, tone?: string) => {
      const character = characters.get(name);
      if (character === undefined) return written;
      return tone === undefined ? character : inTone(character, tone);
    })
    .replaceAll(/(?<![\p{L}\p{N}/]):([a-z][\w'+-]*)(?:::skin-tone-[2-6])?:(?![\p{L}\p{N}/])/gu, (_, name: string) =>
      name.replaceAll(/[_-]/gu, ' '),
    );
}
