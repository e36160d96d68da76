/** Any digit, in the strings of this file. */
export const ANY_DIGIT = '0';
/** With more strings than this, the rest of a pattern is left out: the beginnings are needed too. */
const MOST = 200;
/** Of a longer string only the beginning is needed: then the search for all strings needs little memory. */
const LONGEST = 5;

/** Beginnings of what a piece of a pattern matches. After one that ends with `CUT`, anything may follow. */
type Beginnings = readonly string[];

const CUT = '\0';
const EMPTY: Beginnings = [''];
const UNKNOWN: Beginnings = [CUT];

const cut = (piece: Beginnings): Beginnings => piece.map((one) => (one.endsWith(CUT) ? one : `${one}${CUT}`));

function followedBy(left: Beginnings, right: Beginnings): Beginnings {
  const whole = left.flatMap((one) => (one.endsWith(CUT) ? [one] : right.map((other) => one + other)));
  return whole.length > MOST && left.length > 1 && right.length > 1 ? cut(left) : whole;
}

/** A look or a group that opens, a sign, a class, or a character. */
const PIECE = new RegExp(
  [
    '\\(\\?<?[=!]|\\(\\?:|\\(\\?<\\w+>|\\((?!\\?)|\\)|\\|',
    '\\[(\\^?)((?:\\\\.|[^\\]\\\\])*)\\]',
    '\\\\u(?<code>[0-9a-f]{4})|\\\\(?<escaped>.)|[\\s\\S]',
  ].join('|'),
  'uy',
);
const QUANTIFIER = /[?*+]|\{(\d+)(?:,(\d+))?\}/uy;

function ofClass(negated: string, members: string): Beginnings {
  const plain = members.replace(/\\d|\d-\d/u, ANY_DIGIT);
  return negated !== '' || /\\|[^-]-[^-]/u.test(plain) ? UNKNOWN : plain.split('');
}

function repeated(piece: Beginnings, least: number, most: number): Beginnings {
  let whole = EMPTY;
  const all: string[] = least === 0 ? [...EMPTY] : [];
  for (let times = 1; times <= most; times++) {
    whole = followedBy(whole, piece);
    if (times >= least) all.push(...whole);
  }
  return all;
}

/**
 * The strings of which every text that matches the pattern contains one, with `0` for any digit. Undefined if there are
 * none that are easy to tell. Looks to the left and right are left out.
 */
export function neededStrings(source: string): readonly string[] | undefined {
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at = pattern.lastIndex;
    return match;
  };
  /** Reads to the end of the group. */
  const readGroup = (): Beginnings => {
    const branches: Beginnings[] = [];
    let branch = EMPTY;
    for (let match = next(PIECE); match && match[0] !== ')'; match = next(PIECE)) {
      const [text, negated = '', members] = match;
      if (text === '|') {
        branches.push(branch);
        branch = EMPTY;
        continue;
      }
      const { code, escaped } = match.groups ?? {};
      let piece: Beginnings = [text];
      if (text.startsWith('(')) {
        const group = readGroup();
        piece = /^\(\?<?[=!]/u.test(text) ? EMPTY : group;
      } else if (members !== undefined) piece = ofClass(negated, members);
      else if (code !== undefined) piece = [String.fromCharCode(parseInt(code, 16))];
      else if (escaped === 'd') piece = [ANY_DIGIT];
      else if (escaped === 'b' || text === '^' || text === '$') piece = EMPTY;
      else if (text === '.' || /^[a-z]/iu.test(escaped ?? '')) piece = UNKNOWN;
      else if (escaped !== undefined) piece = [escaped];
      const [how, least, most = least] = next(QUANTIFIER) ?? [];
      if (how === '?') piece = [...EMPTY, ...piece];
      else if (how === '*') piece = UNKNOWN;
      else if (how === '+') piece = cut(piece);
      else if (how !== undefined) piece = repeated(piece, Number(least), Number(most));
      branch = followedBy(branch, piece);
    }
    return [...branches, branch].flat();
  };
  const strings = new Set(readGroup().map((one) => one.replace(CUT, '').slice(0, LONGEST)));
  return strings.has('') ? undefined : [...strings];
}
