import { formatDay } from '#libs/civil-time';
import { formatYuan, toChineseCapital } from '#libs/money';
import { facts, heading, list, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import { sourceKinds } from '#modules/projects';
import { type Agreement, type AgreementContent, agreementPeriod } from '#modules/reviews';
import { sourceKindName } from '../projects/words.ts';

const kindName = (kind: string): string => {
  const known = sourceKinds.find((each) => each === kind);
  return known ? sourceKindName(known, 'zh') : kind;
};

/** The agreement of an awarded project, ready to sign and stamp, drawn from its content alone: both sides sign exactly this. */
export function agreementPaper(
  content: AgreementContent,
  about: { subdistrict: string; today: string; digest: string; version: number; signed: Agreement | null },
): PdfDocument {
  const signedBy = (side: 'office' | 'committee') => {
    const found = about.signed?.signatures.find((one) => one.side === side);
    return found ? `${found.channel === 'own' ? '已在线签订' : '已签（纸质）'}：${found.recordedByName}，${formatDay(found.signedOn, 'zh')}` : '负责人签字';
  };
  return paper({
    title: '社区自治金项目协议',
    subtitle: `${content.title}（${content.number}）${about.version > 1 ? `第 ${about.version} 版` : ''}`,
    meta: { lang: 'zh', issuer: about.subdistrict, code: content.number, printedDay: about.today },
    footer: `内容校验值 ${about.digest.slice(0, 16)}`,
    body: [
      facts([
        ['甲方', content.office],
        ['乙方', content.committee],
        ['项目', content.title],
        ['编号', content.number],
      ]),
      heading('一、项目内容'),
      paragraph(content.goal, { indent: true }),
      facts([
        ['起止日期', agreementPeriod(content)],
        ['管护人', content.keeper],
        ['管护', content.upkeep],
      ]),
      heading('二、资金'),
      paragraph(
        `甲方资助社区自治金人民币 ${formatYuan(BigInt(content.grantFen))} 元（大写：${toChineseCapital(BigInt(content.grantFen))}），项目总额 ${formatYuan(BigInt(content.totalFen))} 元，来源如下：`,
        { indent: true },
      ),
      table({
        columns: [{ label: '来源' }, { label: '类别', width: 90 }, { label: '金额（元）', width: 100, align: 'right' }],
        rows: content.sources.map((source) => [source.name, kindName(source.kind), formatYuan(BigInt(source.fen))]),
        total: ['合计', '', formatYuan(BigInt(content.totalFen))],
      }),
      ...(content.tranches.length > 0
        ? [
            paragraph('自治金分期拨付：', { indent: true }),
            list(content.tranches.map(({ no, percent, fen, condition }) => `第 ${no} 期 ${percent}%，${formatYuan(BigInt(fen))} 元：${condition}`)),
          ]
        : []),
      heading('三、预算'),
      table({
        columns: [
          { label: '内容' },
          { label: '数量', width: 80 },
          { label: '单价（元）', width: 80, align: 'right' },
          { label: '金额（元）', width: 90, align: 'right' },
        ],
        rows: content.lines.map((line) => [
          line.name,
          `${line.quantity} ${line.unit}`,
          formatYuan(BigInt(line.unitPriceFen)),
          formatYuan(BigInt(line.amountFen)),
        ]),
        total: ['合计', '', '', formatYuan(BigInt(content.totalFen))],
      }),
      heading('四、预期指标'),
      list(content.indicators.map(({ name, baseline, target, unit }) => `${name}：由 ${baseline} ${unit}到 ${target} ${unit}`)),
      heading('五、约定'),
      list(content.clauses, { numbered: true }),
      signatures(
        [
          { label: '甲方（盖章）', note: signedBy('office') },
          { label: '乙方（盖章）', note: signedBy('committee') },
        ],
        '日期',
      ),
    ],
  });
}
