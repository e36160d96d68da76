import { z } from 'zod';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { formOf, parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { backSchema, backWith } from './back.ts';
import type { AdminContext } from './frame.tsx';

/** The button in the header of every organisers' page that pauses or resumes all posting. */
export function PauseButton({ isPaused, back }: { isPaused: boolean; back: string }): Markup {
  return (
    <form method="post" action="/admin/pause" id="pause">
      <input type="hidden" name="back" value={back} />
      <button type="submit" name="paused" value={isPaused ? 'no' : 'yes'} class={isPaused ? 'resume' : 'pause'}>
        {isPaused ? words.verbs.resume : words.verbs.pause}
      </button>
    </form>
  );
}

const pauseSchema = z.object({ paused: z.enum(['yes', 'no']), back: backSchema });

/** Saves a version of the config that differs in `paused` only. */
export async function pauseRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const form = parsePairs(pauseSchema, await formOf(c));
  const isPaused = form.paused === 'yes';
  const changed = await context.openSpaces.setPaused(isPaused, c.get('organiser'));
  // While posting is paused, every page says so.
  if (changed && isPaused) return c.redirect(form.back, 303);
  const said = changed ? words.pause.resumed : words.pause.already(isPaused);
  return backWith(c, context, form.back, { kind: 'done', words: said });
}
