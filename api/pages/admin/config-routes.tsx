import { Hono } from 'hono';
import { z } from 'zod';
import { configSchema, storedConfigSchema, type Config } from '../../../core/config.ts';
import { ConfigChanged } from '../../../store/configs.ts';
import type { OrganiserEnv } from '../../auth/guard.ts';
import { ConfigRefused } from '../../../temporal/config-service.ts';
import type { ApiContext } from '../../context.ts';
import { zoneDifference } from '../../zone-rules.ts';
import { messagePage } from '../message-page.tsx';
import type { Markup } from '../markup.ts';
import { formOf, pairsOf, parsePairs } from '../query.ts';
import type { ConfigEffects } from '../../../core/config-effects.ts';
import { backWith } from './back.ts';
import { lookUpSlackNames } from './slack-names.ts';
import { diffOf, type Change } from './config-diff.ts';
import { fromForm, toForm } from './config-fields.ts';
import { configPage } from './config-page.tsx';
import { problemsByField } from './config-problems.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { ListTable } from './list-table.tsx';
import { words } from '../words.ts';

const versionSchema = z.coerce.number().int().min(1).max(1_000_000);
const saveSchema = z.object({ basedOn: versionSchema, config: z.string().max(900_000) });

/** The routes of the config: a form, a page that shows the changes before they are saved, and all versions. */
export function createConfigRoutes(context: ApiContext): Hono<OrganiserEnv> {
  const { store, openSpaces } = context;
  const app = new Hono<OrganiserEnv>();

  /**
   * Shows the newest config in the form, with the changes that somebody made to an older version on top. So nothing
   * that was typed is lost.
   */
  async function typedAgain(c: AdminContext, typed: Config, from: number, refused: string): Promise<Response> {
    const [base, newest, names] = await Promise.all([
      store.configs.find(from),
      store.configs.newest(),
      lookUpSlackNames(context.slackDirectory),
    ]);
    const shown = base === null ? {} : toForm(storedConfigSchema.parse(base.config), names);
    const changes = Object.entries(toForm(typed, names)).filter(([path, text]) => text !== shown[path]);
    const values = { ...(newest === null ? {} : toForm(newest.config, names)), ...Object.fromEntries(changes) };
    return configPage(c, context, { values, problems: new Map(), basedOn: newest?._id ?? from, refused });
  }

  app.get('/admin/config', (c) => configPage(c, context));

  app.post('/admin/config', async (c) => {
    const values = pairsOf(await formOf(c));
    const basedOn = versionSchema.catch(1).parse(values['basedOn']);
    const names = await lookUpSlackNames(context.slackDirectory);
    const { config, problems } = fromForm(values, names);
    const parsed = configSchema.safeParse(config);
    if (problems.size > 0 || !parsed.success) {
      const all = new Map([...(parsed.success ? [] : problemsByField(parsed.error)), ...problems]);
      return configPage(c, context, { values, problems: all, basedOn });
    }
    const base = await store.configs.find(basedOn);
    if (base === null) return messagePage(c, 404, words.notFound, words.config.noVersion);
    const changes = diffOf(storedConfigSchema.parse(base.config), parsed.data, names);
    const effects = await openSpaces.effectsOf(parsed.data);
    return adminPage(c, context, {
      title: words.config.whatChanges,
      place: '/admin/config',
      children:
        changes.length === 0 ? (
          <p>
            {words.config.nothing} <a href="/admin/config">{words.config.back}</a>
          </p>
        ) : (
          <Confirm
            changes={changes}
            effects={effects}
            config={parsed.data}
            basedOn={basedOn}
            verb={words.config.save}
          />
        ),
    });
  });

  app.post('/admin/config/save', async (c) => {
    const { basedOn, config } = parsePairs(saveSchema, await formOf(c));
    const parsed = configSchema.safeParse(parseJson(config));
    if (!parsed.success) return messagePage(c, 400, words.config.notConfig, words.config.notConfigHint);
    try {
      const saved = await openSpaces.saveConfig(parsed.data, basedOn, c.get('organiser'));
      const difference = zoneDifference(parsed.data.conference);
      const said = words.config.saved(saved._id, difference);
      return backWith(c, context, '/admin/config', { kind: 'done', words: said });
    } catch (error) {
      const { refused, changedMeanwhile } = words.config;
      if (error instanceof ConfigRefused) return typedAgain(c, parsed.data, basedOn, refused(error.message));
      if (error instanceof ConfigChanged) return typedAgain(c, parsed.data, basedOn, changedMeanwhile(error.message));
      throw error;
    }
  });

  // A press on that page, such as "Pause", leads back here.
  app.get('/admin/config/save', (c) => c.redirect('/admin/config'));

  app.get('/admin/config/versions/:version', async (c) => {
    const version = versionSchema.safeParse(c.req.param('version'));
    const [found, newest] = await Promise.all([
      version.success ? store.configs.find(version.data) : null,
      store.configs.newest(),
    ]);
    if (found === null || newest === null) return messagePage(c, 404, words.notFound, words.config.noVersion);
    const before = await store.configs.find(found._id - 1);
    const own = storedConfigSchema.parse(found.config);
    const names = await lookUpSlackNames(context.slackDirectory);
    const isNewest = found._id === newest._id;
    return adminPage(c, context, {
      title: words.config.version(found._id),
      place: '/admin/config',
      children: (
        <>
          <p>
            {words.config.savedBy(found.by.name)} {isNewest ? words.config.inForce : null}{' '}
            <a href="/admin/config">{words.config.toNewest}</a>
          </p>
          {before === null ? null : (
            <section aria-labelledby="made">
              <h2 id="made">{words.config.changed}</h2>
              <Changes changes={diffOf(storedConfigSchema.parse(before.config), own, names)} />
            </section>
          )}
          {isNewest ? null : (
            <section aria-labelledby="restore">
              <h2 id="restore">{words.config.restoring}</h2>
              <Confirm
                changes={diffOf(newest.config, own, names)}
                effects={await openSpaces.effectsOf(own)}
                config={own}
                basedOn={newest._id}
                verb={words.config.restore}
              />
            </section>
          )}
        </>
      ),
    });
  });

  return app;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function Changes({ changes }: { changes: readonly Change[] }): Markup {
  const { columns, nothing, differences } = words.config;
  if (changes.length === 0) return <p class="empty">{nothing}</p>;
  return (
    <ListTable
      label={differences}
      columns={[columns.setting, columns.before, columns.after]}
      rows={changes.map(({ label, before, after }) => [
        <b>{label}</b>,
        before === '' ? '–' : <del>{before}</del>,
        after === '' ? '–' : <ins>{after}</ins>,
      ])}
    />
  );
}

/** The consequences of the change for coming open spaces, or the reason why it cannot be saved because of them. */
function Effects({ refusals, changes }: ConfigEffects): Markup {
  const isRefused = refusals.length > 0;
  const sentences = isRefused ? refusals : changes;
  return (
    <section aria-labelledby="effects" class={isRefused ? 'said refused' : undefined}>
      <h2 id="effects">{isRefused ? words.config.inTheWay : words.config.effects}</h2>
      {sentences.length === 0 ? <p>{words.config.noEffects}</p> : null}
      <ul>
        {sentences.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

interface ConfirmProps {
  readonly changes: readonly Change[];
  readonly effects: ConfigEffects;
  readonly config: Config;
  readonly basedOn: number;
  readonly verb: string;
}

function Confirm({ changes, effects, config, basedOn, verb }: ConfirmProps): Markup {
  const difference = zoneDifference(config.conference);
  return (
    <>
      <Changes changes={changes} />
      {difference === undefined ? null : <p>{difference}</p>}
      <Effects {...effects} />
      <form method="post" action="/admin/config/save" class="verbs">
        <input type="hidden" name="basedOn" value={String(basedOn)} />
        <input type="hidden" name="config" value={JSON.stringify(config)} />
        <div class="buttons">
          {effects.refusals.length > 0 ? null : (
            <button type="submit" class="approve">
              {verb}
            </button>
          )}
          <a href="/admin/config">{words.config.leave}</a>
        </div>
      </form>
    </>
  );
}
