import { plainText } from './texts.ts';

type Texts<Field extends string> = { readonly [Name in Field]?: string | undefined };

/**
 * @param given the form's fields; a field that is absent was not in the form
 * @param shown texts that the fields may have shown before; an equal text counts as unchanged
 * @returns `cleared`: an emptied field that cannot be removed, which the person must be told. An emptied note is
 *   removed
 */
export function changedTexts<Field extends string>(
  given: Texts<Field>,
  ...shown: readonly Texts<Field>[]
): { readonly changes: { [Name in Field]?: string }; readonly cleared?: Exclude<Field, 'note'> } {
  const changes: { [Name in Field]?: string } = {};
  for (const field of Object.keys(given) as Field[]) {
    const text = given[field]?.trim().replaceAll('\r\n', '\n');
    if (text === undefined || shown.some((one) => isSameText(text, one[field]))) continue;
    if (text === '' && field !== 'note') return { changes, cleared: field as Exclude<Field, 'note'> };
    changes[field] = text;
  }
  return { changes };
}

/** Whether a text that came back from a form is what the form showed: pages show no marks of direction. */
export const isSameText = (given: string, known = ''): boolean => plainText(given).trim() === plainText(known).trim();
