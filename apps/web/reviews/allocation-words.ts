import { formatYuanBrief } from '#libs/money';
import { assertNever } from '#libs/result';
import type { Lang } from '#platform/i18n';
import { type AllocationInput, type AllocationOutcome, centipoints, type ScenarioLine } from '#modules/reviews';
import { allocationText } from './allocation-text.ts';

/** `8501` → `85.01` */
export const pointsOf = (hundredths: number): string => `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;

/** A mean as a page shows it. */
export const meanOf = (mean: AllocationInput['projects'][number]['mean']): string => pointsOf(centipoints(mean));

const yuan = (fen: string, lang: Lang): string => `${formatYuanBrief(BigInt(fen))} ${lang === 'zh' ? '元' : 'yuan'}`;

/** What would have been enough, all else being equal; '' where nothing would. */
export function neededWords(line: ScenarioLine, lang: Lang): string {
  const zh = lang === 'zh';
  const ways = [
    ...(line.neededCentipoints === null ? [] : [zh ? `得分达到 ${pointsOf(line.neededCentipoints)} 分` : `${pointsOf(line.neededCentipoints)}`]),
    ...(line.missingFen === null || line.missingFen === '0'
      ? []
      : [zh ? `另筹 ${yuan(line.missingFen, lang)}` : `${yuan(line.missingFen, lang)} from elsewhere`]),
    ...(line.missingVotes === null || line.missingVotes === 0 ? [] : [zh ? `再多 ${line.missingVotes} 位居民支持` : `${line.missingVotes} more supporters`]),
  ];
  if (ways.length === 0) return '';
  return zh ? `其他不变时，${ways.join('，或者')}，即可入选。` : `All else equal, ${ways.join(' or ')} would have been enough.`;
}

function whyNot(line: ScenarioLine, input: AllocationInput, lang: Lang): string {
  const zh = lang === 'zh';
  const project = input.projects.find(({ id }) => id === line.id);
  const cap = input.placeCaps.find(({ placeId }) => placeId === project?.placeId);
  switch (line.reason) {
    case 'below-minimum':
      return input.minimumCentipoints === null
        ? zh
          ? '没有可以资助的金额'
          : 'nothing it could be given'
        : zh
          ? `没有达到最低得分 ${pointsOf(input.minimumCentipoints)} 分`
          : `below the least mean of ${pointsOf(input.minimumCentipoints)}`;
    case 'no-support':
      return zh ? '没有人投票支持' : 'nobody supports it';
    case 'below-threshold':
      return zh ? '票数没有达到门槛' : 'too few votes';
    case 'over-budget':
      return zh ? '申请额超过本轮全部可分资金' : 'it asks for more than there is';
    case 'cap-full':
      return zh
        ? `所在居民区的额度已满${cap ? `（最多 ${yuan(cap.fen, lang)}，${cap.basis}）` : ''}`
        : `the quota of its neighbourhood is full${cap ? ` (${yuan(cap.fen, lang)}, ${cap.basis})` : ''}`;
    case 'money-spent':
      return zh ? '轮到时余额不够' : 'what was left at its turn was too little';
    case 'stopped-before':
      return zh ? '在它之前已有放不下的项目，分配到此为止' : 'sharing stopped before its turn';
    case 'supporters-cannot-pay':
      return zh ? '支持者手上的份额合起来不够' : 'its supporters could not pay for it together';
    case 'load-too-high':
      return zh ? '支持者要分担的比别的项目重' : 'its supporters would carry more than those of others';
    case 'less-welfare':
      return zh ? '换成它，入选项目的总分反而变低' : 'with it, the total would be less';
    case 'chosen':
    case 'equal-part':
      return '';
    default:
      return assertNever(line.reason);
  }
}

/** Why a project gets what a scenario gives it, as one sentence (two where something was missing). */
export function lineReason(line: ScenarioLine, outcome: Pick<AllocationOutcome, 'rule'>, input: AllocationInput, lang: Lang): string {
  const zh = lang === 'zh';
  const t = allocationText[lang];
  const project = input.projects.find(({ id }) => id === line.id);
  const mean = project ? meanOf(project.mean) : '';
  const begin = zh ? `得分 ${mean}，按“${t[outcome.rule]}”` : `${mean} points, “${t[outcome.rule]}”: `;
  if (line.reason === 'equal-part')
    return zh
      ? `${begin}，每个项目一样多，得 ${yuan(line.grantFen, lang)}${line.capped ? '，不足申请额' : '，已满足申请'}。`
      : `${begin}an equal part of ${yuan(line.grantFen, lang)}${line.capped ? ', less than it asks' : ', all it asks'}.`;
  if (line.reason === 'chosen') {
    const turn = line.turn === null ? '' : zh ? `排第 ${line.turn}，` : `no. ${line.turn}, `;
    const amount = line.capped
      ? zh
        ? `按单个项目上限资助 ${yuan(line.grantFen, lang)}`
        : `${yuan(line.grantFen, lang)} by the cap of one project`
      : zh
        ? `足额资助 ${yuan(line.grantFen, lang)}`
        : `${yuan(line.grantFen, lang)} in full`;
    return zh ? `${begin}${turn}${amount}。` : `${begin}${turn}${amount}.`;
  }
  const needed = neededWords(line, lang);
  return zh ? `${begin}未入选：${whyNot(line, input, lang)}。${needed}` : `${begin}not chosen: ${whyNot(line, input, lang)}.${needed ? ` ${needed}` : ''}`;
}
