import { formatYuan } from '#libs/money';
import type { PromisedItem, ProjectState } from '#modules/projects';

/** How a promise ended. `changed`: by a decision that can be named, which is no drift. */
export const driftStates = ['kept', 'partly', 'changed', 'dropped'] as const;
export type DriftState = (typeof driftStates)[number];

/** What somebody of the office said of a promise; it stands above what the records suggest. */
export interface DriftJudgement {
  itemId: string;
  no: number;
  state: DriftState;
  changeId: string | null;
  reason: string;
  byName: string;
  at: Date;
}

/** What the records say was done. */
export interface DoneFacts {
  state: ProjectState;
  /** The account is settled: what is not there now will not come. */
  settled: boolean;
  /** Day on which the works were accepted. */
  acceptedOn: string | null;
  keeperName: string | null;
  upkeepPlanned: boolean;
  /** Spent by category. */
  spentFen: ReadonlyMap<string, bigint>;
  /** Received by source, in the order of the version in force. */
  received: readonly { name: string; fen: bigint }[];
  /** Last reading of each indicator by name. */
  readings: ReadonlyMap<string, { actual: string; measuredOn: string }>;
  /** Budget lines of the version in force. */
  linesInForce: readonly { name: string; category: string; amountFen: bigint }[];
  indicatorsInForce: readonly { name: string; target: string }[];
  versionInForce: number;
}

/** One promise beside what was done. `state` null: nobody can say yet. */
export interface DriftItem {
  item: PromisedItem;
  done: string;
  state: DriftState | null;
  /** Where the state comes from: the records, or a person's word. */
  from: 'records' | 'judged';
  reason: string;
  byName: string | null;
}

/** `-1.50` → hundredths as a whole number. */
function hundredths(decimal: string): bigint {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d{1,2})\d*)?$/.exec(decimal.trim()) ?? [];
  const value = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0') || '0');
  return sign === '-' ? -value : value;
}

/** Reached · moved towards it · not moved or the other way. */
export function indicatorState(promised: { baseline: string; target: string }, actual: string): 'kept' | 'partly' | 'dropped' {
  const [from, to, now] = [hundredths(promised.baseline), hundredths(promised.target), hundredths(actual)];
  const up = to >= from;
  if (up ? now >= to : now <= to) return 'kept';
  return (up ? now > from : now < from) ? 'partly' : 'dropped';
}

/** `8.00` → `8`. */
const plain = (decimal: string) => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

type Said = Pick<DriftItem, 'done' | 'state' | 'reason'>;
const say = (done: string, state: DriftState | null, reason: string): Said => ({ done, state, reason });

