import { doorKey } from '#modules/meetings';
import { type Answer, answerFault, type AnswerFault, type BallotOption, type Question, readAnswer, sameAnswer } from './question.ts';

/** What a person reads on a paper: a vote, one that cannot be read as a vote, nothing at all, or a second sheet with a code that there is already. */
export const findings = ['vote', 'spoiled', 'blank', 'copy'] as const;
export type Finding = (typeof findings)[number];

/** A paper as one person read it. `code` is the slip's, of an unknown one what stands on it, of a second sheet with a star. */
export interface PaperEntry {
  code: string;
  finding: Finding;
  /** Only of a vote. */
  answer: Answer | null;
}

/** A slip as far as reading papers needs it. */
export interface KnownSlip {
  code: string;
  /** Number and name on the roll; null in a secret ballot. */
  no: number | null;
  label: string | null;
  /** Another slip was given in its place. */
  replaced: boolean;
  /** Number of the batch in which it came back; null while it has not. */
  returnedIn: number | null;
}

/**
 * `no-answer` no answer in it · `unknown` no slip has this code · `several` fits several · `twice` stood above already · `returned-before` came back in
 * an earlier batch · else why the answer does not fit the question.
 */
export interface EntryFault {
  line: string;
  reason: 'no-answer' | 'unknown' | 'several' | 'twice' | 'returned-before' | AnswerFault;
}

const findingWords: readonly (readonly [RegExp, Finding])[] = [
  [/^(无效|废票|spoiled|x|0)$/i, 'spoiled'],
  [/^(空白|未填|blank|k)$/i, 'blank'],
  [/^(重复|复印件?|copy)$/i, 'copy'],
];
const digits: Readonly<Record<string, Answer>> = { '1': { choice: 'yes' }, '2': { choice: 'no' }, '3': { choice: 'abstain' } };

/** `同意`, `1`, `无效` … → what was read; null when it cannot be. */
export function readFinding(text: string, question: Question, options: readonly BallotOption[]): Omit<PaperEntry, 'code'> | null {
  const typed = text.trim();
  const finding = findingWords.find(([pattern]) => pattern.test(typed))?.[1];
  if (finding) return { finding, answer: null };
  const answer = (question.kind === 'yes-no' ? digits[typed] : undefined) ?? readAnswer(typed, question, options);
  return answer === null ? null : { finding: 'vote', answer };
}

