import { type DossierPart, filledIn, type Filled } from './part.ts';
import { dossierText } from './text.ts';
import { yearText } from './year-text.ts';

/**
 * Where a field of the dossier comes from: `step` typed or decided in the step of the work that needed it, `record` counted or kept by the platform itself, `rule`
 * out of the policy, `upload` a picture or paper handed in with a step, `hand` filled with the pen on paper, `dossier` typed for the record alone.
 */
export type FieldOrigin = 'step' | 'record' | 'rule' | 'upload' | 'hand' | 'dossier';

/** Every field of the dossier, by part and by the key of its label, with where it comes from. */
export const fieldOrigins: Readonly<Record<string, Readonly<Record<string, FieldOrigin>>>> = {
  cover: {
    serial: 'record',
    title: 'step',
    place: 'record',
    round: 'record',
    period: 'step',
    totalMoney: 'record',
    grantMoney: 'record',
    keeper: 'step',
    steps: 'record',
    committeeStamp: 'hand',
    officeStamp: 'hand',
  },
  matter: { matterNo: 'record', matterTitle: 'step', raisedOn: 'record', supporters: 'record', matterText: 'step' },
  meetings: {
    when: 'step',
    where: 'step',
    convener: 'record',
    recorder: 'step',
    noticeTitle: 'record',
    present: 'record',
    signIn: 'record',
    said: 'step',
    decisions: 'step',
    hands: 'step',
  },
  resolutions: { resolutions: 'step' },
  ballots: { roll: 'record', rollDigest: 'record', clause: 'rule', result: 'record', counts: 'record', tests: 'rule' },
  application: {
    title: 'step',
    version: 'record',
    period: 'step',
    capital: 'record',
    keeper: 'step',
    upkeepEvery: 'step',
    upkeepCost: 'step',
    goal: 'step',
    why: 'step',
    indicators: 'step',
    team: 'step',
    plan: 'step',
    budget: 'step',
    upkeepPlan: 'step',
    risks: 'step',
    papers: 'upload',
  },
  policy: { pack: 'rule', rules: 'rule', rulings: 'step' },
  reviews: {
    conflict: 'step',
    score: 'record',
    scores: 'step',
    comment: 'step',
    mean: 'record',
    awarded: 'step',
    reason: 'step',
    by: 'record',
    confirmed: 'step',
  },
  notices: { noticePeriod: 'record', noticeTitle: 'record', objections: 'record' },
  agreement: { agreedOn: 'record', awarded: 'record', agreementScan: 'upload', committeeStamp: 'hand', officeStamp: 'hand' },
  sources: { sources: 'record', leverage: 'record', entries: 'record' },
  spending: {
    requester: 'record',
    payee: 'step',
    amount: 'step',
    reason: 'step',
    approvals: 'record',
    paidBy: 'record',
    vouchers: 'step',
    invoicePictures: 'upload',
  },
  doing: { shifts: 'step', checkIns: 'step', photos: 'upload', progress: 'dossier' },
  plan: {
    tasks: 'step',
    stuck: 'step',
    visits: 'step',
    report: 'dossier',
    problems: 'dossier',
    nextSteps: 'dossier',
    result: 'step',
    checker: 'record',
    reason: 'step',
    points: 'step',
  },
  changes: { changes: 'step' },
  appraisal: {
    when: 'step',
    where: 'step',
    convener: 'record',
    recorder: 'step',
    noticeTitle: 'record',
    present: 'record',
    signIn: 'record',
    said: 'step',
    decisions: 'step',
    hands: 'step',
  },
  acceptance: { acceptedBy: 'record', result: 'step', list: 'step', remark: 'dossier', signature: 'hand' },
  settlement: {
    day: 'record',
    settledBy: 'record',
    settlement: 'record',
    capital: 'record',
    bankCheck: 'record',
    cashCheck: 'record',
    explainedDifferences: 'step',
    committeeStamp: 'hand',
  },
  grade: { effects: 'step', beforeAfter: 'upload', grade1: 'step', reason: 'step', gradedBy: 'record', officeStamp: 'hand' },
  value: { drift: 'record', sample: 'record', returned: 'record', satisfied: 'record', reach: 'dossier', lessons: 'dossier' },
  upkeep: { keeper: 'step', calendar: 'record', photos: 'upload' },
  assets: { assetList: 'step', outcomes: 'step' },
  audit: { head: 'record', digest: 'record', trail: 'record' },
};

/** Labels of each part with their origin. A part's own words go before those that two parts share. */
const byLabel = new Map(
  Object.entries(fieldOrigins).map(([part, fields]) => {
    const year: Record<string, unknown> = yearText.zh;
    const rest: Record<string, unknown> = dossierText.zh;
    const [first, second] = part === 'plan' || part === 'value' || part === 'assets' ? [year, rest] : [rest, year];
    return [part, new Map(Object.entries(fields).map(([key, origin]) => [String(first[key] ?? second[key]), origin]))] as const;
  }),
);

/** Where a field of a part comes from, by its Chinese label; undefined for one that is not listed. */
export const originOf = (part: string, label: string): FieldOrigin | undefined => byLabel.get(part)?.get(label);

/** How many of the filled fields of a dossier (Chinese labels) somebody typed for the record alone. */
export function typedForTheDossier(parts: readonly DossierPart[]): Filled & { typed: number } {
  const entries = parts.flatMap((part) => part.groups.flatMap((group) => group.entries.map((entry) => ({ part: part.key, entry }))));
  const counted = entries.map(({ part, entry }) => ({ ...filledIn(entry), origin: originOf(part, entry.label) }));
  return {
    fields: counted.reduce((sum, one) => sum + one.fields, 0),
    filled: counted.reduce((sum, one) => sum + one.filled, 0),
    typed: counted.reduce((sum, one) => sum + (one.origin === 'dossier' ? one.filled : 0), 0),
  };
}