function doneOf(item: PromisedItem, lineName: string | null, facts: DoneFacts): Said {
  const ended = facts.settled || facts.state === 'stopped';
  if (item.kind === 'indicator' && item.figure) {
    const { figure } = item;
    const reading = facts.readings.get(item.text);
    const now = facts.indicatorsInForce.find((one) => one.name === item.text);
    if (!now || hundredths(now.target) !== hundredths(figure.target))
      return say(now ? `指标改为 ${plain(now.target)}${figure.unit}` : '指标已不在协议里', 'changed', `核定资助时调整，见申报书第 ${facts.versionInForce} 版`);
    if (!reading) return say('还没有填报', null, facts.settled ? '已结算，但没有人填报过这个指标' : ended ? '项目已终止，没有人填报过这个指标' : '等填报');
    const state = indicatorState(figure, reading.actual);
    return say(
      `${plain(reading.actual)}${figure.unit}（${reading.measuredOn}）`,
      state,
      state === 'kept' ? '达到目标' : state === 'partly' ? '有进展，没到目标' : '没有进展',
    );
  }
  if (item.kind === 'line') {
    const now = facts.linesInForce.find((line) => line.name === lineName);
    if (!now || now.amountFen !== item.amountFen)
      return say(now ? `核定为 ${formatYuan(now.amountFen)} 元` : '已从预算里拿掉', 'changed', `核定资助时调整，见申报书第 ${facts.versionInForce} 版`);
    const spent = facts.spentFen.get(now.category) ?? 0n;
    const shared = facts.linesInForce.filter((line) => line.category === now.category).length;
    const done = `${shared > 1 ? '所在科目共支出' : '支出'} ${formatYuan(spent)} 元`;
    if (spent > 0n) return say(done, 'kept', '有支出和凭证');
    return ended ? say('没有支出', 'dropped', facts.settled ? '到结算时一分没花' : '到终止时一分没花') : say('还没有支出', null, '还在实施');
  }
  if (item.kind === 'money') {
    const fen = facts.received.find((one) => one.name === item.text)?.fen ?? 0n;
    const planned = item.amountFen ?? 0n;
    if (fen >= planned) return say(`到账 ${formatYuan(fen)} 元`, 'kept', '足额到账');
    if (!ended) return say(`已到账 ${formatYuan(fen)} 元`, null, '还在收');
    return say(`到账 ${formatYuan(fen)} 元`, fen > 0n ? 'partly' : 'dropped', fen > 0n ? '没有足额到账' : '没有到账');
  }
  if (item.kind === 'schedule') {
    if (facts.acceptedOn === null) return say(facts.state === 'stopped' ? '没有完工就终止' : '还没有验收', facts.state === 'stopped' ? 'dropped' : null, '');
    return say(`${facts.acceptedOn} 验收`, facts.acceptedOn <= item.text ? 'kept' : 'partly', facts.acceptedOn <= item.text ? '按期' : '晚于承诺的日子');
  }
  if (item.kind === 'keeper') {
    if (facts.upkeepPlanned && facts.keeperName !== null)
      return say(
        `管护人${facts.keeperName}，检查已排`,
        item.text.startsWith(`${facts.keeperName}：`) ? 'kept' : 'partly',
        item.text.startsWith(`${facts.keeperName}：`) ? '按承诺落实' : '换了管护人',
      );
    return facts.state === 'stopped' ? say('没有建成', 'dropped', '') : say('还没有移交管护', null, '');
  }
  return say(facts.state === 'stopped' ? '项目已终止' : '由评议会和办公室判断', null, '');
}

/** Promises of results and money; who does what in the team and the first day are means, not promises to the residents. */
export const countsAsPromise = (item: PromisedItem): boolean => item.kind !== 'team' && !(item.kind === 'schedule' && item.no === 1);

/** Every promise beside what was done. `lineNames`: name of each budget line of the promised version, in its order. */
export function goalDrift(
  promised: readonly PromisedItem[],
  lineNames: readonly string[],
  facts: DoneFacts,
  judgements: readonly DriftJudgement[],
): DriftItem[] {
  const last = new Map<string, DriftJudgement>();
  for (const one of judgements) if ((last.get(one.itemId)?.no ?? 0) < one.no) last.set(one.itemId, one);
  return promised.filter(countsAsPromise).map((item): DriftItem => {
    const records = doneOf(item, item.kind === 'line' ? (lineNames[item.no - 1] ?? null) : null, facts);
    const judged = last.get(item.id);
    return judged
      ? { item, done: records.done, state: judged.state, from: 'judged', reason: judged.reason, byName: judged.byName }
      : { item, ...records, from: 'records', byName: null };
  });
}

/**
 * The drift figure: of the promises of which something can be said, what part was not kept; a promise kept in part counts half, one changed by decision
 * counts as kept. `halves` ÷ (2 × `known`), in ten-thousandths rounded half up; null where nothing can be said yet.
 */
export interface DriftFigure {
  known: number;
  unknown: number;
  kept: number;
  partly: number;
  changed: number;
  dropped: number;
  driftBp: number | null;
}

/** Counts a drift. */
export function driftFigure(items: readonly Pick<DriftItem, 'state'>[]): DriftFigure {
  const count = (state: DriftState | null) => items.filter((item) => item.state === state).length;
  const [kept, partly, changed, dropped, unknown] = [count('kept'), count('partly'), count('changed'), count('dropped'), count(null)];
  const known = kept + partly + changed + dropped;
  return { known, unknown, kept, partly, changed, dropped, driftBp: known === 0 ? null : Math.floor(((partly + 2 * dropped) * 10_000 + known) / (2 * known)) };
}
