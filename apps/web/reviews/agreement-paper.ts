import { formatDay } from '#libs/civil-time';
import { formatYuan, toChineseCapital } from '#libs/money';
import type { ResolvedPack } from '#libs/policy';
import { dutiesFor } from '#libs/policy';
import { facts, heading, list, paper, paragraph, renderPdf, signatures, table } from '#platform/documents';
import { ruleWords } from '../funds/rule-words.ts';
import { sourceKindName } from '../projects/words.ts';
import type { AwardFigures } from './award-view.ts';

/**
 * The agreement of an awarded project, ready to sign and stamp. It says what was applied for and awarded, and cites the rules
 * of the policy in force; it invents no obligation of its own.
 */
export function agreementPaper(figures: AwardFigures, about: { subdistrict: string; pack: ResolvedPack | null; today: string }): Promise<Uint8Array> {
  const { project, application, placeName } = figures;
  const grant = project.grantAwardedFen ?? application.grantFen;
  const committee = `${placeName.replace(/(居民区|村)$/, '')}${figures.committeeKind === 'residents' ? '居民委员会' : '村民委员会'}`;
  const capital = toChineseCapital(grant);
  const owed = about.pack ? [...dutiesFor(about.pack, 'spending'), ...dutiesFor(about.pack, 'closing'), ...dutiesFor(about.pack, 'disclosure')] : [];
  const ends = about.pack?.rules.filter(({ rule }) => rule.kind === 'year-end-return' || rule.kind === 'carry-over') ?? [];
  return renderPdf(
    paper({
      title: '社区自治金项目协议',
      subtitle: `${project.title}（${placeName} ${project.serial}）`,
      meta: { lang: 'zh', issuer: about.subdistrict, code: `${placeName} ${project.serial}`, printedDay: about.today },
      body: [
        facts([
          ['甲方', `${about.subdistrict}社区自治金管理办公室`],
          ['乙方', committee],
          ['项目', project.title],
          ['编号', `${placeName} ${project.serial}`],
        ]),
        heading('一、项目内容'),
        paragraph(application.goal, { indent: true }),
        facts([
          ['起止日期', `${formatDay(application.periodStart, 'zh')}至${formatDay(application.periodEnd, 'zh')}`],
          ['管护人', application.keeperName],
          ['管护', application.upkeepPlan],
        ]),
        heading('二、资金'),
        paragraph(`甲方资助社区自治金人民币 ${formatYuan(grant)} 元（大写：${capital}），项目总额 ${formatYuan(application.totalFen)} 元，来源如下：`, {
          indent: true,
        }),
        table({
          columns: [{ label: '来源' }, { label: '类别', width: 90 }, { label: '金额（元）', width: 100, align: 'right' }],
          rows: application.sources.map((source) => [source.name, sourceKindName(source.kind, 'zh'), formatYuan(source.plannedFen)]),
          total: ['合计', '', formatYuan(application.totalFen)],
        }),
        heading('三、预算'),
        table({
          columns: [
            { label: '内容' },
            { label: '数量', width: 80 },
            { label: '单价（元）', width: 80, align: 'right' },
            { label: '金额（元）', width: 90, align: 'right' },
          ],
          rows: application.lines.map((line) => [
            line.name,
            `${line.quantity.replace(/\.?0+$/, '')} ${line.unit}`,
            formatYuan(line.unitPriceFen),
            formatYuan(line.amountFen),
          ]),
          total: ['合计', '', '', formatYuan(application.totalFen)],
        }),
        heading('四、预期指标'),
        list(
          application.indicators.map(
            ({ name, baseline, target, unit }) => `${name}：由 ${baseline.replace(/\.?0+$/, '')} ${unit}到 ${target.replace(/\.?0+$/, '')} ${unit}`,
          ),
        ),
        heading('五、约定'),
        list(
          [
            '乙方按上列预算专款专用；需要变更的，先提出申请，重大变更先经居民讨论决定。',
            '支出逐笔申请、审批，票据齐全，账目公开。',
            ...(about.pack ? [`本协议未写明的，按《${about.pack.title.zh.replace(/[《》]/g, '')}》（${about.pack.version}）办理。`] : []),
            ...owed.map(({ rule }) => `${rule.title.zh}（${rule.source} ${rule.clause}）。`),
            ...ends.flatMap(({ rule }) => [`${rule.title.zh}：${ruleWords(rule, 'zh').join('；')}（${rule.source} ${rule.clause}）。`]),
          ],
          { numbered: true },
        ),
        signatures(
          [
            { label: '甲方（盖章）', note: '负责人签字' },
            { label: '乙方（盖章）', note: '负责人签字' },
          ],
          '日期',
        ),
      ],
    }),
  );
}
