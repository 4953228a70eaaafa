import { formatDay } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import type { Round } from '#modules/funds';
import type { AwardNoticeTerm } from './terms.ts';

/** One project as the notice names it. */
export interface NoticedLine {
  serial: string;
  title: string;
  placeName: string;
  askedFen: bigint;
  meanText: string;
  /** What the points are: of everything that counts, or of the written reviews. */
  scoreWord: '总分' | '评审平均分';
  outcome: 'award' | 'decline' | 'wait';
  grantFen: bigint;
  waitingNo: number | null;
  reason: string;
  /** Why it is not what the rule says; '' where it is. */
  departureReason: string;
}

/** The reason, and why it is not what the rule says; one sentence where they are the same. */
const whyOf = ({ reason, departureReason }: NoticedLine): string =>
  departureReason === '' ? reason : departureReason === reason ? `与规则不同：${reason}` : `${reason}（与规则不同：${departureReason}）`;
const most = 19_500;
const outcomeOf = (line: NoticedLine): string =>
  line.outcome === 'award' ? `拟资助 ${formatYuan(line.grantFen)} 元` : line.outcome === 'wait' ? `候补第 ${line.waitingNo} 位` : '拟不予资助';

/** The words of the notice of a whole round, or of what changed. Where reasons make it too long for one notice, it names the page that gives them. */
export function roundNotice(about: {
  round: Pick<Round, 'name' | 'poolFen'>;
  kind: 'round' | 'change' | 'waiting';
  reason: string;
  lines: readonly NoticedLine[];
  term: AwardNoticeTerm;
  today: string;
}): { title: string; body: string } {
  const { round, lines, term } = about;
  const awarded = lines.filter(({ outcome }) => outcome === 'award');
  const waiting = lines.filter(({ outcome }) => outcome === 'wait').toSorted((a, b) => (a.waitingNo ?? 0) - (b.waitingNo ?? 0));
  const declined = lines.filter(({ outcome }) => outcome === 'decline');
  const sum = awarded.reduce((fen, { grantFen }) => fen + grantFen, 0n);
  const title =
    about.kind === 'round'
      ? `关于“${round.name}”拟资助项目的公示`
      : about.kind === 'change'
        ? `关于“${round.name}”部分项目拟定结果变更的公示`
        : `关于“${round.name}”候补项目拟予资助的公示`;
  const list = (group: readonly NoticedLine[], withReasons: boolean) =>
    group
      .map(
        (line, at) =>
          `${at + 1}．${line.title}（${line.placeName} ${line.serial}）：申请 ${formatYuan(line.askedFen)} 元，${line.scoreWord} ${line.meanText} 分，${outcomeOf(line)}${withReasons ? `。${whyOf(line)}` : ''}`,
      )
      .join('\n');
  const compose = (withReasons: boolean) =>
    [
      about.kind === 'round'
        ? `“${round.name}”经自治办审核、专家评审，共 ${lines.length} 个项目，拟资助 ${awarded.length} 个，资助自治金 ${formatYuan(sum)} 元，现予公示。${about.reason}`
        : `下列 ${lines.length} 个项目的拟定结果有变更，其余项目不变，现将变更部分公示。${about.reason}`,
      ...(awarded.length > 0 ? [`一、拟予资助\n${list(awarded, withReasons)}`] : []),
      ...(waiting.length > 0 ? [`二、候补（有项目退出时按次序递补）\n${list(waiting, withReasons)}`] : []),
      ...(declined.length > 0 ? [`三、拟不予资助\n${list(declined, withReasons)}`] : []),
      `${withReasons ? '' : '每个项目的理由见本轮“评审结果”页。'}公示期：${formatDay(about.today, 'zh')}至${formatDay(term.endDay, 'zh')}（${term.days}个${term.counting === 'calendar' ? '自然日' : '工作日'}，依据：${term.source}${term.clause}）。对公示内容有异议的，请在公示期内在网上提出，或者向街镇自治办书面提出，可以附证据；异议由没有参与拟定的人员答复，答复公开。`,
    ].join('\n\n');
  const whole = compose(true);
  return { title: title.slice(0, 200), body: whole.length <= most ? whole : compose(false).slice(0, most) };
}
