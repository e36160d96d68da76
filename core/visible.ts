/** Spaces, control and format characters, marks without their letter, fillers, and a Braille cell without a dot. */
const visible = /(?!\p{Default_Ignorable_Code_Point}|\u2800)[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}]/u;

/** Whether a text has visible characters, so that people can see and press it. */
export const isVisible = (text: string): boolean => visible.test(text);
