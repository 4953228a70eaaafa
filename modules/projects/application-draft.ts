import { z } from 'zod';
import { parseYuan } from '#libs/money';

const typed = z.string().max(20_000).catch('');
const maybe = z.string().max(300).optional().catch(undefined);
const rows = <T extends z.ZodType>(row: T) => z.array(row).max(100).catch([]);

/**
 * An application while it is written: everything as typed, so that half a number is kept too. Sources have an `id`
 * that stays when rows move; a budget line says who pays it by that id, or `split` with an amount for each.
 */
export const applicationDraft = z.object({
  title: typed,
  goal: typed,
  why: typed,
  periodStart: typed,
  periodEnd: typed,
  /** Kind of project, where the policy tells kinds apart; '' = not chosen. */
  projectTier: typed,
  /** `how` and `when` it is measured. */
  indicators: rows(z.object({ name: typed, unit: typed, baseline: typed, target: typed, how: maybe, when: maybe })),
  members: rows(z.object({ personId: typed, name: typed, duty: typed })),
  sources: rows(
    z.object({
      id: typed,
      kind: typed,
      name: typed,
      organisationId: typed,
      planned: typed,
      perHousehold: typed,
      households: typed,
      /** What the money rests on (`sourceBases`), and which paper, vote or letter that is. */
      basis: maybe,
      basisNote: maybe,
      /** What happens when less comes in by the day; all empty = not chosen. */
      shortfallRule: maybe,
      shortfallDay: maybe,
      extendUntil: maybe,
      extendBy: maybe,
    }),
  ),
  lines: rows(
    z.object({
      name: typed,
      category: typed,
      unit: typed,
      quantity: typed,
      unitPrice: typed,
      payer: typed,
      shares: z.record(z.string(), typed).catch({}),
    }),
  ),
  /** What each unit raised itself, and how much of the grant is asked to match it; only where the policy matches. */
  raised: rows(z.object({ unit: typed, amount: typed })),
  matching: typed,
  keeperPersonId: typed,
  keeperName: typed,
  keeperOrganisationId: typed,
  /** The day on which the keeper said yes by word of mouth, and before whom. */
  keeperSaidOn: typed,
  keeperSaidBefore: typed,
  upkeepMonths: typed,
  upkeepYearly: typed,
  upkeepPlan: typed,
  risks: rows(z.object({ risk: typed, answer: typed })),
  /** Opinion of the committee, as it stands on its paper. */
  opinion: typed,
  resolutionIds: rows(typed),
  ballotIds: rows(typed),
  evidence: rows(z.object({ kind: typed, fileId: typed, name: typed })),
});
export type ApplicationDraft = z.output<typeof applicationDraft>;

/** Lists of a draft to which a row can be added or from which one can be taken. */
export const draftLists = ['indicators', 'members', 'sources', 'lines', 'raised', 'risks'] as const;
export type DraftList = (typeof draftLists)[number];

/** True for a row in which nothing was typed: an id, and a payer that the form chose by itself, are nothing typed. */
export const isBlankRow = (row: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(row).every(
    ([key, value]) =>
      key === 'id' ||
      key === 'payer' ||
      value === undefined ||
      value === '' ||
      (typeof value === 'object' && value !== null && Object.values(value).every((text) => text === '')),
  );

/** Rows up to the last in which something was typed: what stands empty below is the form's invitation to write, not a row. */
export const withoutBlankEnd = <T extends Readonly<Record<string, unknown>>>(rows: readonly T[]): T[] =>
  rows.slice(0, rows.findLastIndex((row) => !isBlankRow(row)) + 1);

/** A draft with nothing in it. */
export const emptyDraft = (): ApplicationDraft => applicationDraft.parse({});

/** A source in which nothing was typed. */
export const emptySource = (id: string): ApplicationDraft['sources'][number] => ({
  id,
  kind: '',
  name: '',
  organisationId: '',
  planned: '',
  perHousehold: '',
  households: '',
});

const unused = (draft: ApplicationDraft): string => {
  let n = 1;
  while (draft.sources.some((source) => source.id === `s${n}`)) n++;
  return `s${n}`;
};

/** The draft with an empty row more in one of its lists. */
export function withRow(draft: ApplicationDraft, list: DraftList): ApplicationDraft {
  switch (list) {
    case 'indicators':
      return { ...draft, indicators: [...draft.indicators, { name: '', unit: '', baseline: '', target: '' }] };
    case 'members':
      return { ...draft, members: [...draft.members, { personId: '', name: '', duty: '' }] };
    case 'sources':
      return {
        ...draft,
        sources: [...draft.sources, emptySource(unused(draft))],
      };
    case 'lines':
      return {
        ...draft,
        lines: [...draft.lines, { name: '', category: '', unit: '', quantity: '', unitPrice: '', payer: '', shares: {} }],
      };
    case 'raised':
      return { ...draft, raised: [...draft.raised, { unit: '', amount: '' }] };
    case 'risks':
      return { ...draft, risks: [...draft.risks, { risk: '', answer: '' }] };
  }
}

/** The draft without one row; lines that a removed source should have paid ask again who pays. */
export function withoutRow(draft: ApplicationDraft, list: DraftList, index: number): ApplicationDraft {
  const kept = { ...draft, [list]: draft[list].filter((_, i) => i !== index) };
  if (list !== 'sources') return kept;
  const gone = draft.sources[index]?.id;
  return {
    ...kept,
    lines: draft.lines.map((line) => ({
      ...line,
      payer: line.payer === gone ? '' : line.payer,
      shares: Object.fromEntries(Object.entries(line.shares).filter(([id]) => id !== gone)),
    })),
  };
}

/** A quantity with at most two decimals in hundredths, or null. */
export function parseHundredths(text: string): bigint | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim());
  return match ? BigInt(match[1] ?? '0') * 100n + BigInt((match[2] ?? '').padEnd(2, '0') || '0') : null;
}

