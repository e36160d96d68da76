/** Spaces, control and format characters, marks without their letter, fillers, and a Braille cell without a dot. */
const visible = /(?!\p{Default_Ignorable_Code_Point}|\u2800)[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}]/u;

/** Whether a text shows anything where it is printed: people must be able to see and press what it names. */
export const isVisible = (text: string): boolean => visible.test(text);
