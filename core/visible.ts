/** Spaces, control and format characters, marks without their letter, fillers, and a Braille cell without a dot. */
const visible = /(?!\p{Default_Ignorable_Code_Point}|\u2800)[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}]/u;

export const isVisible = (text: string): boolean => visible.test(text);
