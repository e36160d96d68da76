import type { Child } from 'hono/jsx';
import { z } from 'zod';
import { longest } from '../../../core/verb-problem.ts';
import { conferenceDays } from '../../../core/conference.ts';
import type { Config } from '../../../core/config.ts';
import type { Markup } from '../markup.ts';
import { calendarDay } from '../query.ts';
import { words } from '../words.ts';
import { DayOptions } from './where-when.tsx';

const text = (max: number) => z.string().trim().max(max).default('');

export const entrySchema = z.object({
  /** The id of the form as it was shown: a form that is sent twice enters one open space. */
  key: text(40),
  title: text(200),
  tweetUrl: text(300),
  note: text(1000),
  room: text(80),
  place: text(80),
  date: z.union([z.literal(''), calendarDay]).default(''),
  time: text(5),
});

export type EntryForm = z.output<typeof entrySchema>;

/** Problems by field; `form` for a problem of no single field. */
export type EntryProblems = Partial<Record<Exclude<keyof EntryForm, 'key'> | 'form', string>>;

interface FieldProps {
  readonly name: keyof EntryForm;
  readonly label: string;
  readonly problem: string | undefined;
  readonly children: Child;
}

/** An input of the form with its label, and the problem below it. */
function Field({ name, label, problem, children }: FieldProps): Markup {
  return (
    <div class="field">
      <label for={`entry-${name}`}>{label}</label>
      {children}
      {problem === undefined ? null : (
        <p class="problem" id={`entry-${name}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  /** Characters. */
  readonly most: number;
  readonly type?: 'url';
  readonly placeholder?: string;
}

export function TextField({ name, label, problem, most, ...rest }: TextFieldProps): Markup {
  return (
    <Field name={name} label={label} problem={problem}>
      <input name={name} id={`entry-${name}`} maxlength={most} {...rest} {...marked(name, problem)} />
    </Field>
  );
}

/** Tells people who use a screen reader which problem an input has. */
function marked(name: keyof EntryForm, problem: string | undefined) {
  return problem === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `entry-${name}-problem` };
}

interface EntryPickersProps {
  readonly config: Config;
  readonly entered: EntryForm;
  readonly problems: EntryProblems;
}

/** Room or place, date and time, as they were entered, even if wrong. */
export function EntryPickers({ config: { conference }, entered, problems }: EntryPickersProps): Markup {
  const days = [...new Set([...conferenceDays(conference), ...(entered.date === '' ? [] : [entered.date])])];
  return (
    <div class="pickers">
      <Field name="room" label={words.room} problem={problems.room}>
        <select name="room" id="entry-room" {...marked('room', problems.room)}>
          <option value="">–</option>
          {conference.rooms.map(({ name }) => (
            <option value={name} selected={name === entered.room}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field name="date" label={words.date} problem={problems.date}>
        <select name="date" id="entry-date" {...marked('date', problems.date)}>
          {entered.date === '' ? <option value="">–</option> : null}
          <DayOptions days={days.toSorted()} picked={entered.date} />
        </select>
      </Field>
      <Field name="time" label={words.time} problem={problems.time}>
        <input type="time" name="time" id="entry-time" value={entered.time} {...marked('time', problems.time)} />
      </Field>
      <TextField name="place" label={words.place} problem={problems.place} value={entered.place} most={longest.place} />
    </div>
  );
}
