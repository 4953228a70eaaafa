import { type ApplicationFacts, checkApplication, checkUse, type SourceKind, type UseContext, type Verdict } from '#libs/policy';
import type { Tx } from '#platform/database';
import { listRulings } from './ruling-store.ts';
import { currentPack, type KeptRules } from './policy-store.ts';

/** Kinds of money as the books and projects name them. */
export type FundSourceKind = 'grant' | 'household' | 'property' | 'common' | 'partner' | 'crowd' | 'in_kind';

const policyNames: Record<FundSourceKind, SourceKind> = {
  grant: 'grant',
  household: 'household',
  property: 'property-company',
  common: 'common-income',
  partner: 'partner',
  crowd: 'crowdfunding',
  in_kind: 'in-kind',
};
/** The policy's name for a kind of money. */
export const policySourceKind = (kind: FundSourceKind): SourceKind => policyNames[kind];

/** A kind of money as something stored names it; null where it is none. */
export const readSourceKind = (text: string): FundSourceKind | null => {
  const isKind = (key: string): key is FundSourceKind => Object.hasOwn(policyNames, key);
  return isKind(text) ? text : null;
};

/** `no-policy`: the office has adopted no policy, or it does not hold on the day; the officer is asked to adopt one. */
export type CheckError = 'no-policy';

/** Checks an application against the policy it goes by (of the day, or the one its round was opened under) and the office's rulings. Null when no policy is in force. */
export async function checkApplicationIn(tx: Tx, facts: ApplicationFacts, day: string, kept?: KeptRules): Promise<Verdict | null> {
  const pack = await currentPack(tx, day, kept);
  return pack ? checkApplication(pack, facts, await listRulings(tx)) : null;
}

/** Checks one thing to be bought, with one kind of money. Null when no policy is in force. */
export async function checkUseIn(
  tx: Tx,
  text: string,
  context: Omit<UseContext, 'sourceKind'> & { sourceKind: FundSourceKind },
  day: string,
  kept?: KeptRules,
): Promise<Verdict | null> {
  const pack = await currentPack(tx, day, kept);
  return pack ? checkUse(pack, text, { ...context, sourceKind: policySourceKind(context.sourceKind) }, await listRulings(tx)) : null;
}
