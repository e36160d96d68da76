import { capital, counted } from './name-words.ts';
import { notAnAnnouncement } from './outcome-words.ts';

export const buttonWords = {
  approve: 'Approve',
  /** If Approve alone would be refused, because a room or a time must be picked first (`isReady`). */
  approvePicked: 'Approve as picked',
  deny: 'Deny',
  undo: 'Undo',
  /** By `undoneBy`. Where the session takes place, the status does not say what “Undo” would undo. */
  undoOf: { approved: 'Undo the approval', denied: 'Undo the denial', calledOff: 'Undo' },
  apply: 'Apply change',
  stage: 'Schedule without approving',
  told: 'A post has told people where and when it is. A change or a cancellation is posted at once.',
  /** About the session that the card names before these buttons. */
  moveKnown: 'Move that one here',
  cancelKnown: 'Cancel that one',
  separate: 'Separate session',
  /** For a conflict: it moves to a room that is free at that time, and is approved. */
  approveIn: 'Approve in',
  sendNow: 'Send now',
  /** @param which `the 15-minute reminder` */
  sendNowHint: (which: string) => `${capital(which)} goes out at once and says how many minutes are left.`,
  cancel: 'Cancel open space',
  tryAgain: 'Try again',
  isThere: 'It is there',
  notThere: 'It is not there, post it',
  postCorrection: 'Post it',
  denyCorrection: 'Do not post it',
  addReason: 'Add reason',
  notAnnouncement: notAnAnnouncement,
  ignoreHost: (host: string) => `Ignore @${host}`,
  trustHost: (host: string) => `Trust @${host}`,
  denyWaiting: (count: number) => (count === 1 ? 'Deny it' : `Deny all ${count}`),
  shift: (count: number) => `Shift ${counted(count, 'open space')}`,
  pause: 'Pause posting',
  resume: 'Resume posting',
} as const;
