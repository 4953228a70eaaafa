/** Every slip of a ballot, counted: where it went and what became of it. */
export interface PaperFigures {
  printed: number;
  /** Handed out, by the log. */
  issued: number;
  /** Came back though the log knows nothing of their being handed out. */
  unlogged: number;
  returned: number;
  /** Votes that count. */
  counted: number;
  /** Votes that were followed by a later one of the same elector. */
  superseded: number;
  spoiled: number;
  blank: number;
  /** Came back although another slip had been given in their place. */
  void: number;
  /** Second sheets with one code. */
  copies: number;
  /** Sheets whose code no slip has. */
  unknown: number;
  /** Given anew; the old one did not come back. */
  replaced: number;
  /** Still out. */
  outstanding: number;
}

/** The figures in the order of the sheet. */
export const figureNames = [
  'printed',
  'issued',
  'unlogged',
  'returned',
  'counted',
  'superseded',
  'spoiled',
  'blank',
  'void',
  'copies',
  'unknown',
  'replaced',
  'outstanding',
] as const satisfies readonly (keyof PaperFigures)[];

/** The sheet as it was signed: the figures, what was counted by hand, and what was said about any difference. */
export interface Reconciliation extends PaperFigures {
  version: number;
  leftOver: number;
  byHand: number;
  explanation: string;
  watcher: string;
  madeBy: string;
  madeAt: Date;
}

/** Every paper that came back is counted once: as the vote that counts, as one that was followed by another, or as no vote. */
export const whatCameBackAddsUp = (f: PaperFigures): boolean => f.returned === f.counted + f.superseded + f.spoiled + f.blank + f.void + f.copies + f.unknown;

/** Every slip that went out came back, was given anew, or is still out. */
export const whatWentOutAddsUp = (f: PaperFigures): boolean => f.issued + f.unlogged === f.returned - f.copies - f.unknown + f.replaced + f.outstanding;

/** What must be explained in writing: figures that do not agree with what was counted by hand, and papers that nobody can place. */
export function differencesOf(f: PaperFigures, hand: { leftOver: number; byHand: number }): ('left-over' | 'by-hand' | 'unlogged' | 'copies' | 'unknown')[] {
  return [
    ...(hand.leftOver === f.printed - f.issued ? [] : (['left-over'] as const)),
    ...(hand.byHand === f.returned ? [] : (['by-hand'] as const)),
    ...(f.unlogged === 0 ? [] : (['unlogged'] as const)),
    ...(f.copies === 0 ? [] : (['copies'] as const)),
    ...(f.unknown === 0 ? [] : (['unknown'] as const)),
  ];
}

/** Papers were handed out or came in: the ballot closes only with a sheet that adds up. */
export const papersWereUsed = (f: PaperFigures): boolean => f.issued > 0 || f.returned > 0;

/** The signed sheet still says what the papers say. */
export const sheetIsCurrent = (sheet: PaperFigures | null, f: PaperFigures): boolean => sheet !== null && figureNames.every((name) => sheet[name] === f[name]);

/** `1-30、45` → numbers, each once; null when it cannot be read or holds more than 5,000. */
export function readNumbers(text: string): number[] | null {
  const numbers = new Set<number>();
  for (const part of text
    .normalize('NFKC')
    .replace(/[#号第]/g, ' ')
    .split(/[,，、;；\s]+/)) {
    if (part === '') continue;
    const [, from = '', to = from] = /^(\d{1,6})(?:[-–—~至到](\d{1,6}))?$/.exec(part) ?? [];
    if (from === '' || Number(to) < Number(from) || Number(to) - Number(from) > 5_000) return null;
    for (let n = Number(from); n <= Number(to); n++) numbers.add(n);
    if (numbers.size > 5_000) return null;
  }
  return numbers.size === 0 ? null : [...numbers];
}