/** The slips that a text names: by code (also inside the address that the printed square holds), by `#12`, or by the door. */
function slipsNamed(text: string, slips: readonly KnownSlip[]): KnownSlip[] {
  const compact = text.replace(/\s+/g, '').toUpperCase();
  const code = /(?:^|[?&#]P=)([2-9A-HJ-NP-Z]{6})$/.exec(compact)?.[1];
  const byCode = code ? slips.filter((slip) => slip.code === code) : [];
  if (byCode.length > 0) return byCode;
  const current = slips.filter((slip) => !slip.replaced);
  const number = /^(?:#|第)0*(\d+)号?$/.exec(compact)?.[1];
  if (number) return current.filter((slip) => String(slip.no) === number);
  const key = doorKey(text);
  const byDoor = key === '' ? [] : current.filter((slip) => slip.label !== null && doorKey(slip.label) === key);
  // Two compounds may share a door number: then the compound's name must be in the line.
  const compound = (slip: KnownSlip) => (slip.label ?? '').replace(/\d.*$/, '').toUpperCase();
  const named = byDoor.filter((slip) => compound(slip) !== '' && compact.includes(compound(slip)));
  if (byDoor.length > 0) return named.length === 1 ? named : byDoor;
  return current.filter((slip) => slip.label !== null && slip.label.replace(/\s+/g, '').toUpperCase() === compact);
}

/** The line cut into what names the slip and what was read, at the first place where both are understood. */
function cut(line: string, slips: readonly KnownSlip[], question: Question, options: readonly BallotOption[]) {
  const tokens = line.split(/[\s,，\t]+/).filter((part) => part !== '');
  let several = false;
  for (let at = 1; at < tokens.length; at++) {
    const named = slipsNamed(tokens.slice(0, at).join(' '), slips);
    const read = readFinding(tokens.slice(at).join(' '), question, options);
    if (named.length === 1 && named[0] && read) return { slip: named[0], read };
    if (named.length > 1 && read) several = true;
  }
  // `401同意` without a space between.
  const glued = question.kind === 'yes-no' ? /^(.+?)(不同意|不赞成|反对|同意|赞成|弃权|无效|空白|重复)$/.exec(tokens.join('')) : null;
  if (glued?.[1] && glued[2]) {
    const named = slipsNamed(glued[1], slips);
    const read = readFinding(glued[2], question, options);
    if (named.length === 1 && named[0] && read) return { slip: named[0], read };
    if (named.length > 1) several = true;
  }
  const rest = tokens.length > 1 ? readFinding(tokens.slice(1).join(' '), question, options) : null;
  return { several, first: tokens[0] ?? '', rest, answered: rest !== null || glued !== null || readFinding(tokens.at(-1) ?? '', question, options) !== null };
}

/**
 * Reads papers typed one a line: the slip's code (or its number `#12`, or its door) and what stands on it: the answer, `无效`, `空白`, or `重复` for a second
 * sheet with the same code. Nothing is guessed: what does not fit comes back with its reason. `unknownStands`: codes that nobody knows are written
 * down as such, to be counted as unknown and never as votes.
 */
export function readPaperEntries(
  text: string,
  slips: readonly KnownSlip[],
  question: Question,
  options: readonly BallotOption[],
  unknownStands = false,
): { entries: PaperEntry[]; faults: EntryFault[] } {
  const entries: PaperEntry[] = [];
  const faults: EntryFault[] = [];
  const seen = new Set<string>();
  const byCode = new Map(slips.map((slip) => [slip.code, slip]));
  for (const line of text
    .split('\n')
    .map((part) => part.normalize('NFKC').trim())
    .filter((part) => part !== '')) {
    // The usual line, code and answer, is found without looking through the whole roll.
    const [head = '', ...tail] = line.split(/[\s,，\t]+/);
    const quick = byCode.get(head.toUpperCase());
    const quickRead = quick && tail.length > 0 ? readFinding(tail.join(' '), question, options) : null;
    const found = quick && quickRead ? { slip: quick, read: quickRead } : cut(line, slips, question, options);
    if (!('slip' in found) || !found.slip) {
      const { several, first, rest, answered } = found;
      const code = first.toUpperCase();
      if (several) faults.push({ line, reason: 'several' });
      else if (!answered) faults.push({ line, reason: 'no-answer' });
      else if (unknownStands && rest && /^[0-9A-Z]{3,20}$/.test(code) && !seen.has(code)) {
        seen.add(code);
        entries.push({ code, ...(rest.finding === 'copy' ? { finding: 'spoiled' as const, answer: null } : rest) });
      } else faults.push({ line, reason: seen.has(code) ? 'twice' : 'unknown' });
      continue;
    }
    const { slip, read } = found;
    const fault = read.answer ? answerFault(question, options, read.answer) : null;
    const code = read.finding === 'copy' ? `${slip.code}*` : slip.code;
    if (fault) faults.push({ line, reason: fault });
    else if (seen.has(code)) faults.push({ line, reason: 'twice' });
    else if (read.finding !== 'copy' && slip.returnedIn !== null) faults.push({ line, reason: 'returned-before' });
    else {
      seen.add(code);
      entries.push({ code, finding: read.finding, answer: read.answer });
    }
  }
  return { entries, faults };
}

/** How a difference was decided; `absent`: there is no such paper. */
export type Decided = Omit<PaperEntry, 'finding'> & { finding: Finding | 'absent'; by: string; note: string };

/** One paper of a batch in both readings side by side. */
export interface Compared {
  code: string;
  first: PaperEntry | null;
  second: PaperEntry | null;
  decided: Decided | null;
  /** What it is recorded as; null while the two differ and nobody has decided, `absent` when it was decided that there is none. */
  as: PaperEntry | 'absent' | null;
}

/** Both persons read the same. */
export const readAlike = (a: PaperEntry, b: PaperEntry): boolean =>
  a.finding === b.finding && (a.answer === null ? b.answer === null : b.answer !== null && sameAnswer(a.answer, b.answer));

/** Both readings paper by paper: in the order of the first, then what only the second has. */
export function compareEntries(first: readonly PaperEntry[], second: readonly PaperEntry[], decisions: readonly Decided[]): Compared[] {
  const [ones, twos, decided] = [first, second, decisions].map((list) => new Map(list.map((entry) => [entry.code, entry]))) as [
    Map<string, PaperEntry>,
    Map<string, PaperEntry>,
    Map<string, Decided>,
  ];
  return [...new Set([...ones.keys(), ...twos.keys()])].map((code) => {
    const [one, two, ruling] = [ones.get(code) ?? null, twos.get(code) ?? null, decided.get(code) ?? null];
    const alike = one && two && readAlike(one, two) ? one : null;
    const ruled = ruling && (ruling.finding === 'absent' ? ('absent' as const) : { code, finding: ruling.finding, answer: ruling.answer });
    return { code, first: one, second: two, decided: ruling, as: ruled ?? alike };
  });
}

/** Nothing is recorded while two readings differ and nobody has decided. */
export const differencesLeft = (compared: readonly Compared[]): Compared[] => compared.filter((each) => each.as === null);
