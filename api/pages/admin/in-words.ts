import { words } from '../words.ts';
import { counted } from '../../../core/words.ts';

/** `in 20 minutes`, `in 3 hours`, `in 2 days`. @param ms milliseconds from now */
export function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return words.now;
  if (minutes < 90) return `in ${counted(minutes, 'minute')}`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `in ${hours} hours` : `in ${Math.round(hours / 24)} days`;
}
