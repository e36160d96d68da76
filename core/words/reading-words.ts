/**
 * How sure the bot is that it read an announcement rightly: `sure (94%)`, `please check (62%)`. Empty where nothing was
 * announced, or what was stored does not say.
 *
 * @param reading `confidence` is a share, 0 to 1
 */
export function sureWords(
  reading: { readonly verdict: string; readonly sure?: boolean; readonly confidence?: number } | undefined,
): string {
  if (reading?.verdict !== 'schedule' || reading.sure === undefined) return '';
  const share = reading.confidence === undefined ? '' : ` (${Math.round(100 * reading.confidence)}%)`;
  return `${reading.sure ? 'sure' : 'please check'}${share}`;
}
