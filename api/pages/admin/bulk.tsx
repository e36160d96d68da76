import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import { manyWords } from '../../../core/words.ts';
import { askMany, missingOf, type ManyAnswers } from '../../../temporal/ask-many.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { formOf } from '../query.ts';
import { words } from '../words.ts';
import { backSchema, backWith, type Flash } from './back.ts';
import { seen } from './decisions.ts';
import type { AdminContext } from './frame.tsx';

const formId = 'bulk';
/** The same number as the queue shows. */
const mostAtOnce = 60;

/**
 * The checkbox of a card whose reminder needs approval. It names the shown revision: with another one, nothing is
 * approved.
 */
export function Pick({ view, name }: { view: OpenSpaceView; name: string }): Markup {
  return (
    <label class="pick">
      <input type="checkbox" name="pick" value={`${view._id}:${view.revision}`} form={formId} />
      <span aria-hidden="true">{words.bulk.pickShort}</span>
      <span class="sr">{words.bulk.pick(name)}</span>
    </label>
  );
}

export function BulkApprove({ back }: { back: string }): Markup {
  return (
    <form method="post" action="/admin/approve" id={formId} class="bulk">
      <input type="hidden" name="back" value={back} />
      <button type="submit">{words.bulk.approve}</button>
    </form>
  );
}

const bulkSchema = z.object({
  back: backSchema,
  picks: z
    .array(z.string().regex(/^[\w-]{1,60}:\d{1,7}$/u))
    .max(mostAtOnce)
    .transform((all) =>
      all.map((pick) => pick.split(':')).map(([id = '', revision]) => ({ id, revision: Number(revision) })),
    ),
});

/** Approves all picked open spaces, each by its own decision. Says how many, and why not the others. */
export async function bulkApproveRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const form = await formOf(c);
  const parsed = bulkSchema.safeParse({
    back: form.get('back') ?? undefined,
    picks: [...new Set(form.getAll('pick'))],
  });
  if (!parsed.success) throw new HTTPException(400, { message: 'this is not the form of the queue' });
  const { back, picks } = parsed.data;
  const verb = { verb: 'decide', approval: 'approved' } as const;
  const by = c.get('organiser');
  if (picks.length === 0) return backWith(c, context, back, { kind: 'refused', words: words.bulk.nothing });
  const views = await context.openSpaces.findMany(picks.map(({ id }) => id));
  const revisions = new Map(picks.map(({ id, revision }) => [id, revision]));
  const asked = views.map((view) => ({ view, verb, revision: revisions.get(view._id) }));
  const answers = await askMany({ ask: context.openSpaces.ask, log: context.log }, [asked], by);
  const missing = missingOf([...revisions.keys()], views);
  return backWith(c, context, back, await saidOfMany(context, 'Approved', answers, missing));
}

/** The result of deciding on several at once, as soon as the pages show it. @param missing ids that do not exist */
export async function saidOfMany(
  context: ApiContext,
  did: 'Approved' | 'Denied',
  answers: ManyAnswers,
  missing: readonly string[] = [],
): Promise<Flash> {
  await Promise.all(answers.decided.map(({ view, decision }) => seen(context, view._id, decision.revision)));
  const isAllDone = answers.refused.length + missing.length === 0;
  return { kind: isAllDone ? 'done' : 'refused', words: manyWords(did, { ...answers, missing }) };
}
