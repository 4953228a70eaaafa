import { type CapAmount, capAmount, evidenceRequired, papersOf, type ResolvedPack, rulesOfKind } from '#libs/policy';
import { formatYuan } from '#libs/money';
import {
  briefingsOf,
  type Briefing,
  callOf,
  currentPack,
  documentsOf,
  findRound,
  type Quota,
  quotasOf,
  type Round,
  type RoundCall,
  type RoundDocument,
  type RoundStep,
  stepsOf,
} from '#modules/funds';
import { listNeighbourhoods, type Neighbourhood } from '#modules/places';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';

/** What the call's page and paper are made of. */
export interface CallView {
  round: Round;
  call: RoundCall | null;
  documents: RoundDocument[];
  steps: RoundStep[];
  briefings: Briefing[];
  quotas: Map<string, Quota>;
  places: Neighbourhood[];
  pack: ResolvedPack | null;
}

/** Loads the call of a round with what goes with it. */
export async function loadCall(tx: Tx, roundId: string, today: string): Promise<CallView | null> {
  const round = await findRound(tx, roundId);
  if (!round) return null;
  return {
    round,
    call: await callOf(tx, roundId),
    documents: await documentsOf(tx, roundId),
    steps: await stepsOf(tx, roundId),
    briefings: await briefingsOf(tx, roundId),
    quotas: await quotasOf(tx, roundId),
    places: await listNeighbourhoods(tx),
    pack: await currentPack(tx, today, { roundId }),
  };
}

/** What the policy asks applicants to hand in, one a line, as the call's form proposes it. */
export function handInLines(pack: ResolvedPack | null, lang: Lang): string {
  if (!pack) return '';
  const evidence = evidenceRequired(pack, 'application', { amountFen: 0n, isCollecting: true }).map(
    ({ title, isRequired }) =>
      `${title[lang]}${isRequired === null ? (lang === 'zh' ? '（起点金额街镇尚未规定）' : ' (from an amount the office has not set)') : ''}`,
  );
  const papers = papersOf(pack, 'application').flatMap(({ rule }) => rule.items.map(({ title }) => title[lang]));
  return [...new Set([...papers, ...evidence])].join('\n');
}

const amountText = (amount: CapAmount, lang: Lang): string =>
  amount.kind === 'known'
    ? `${formatYuan(amount.fen)}${lang === 'zh' ? ' 元' : ' yuan'}`
    : amount.kind === 'unset'
      ? lang === 'zh'
        ? '街镇尚未规定'
        : 'not set by the office'
      : lang === 'zh'
        ? '按户数、人数计算'
        : 'by households or residents';

/** The clauses that an applicant should know, each with where it is written: caps, what is barred, what is asked of a project. */
export function clausesOf(pack: ResolvedPack | null, lang: Lang): { text: string; cite: string }[] {
  if (!pack) return [];
  return [
    ...rulesOfKind(pack, 'cap').map(({ rule }) => ({
      text: `${rule.title[lang]}${lang === 'zh' ? '：' : ': '}${amountText(capAmount(rule, {}), lang)}`,
      rule,
    })),
    ...rulesOfKind(pack, 'use').map(({ rule }) => ({ text: rule.title[lang], rule })),
    ...rulesOfKind(pack, 'tests').map(({ rule }) => ({
      text: `${rule.title[lang]}${lang === 'zh' ? '：' : ': '}${rule.tests.map(({ title }) => title[lang]).join(lang === 'zh' ? '、' : ', ')}`,
      rule,
    })),
  ].map(({ text, rule }) => ({
    text,
    cite: `${rule.source}${rule.clause}${rule.status === 'reported' && !rule.source.includes('报道') ? (lang === 'zh' ? '（据报道）' : ' (reported)') : ''}`,
  }));
}