/** quantity × unit price in fen, rounded half up: the same as `round()` of the database's check. */
export const lineAmountFen = (quantityHundredths: bigint, unitPriceFen: bigint): bigint => (quantityHundredths * unitPriceFen + 50n) / 100n;

/** An amount as typed, in fen; null when it is no amount above zero. */
export function typedFen(text: string): bigint | null {
  const fen = parseYuan(text.trim());
  return fen.ok && fen.value > 0n ? fen.value : null;
}

/** Households × the amount each pays: a collection's plan is never typed. */
export function sourcePlannedFen(source: ApplicationDraft['sources'][number]): bigint | null {
  if (source.kind !== 'household') return typedFen(source.planned);
  const each = typedFen(source.perHousehold);
  return each !== null && /^[1-9]\d{0,5}$/.test(source.households.trim()) ? each * BigInt(source.households.trim()) : null;
}

/** What each source pays of a line: by source id; an unclear line gives nothing. */
export function lineShares(draft: ApplicationDraft, line: ApplicationDraft['lines'][number]): Map<string, bigint> {
  const amount = typedLineFen(line);
  const shares = new Map<string, bigint>();
  const only = draft.sources.length === 1 ? draft.sources[0]?.id : undefined;
  const payer = line.payer === '' ? only : line.payer;
  if (payer === 'split') {
    for (const source of draft.sources) {
      const part = typedFen(line.shares[source.id] ?? '');
      if (part !== null) shares.set(source.id, part);
    }
  } else if (payer !== undefined && amount !== null && draft.sources.some((source) => source.id === payer)) shares.set(payer, amount);
  return shares;
}

/** Amount of a line as far as it is typed. */
export function typedLineFen(line: ApplicationDraft['lines'][number]): bigint | null {
  const quantity = parseHundredths(line.quantity);
  const price = typedFen(line.unitPrice);
  return quantity === null || quantity === 0n || price === null ? null : lineAmountFen(quantity, price);
}

/** Sums of a draft as far as it is typed, in fen: what stands under the table while it is filled. */
export interface DraftSums {
  linesFen: bigint;
  sourcesFen: bigint;
  grantFen: bigint;
  /** Amount of each line, by position; null while it cannot be computed. */
  lineFen: (bigint | null)[];
  /** By source position: planned, and what the lines ask of it. */
  sources: { plannedFen: bigint | null; usedFen: bigint }[];
}

/** Adds up a draft; never fails. */
export function draftSums(draft: ApplicationDraft): DraftSums {
  const lineFen = draft.lines.map(typedLineFen);
  const shares = draft.lines.map((line) => lineShares(draft, line));
  const sources = draft.sources.map((source) => ({
    plannedFen: sourcePlannedFen(source),
    usedFen: shares.reduce((sum, share) => sum + (share.get(source.id) ?? 0n), 0n),
  }));
  const sum = (amounts: readonly (bigint | null)[]) => amounts.reduce<bigint>((all, amount) => all + (amount ?? 0n), 0n);
  return {
    linesFen: sum(lineFen),
    sourcesFen: sum(sources.map((source) => source.plannedFen)),
    grantFen: sum(sources.filter((_, i) => draft.sources[i]?.kind === 'grant').map((source) => source.plannedFen)),
    lineFen,
    sources,
  };
}
