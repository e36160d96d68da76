type Texts<Field extends string> = { readonly [Name in Field]?: string | undefined };

/**
 * The texts that somebody has changed in a form.
 *
 * @param given the form's fields; a field that is absent was not in the form
 * @param shown texts that the fields may have shown before; an equal text counts as unchanged
 * @returns `cleared`: a field that was emptied. Emptying changes nothing, so the person must be told
 */
export function changedTexts<Field extends string>(
  given: Texts<Field>,
  ...shown: readonly Texts<Field>[]
): { readonly changes: { [Name in Field]?: string }; readonly cleared?: Field } {
  const changes: { [Name in Field]?: string } = {};
  for (const field of Object.keys(given) as Field[]) {
    const text = given[field]?.trim().replaceAll('\r\n', '\n');
    if (text === undefined || shown.some((one) => text === (one[field] ?? '').trim())) continue;
    if (text === '') return { changes, cleared: field };
    changes[field] = text;
  }
  return { changes };
}
