import { leverage } from '#libs/money';
import { z } from 'zod';

/** The kinds of money: the grant, households, property company, owners' common income, partners, crowdfunding, goods or work in kind. */
export const sourceKinds = ['grant', 'household', 'property', 'common', 'partner', 'crowd', 'in_kind'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Accounts of an award. Debit positive. `held` is cash, or goods at their value for an award in kind; `advanced` is cash in somebody's hands. */
export const accounts = ['held', 'income', 'spent', 'returned', 'pledged', 'pledger', 'reserved', 'commitment', 'advanced'] as const;
export type Account = (typeof accounts)[number];

/** Kinds of transactions. */
export const txnKinds = ['opening', 'pledge', 'receipt', 'reserve', 'spend', 'return', 'reversal', 'advance', 'settle', 'refund'] as const;
export type TxnKind = (typeof txnKinds)[number];

/** What stands on an award, in fen. `availableFen` is what may still be spent or returned. */
export interface AwardFigures {
  pledgedFen: bigint;
  receivedFen: bigint;
  reservedFen: bigint;
  spentFen: bigint;
  returnedFen: bigint;
  /** Handed out before its receipts came: neither spent nor available. */
  advancedFen: bigint;
  availableFen: bigint;
}

/** One source of one project with its terms and figures. */
export interface Award extends AwardFigures {
  awardId: string;
  projectId: string;
  sourceKind: SourceKind;
  name: string;
  organisationId: string | null;
  /** What the agreement expects of this source. */
  plannedFen: bigint;
  /** Categories it may pay. */
  categories: string[];
  /** First and last day on which it pays. */
  validFrom: string;
  validTo: string;
  state: 'open' | 'closed';
  /** Why its money is not to be used yet; null or left out when it may be. */
  onHold?: string | null;
}

/** Money that came in and is neither spent, promised to a request, handed out nor given back. A pledge is not money. */
export const availableFenOf = (f: Omit<AwardFigures, 'availableFen'>): bigint => f.receivedFen - f.spentFen - f.reservedFen - f.returnedFen - f.advancedFen;

/** An award pays a use it names, on a day within its dates, while it is open and nothing holds it. */
export const awardMayPay = (award: Pick<Award, 'categories' | 'validFrom' | 'validTo' | 'state' | 'onHold'>, category: string, day: string): boolean =>
  award.state === 'open' && !award.onHold && award.categories.includes(category) && award.validFrom <= day && day <= award.validTo;

const zero = (): AwardFigures => ({ pledgedFen: 0n, receivedFen: 0n, reservedFen: 0n, spentFen: 0n, returnedFen: 0n, advancedFen: 0n, availableFen: 0n });

/** The figures of several sources together. */
export function totalOf(all: readonly AwardFigures[]): AwardFigures {
  return all.reduce(
    (sum, each) => ({
      pledgedFen: sum.pledgedFen + each.pledgedFen,
      receivedFen: sum.receivedFen + each.receivedFen,
      reservedFen: sum.reservedFen + each.reservedFen,
      spentFen: sum.spentFen + each.spentFen,
      returnedFen: sum.returnedFen + each.returnedFen,
      advancedFen: sum.advancedFen + each.advancedFen,
      availableFen: sum.availableFen + each.availableFen,
    }),
    zero(),
  );
}

/** Leverage (撬动) by money received: all other sources ÷ the grant, one decimal; null without a grant. */
export function leverageOf(awards: readonly Pick<Award, 'sourceKind' | 'receivedFen'>[]): string | null {
  const sum = (kind: boolean) => awards.filter((each) => (each.sourceKind === 'grant') === kind).reduce((fen, each) => fen + each.receivedFen, 0n);
  return leverage(sum(false), sum(true));
}

/** Categories every subdistrict starts with; an application may bring its own. */
export const standardCategories: readonly { code: string; zh: string; en: string }[] = [
  { code: 'materials', zh: '材料', en: 'Materials' },
  { code: 'equipment', zh: '设备', en: 'Equipment' },
  { code: 'service', zh: '服务', en: 'Services' },
  { code: 'labour', zh: '人工', en: 'Labour' },
  { code: 'meeting', zh: '会议', en: 'Meetings' },
  { code: 'training', zh: '培训', en: 'Training' },
  { code: 'publicity', zh: '宣传', en: 'Publicity' },
  { code: 'activity', zh: '活动', en: 'Activities' },
  { code: 'insurance', zh: '保险', en: 'Insurance' },
  { code: 'upkeep', zh: '管护', en: 'Upkeep' },
  { code: 'other', zh: '其他', en: 'Other' },
];

/** Parses the state of an award row. */
export const awardState = z.enum(['open', 'closed']);
