type Texts<Field extends string> = { readonly [Name in Field]?: string | undefined };

/**
 * What somebody wrote into the fields of a form, where it differs from what stood there.
 *
 * @param shown what the fields may have shown, and need not be written again; a field that is not given was not there
 * @returns `cleared` where a field was emptied: that would change nothing, so it must be told
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
