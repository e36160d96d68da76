import { derivedAliases } from '../../../core/room-aliases.ts';
import type { Room } from '../../../core/conference.ts';
import { localDayAndTime } from '../../../core/local-time.ts';
import { longestReminder } from '../../../core/reminder-text.ts';
import { weightedLength } from '../../../core/texts.ts';
import type { ConfigVersion } from '../../../store/configs.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { allFields, groups, toForm, type Field } from './config-fields.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { lookUpSlackNames } from './slack-names.ts';
import { Weighted } from './weighted.tsx';

interface FormState {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: ReadonlyMap<string, string>;
  /** The version that the form shows. */
  readonly basedOn: number;
  /** The reason why it was not saved, if no field is wrong. */
  readonly refused?: string;
}

/** The newest config as a form, and the list of earlier versions. */
export async function configPage(c: AdminContext, context: ApiContext, state?: FormState): Promise<Response> {
  const { store } = context;
  const newest = await store.configs.newest();
  const [history, names] = await Promise.all([store.configs.history(30), lookUpSlackNames(context.slackDirectory)]);
  if (newest === null) return c.text(words.config.none, 503);
  const unchanged: FormState = { values: toForm(newest.config, names), problems: new Map(), basedOn: newest._id };
  const { values, problems, basedOn, refused } = state ?? unchanged;
  const said = problems.size === 0 ? refused : words.config.notSaved(problems.size);
  return adminPage(c, context, {
    title: words.places.config,
    place: '/admin/config',
    status: problems.size > 0 ? 422 : refused === undefined ? 200 : 409,
    children: (
      <>
        {said === undefined ? null : (
          <div class="said refused" role="alert">
            <p>{said}</p>
            {problems.size === 0 ? null : (
              <ul>
                {allFields
                  .filter(({ path }) => problems.has(path))
                  .map(({ path, label }) => (
                    <li>
                      <a href={`#${idOf(path)}`}>{label}</a>
                    </li>
                  ))}
              </ul>
            )}
          </div>
        )}
        <form method="post" action="/admin/config" class="config">
          <input type="hidden" name="basedOn" value={String(basedOn)} />
          <datalist id="channels">
            {names.channels.map((name) => (
              <option value={name} />
            ))}
          </datalist>
          <datalist id="zones">
            {Intl.supportedValuesOf('timeZone').map((name) => (
              <option value={name} />
            ))}
          </datalist>
          {groups.map((group) => (
            <fieldset>
              <legend>{group.title}</legend>
              {group.fields.map((field) => (
                <Input field={field} value={values[field.path] ?? ''} problem={problems.get(field.path)} />
              ))}
              {group.fields.some(({ kind }) => kind === 'rooms') ? (
                <Derived rooms={newest.config.conference.rooms} />
              ) : null}
            </fieldset>
          ))}
          <div class="buttons stays">
            <button type="submit">{words.config.see}</button>
          </div>
        </form>
        <History history={history} timeZone={newest.config.conference.timeZone} />
      </>
    ),
  });
}

/** The spellings that the bot also accepts for a room, although nobody entered them. */
function Derived({ rooms }: { rooms: readonly Room[] }): Markup | null {
  const derived = derivedAliases(rooms).filter(({ aliases }) => aliases.length > 0);
  if (derived.length === 0) return null;
  return (
    <details>
      <summary>{words.config.derivedAliases}</summary>
      <p class="hint">{words.config.strikeAlias}</p>
      <ul>
        {derived.map(({ room, aliases }) => (
          <li>
            {room}: {aliases.join(', ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

const idOf = (path: string): string => `f-${path.replaceAll('.', '-')}`;

/** The list of suggestions for a field. */
const lists: Readonly<Partial<Record<Field['kind'], string>>> = { channel: 'channels', zone: 'zones' };

function Input({ field, value, problem }: { field: Field; value: string; problem: string | undefined }): Markup {
  const { path, label, hint } = field;
  const id = idOf(path);
  const note = `${id}-note`;
  const described = {
    'aria-describedby': problem === undefined && hint === undefined ? undefined : note,
    'aria-invalid': problem === undefined ? undefined : ('true' as const),
  };
  const notes =
    problem === undefined && hint === undefined ? null : (
      <p id={note} class={problem === undefined ? 'hint' : 'problem'}>
        {problem ?? hint}
      </p>
    );
  if (field.kind === 'check') {
    return (
      <div class="field">
        <label class="check">
          <input type="checkbox" id={id} name={path} checked={value === 'on'} {...described} /> {label}
        </label>
        {notes}
      </div>
    );
  }
  if (field.kind === 'reminder') {
    const longest = (text: string) => longestReminder(path === 'reminderText' ? path : 'manualReminderText', text);
    return (
      <div class="field">
        <Weighted
          name={path}
          id={id}
          label={label}
          value={value}
          hasPost={path === 'reminderText'}
          preview={longest(value)}
          added={weightedLength(longest(''))}
        />
        {notes}
      </div>
    );
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {field.kind === 'choice' ? (
        <select id={id} name={path} {...described}>
          {field.options.map(([option, label]) => (
            <option value={option} selected={option === value}>
              {label}
            </option>
          ))}
        </select>
      ) : ['words', 'keywords', 'people', 'rooms'].includes(field.kind) ? (
        <textarea id={id} name={path} rows={field.kind === 'rooms' ? 8 : 3} spellcheck={false} {...described}>
          {value}
        </textarea>
      ) : (
        <input
          id={id}
          name={path}
          value={value}
          type={field.kind === 'date' ? 'date' : 'text'}
          list={lists[field.kind]}
          inputmode={field.kind === 'number' || field.kind === 'optionalNumber' ? 'decimal' : undefined}
          {...described}
        />
      )}
      {notes}
    </div>
  );
}

function History({ history, timeZone }: { history: readonly ConfigVersion[]; timeZone: string }): Markup {
  return (
    <section aria-labelledby="history">
      <h2 id="history">{words.config.versions}</h2>
      <ol class="timeline">
        {history.map(({ _id, at, by }) => (
          <li>
            <time datetime={at.toISOString()}>{localDayAndTime(at.getTime(), timeZone)}</time>{' '}
            <a href={`/admin/config/versions/${_id}`}>{words.config.versionLink(_id)}</a>{' '}
            <span class="who">{by.name}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
