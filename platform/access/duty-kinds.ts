/** Kinds of duties that a deputy's authority can be limited to, in the order in which forms show them. */
export const dutyKinds = ['money', 'rounds', 'works', 'meetings', 'matters', 'people', 'rules'] as const;
/** One of them. */
export type DutyKind = (typeof dutyKinds)[number];

/** Nouns of actions (`noun.verb`) and of duties, by kind of duty. A noun that stands nowhere is lent only with the whole role. */
const nounsOf: Readonly<Record<DutyKind, readonly string[]>> = {
  money: 'account bank books cash cost crowd goods invoice money opening receipts shortfall source spending tranche voucher voucher-book year year-end'.split(
    ' ',
  ),
  rounds: 'agreement allocation application award check grade-effect office office-year pitch referral review round value-review'.split(' '),
  works: 'asset case change check-in closing dossier drift lesson outcome project satisfaction shift stuck upkeep visit'.split(' '),
  meetings: 'ballot consent election meeting resolution'.split(' '),
  matters: 'assist house-rule matter notice survey'.split(' '),
  people: 'door home household letter neighbourhood organisation person place roster'.split(' '),
  rules: 'audit index policy ruling setting'.split(' '),
};
const kindOfNoun = new Map(dutyKinds.flatMap((kind) => nounsOf[kind].map((noun) => [noun, kind] as const)));

/** What every deputy needs to act at all, whatever their kinds: files of what they may see, their inbox, their own page. */
const needed: ReadonlySet<string> = new Set(['file', 'inbox', 'me']);

const nounOf = (action: string): string => action.slice(0, Math.max(0, action.indexOf('.')));

/** The kind of an action or duty by its noun; null: it belongs to none, and goes only with the whole role. */
export const kindOfAction = (action: string): DutyKind | null => kindOfNoun.get(nounOf(action)) ?? null;

/** True when authority limited to some kinds covers the action; `null` limits nothing. Without an action nothing limited covers it. */
export function authorityCovers(kinds: readonly DutyKind[] | null | undefined, action: string | undefined): boolean {
  if (!kinds) return true;
  if (action === undefined) return false;
  const kind = kindOfAction(action);
  return kind === null ? needed.has(nounOf(action)) && kinds.length > 0 : kinds.includes(kind);
}

/** Nouns that limited authority covers, for queries over duties; null: all. */
export const nounsCovered = (kinds: readonly DutyKind[] | null | undefined): string[] | null => (kinds ? kinds.flatMap((kind) => nounsOf[kind]) : null);
