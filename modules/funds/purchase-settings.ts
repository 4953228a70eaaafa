import { purchaseRule, type Setting } from '#libs/policy';
import type { Tx } from '#platform/database';
import { currentPack } from './policy-store.ts';
import { officeSettings } from './store.ts';

/** What policy or office may say of how things are bought. */
export const purchaseFields = [
  'quotesFromFen',
  'quotesLeast',
  'receivedFromFen',
  'receivedBefore',
  'receiptToFen',
  'labourToFen',
  'payerIsNotRequester',
  'splitDays',
  'priceApartPercent',
] as const;
export type PurchaseField = (typeof purchaseFields)[number];

/** Key of the office's own answer where its policy says nothing of a field. */
export const purchaseKey = (field: PurchaseField): string => `purchase.${field}`;

const fits: Record<PurchaseField, RegExp> = {
  quotesFromFen: /^\d{1,15}$/,
  quotesLeast: /^([1-9]|1\d|20)$/,
  receivedFromFen: /^\d{1,15}$/,
  receivedBefore: /^(payment|closing)$/,
  receiptToFen: /^\d{1,15}$/,
  labourToFen: /^\d{1,15}$/,
  payerIsNotRequester: /^(yes|no)$/,
  splitDays: /^([1-9]\d{0,2})$/,
  priceApartPercent: /^([1-9]\d{0,3})$/,
};
/** Whether a value is one that a purchase setting takes. */
export const fitsPurchaseSetting = (key: string, value: string): boolean =>
  purchaseFields.some((field) => key === purchaseKey(field) && fits[field].test(value));

/** Who says a value: a clause of the policy, or the office by name and day. */
export type SaidBy = { clause: string; source: string } | { setBy: string; setOn: string };

/** How things are bought, by the policy of the day and, where it is silent, the office. Null: nobody has said; nothing is asked then. */
export interface PurchaseTerms {
  quotesFromFen: bigint | null;
  quotesLeast: number | null;
  receivedFromFen: bigint | null;
  receivedBefore: 'payment' | 'closing' | null;
  receiptToFen: bigint | null;
  labourToFen: bigint | null;
  payerIsNotRequester: boolean | null;
  splitDays: number | null;
  priceApartPercent: number | null;
  said: Partial<Record<PurchaseField, SaidBy>>;
}

/** The policy's word on each field, else the office's own setting, else nothing. */
export async function purchaseTerms(tx: Tx, day: string): Promise<PurchaseTerms> {
  const pack = await currentPack(tx, day);
  const rule = pack ? purchaseRule(pack) : null;
  const own = new Map((await officeSettings(tx)).filter((each) => each.setOn <= day).map((each): [string, Setting] => [each.key, each]));
  const said: PurchaseTerms['said'] = {};
  const pick = <T>(field: PurchaseField, ruled: T | null | undefined, read: (value: string) => T): T | null => {
    if (rule && ruled !== null && ruled !== undefined) {
      said[field] = { clause: rule.rule.clause, source: rule.rule.source };
      return ruled;
    }
    const setting = own.get(purchaseKey(field));
    if (!setting || !fits[field].test(setting.value)) return null;
    said[field] = { setBy: setting.setBy, setOn: setting.setOn };
    return read(setting.value);
  };
  return {
    quotesFromFen: pick('quotesFromFen', rule?.rule.quotesFromFen, BigInt),
    quotesLeast: pick('quotesLeast', rule?.rule.quotesLeast, Number),
    receivedFromFen: pick('receivedFromFen', rule?.rule.receivedFromFen, BigInt),
    receivedBefore: pick('receivedBefore', rule?.rule.receivedBefore, (value) => (value === 'payment' ? 'payment' : 'closing')),
    receiptToFen: pick('receiptToFen', rule?.rule.receiptToFen, BigInt),
    labourToFen: pick('labourToFen', rule?.rule.labourToFen, BigInt),
    payerIsNotRequester: pick('payerIsNotRequester', rule?.rule.payerIsNotRequester, (value) => value === 'yes'),
    splitDays: pick('splitDays', rule?.rule.splitDays, Number),
    priceApartPercent: pick('priceApartPercent', rule?.rule.priceApartPercent, Number),
    said,
  };
}
