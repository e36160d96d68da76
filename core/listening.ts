/** How the listener says that the stream stood without its rule, and brought nothing; it raises an alarm. */
export const ruleLost = 'X had lost the rule of the stream';

/** How the listener says that tweets before its connection may be missing; people read it, and it raises an alarm. */
export const gapNotFilled = 'the gap before this connection is not filled yet';
