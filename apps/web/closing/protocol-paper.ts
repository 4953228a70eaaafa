import { dayOf } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import { percentOfBp } from '#modules/closing';
import { percentText } from '#libs/govindex';
import { facts, heading, paper, paragraph, type PdfDocument, qrBlock, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText } from '../ui/index.ts';
import { bandTitle } from './value-table.tsx';
import type { ValueView } from './value-view.ts';
import { yearText } from './year-text.ts';

/** Protocol of the value review (年终评审会记录): all projects side by side, what each member said of each, who stepped back; to be signed by the panel. */
export function valueProtocol(view: ValueView, about: { lang: Lang; issuer: string; today: string; address: string }): PdfDocument {
  const { lang } = about;
  const t = yearText[lang];
  const zh = lang === 'zh';
  const { session, lines } = view;
  const sum = (key: 'spentFen' | 'grantFen') => lines.reduce((all, line) => all + BigInt(line.facts[key]), 0n);
  const bands = session.bands.length > 0;
  return paper({
    title: zh ? '年终评审会记录' : 'Protocol of the value review',
    subtitle: session.title,
    landscape: true,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      facts(
        [
          [t.round, session.roundName],
          [t.day, dayText(session.heldOn, lang)],
          [t.place, session.place],
          [zh ? '主持' : 'Held by', session.openedByName],
          [t.panel, view.panel.map((one) => one.name).join('、')],
          [zh ? '状态' : 'State', session.closedAt ? `${t.closed}，${dayText(dayOf(session.closedAt), lang)}` : t.open],
        ],
        2,
      ),
      heading(zh ? '一、项目并列' : '1. Side by side'),
      table({
        fontSize: 8,
        columns: [
          { label: zh ? '序号' : 'No.', width: 22, align: 'center' },
          { label: t.project },
          { label: t.neighbourhood, width: 56 },
          { label: t.course, width: 42 },
          { label: zh ? '花了（元）' : t.spent, width: 54, align: 'right' },
          { label: zh ? '自治金（元）' : t.grant, width: 54, align: 'right' },
          { label: t.leverage, width: 24, align: 'right' },
          { label: zh ? '户数' : t.households, width: 28, align: 'right' },
          { label: zh ? '每户（元）' : t.perHousehold, width: 42, align: 'right' },
          { label: t.satisfaction, width: 34, align: 'right' },
          { label: zh ? '偏离' : t.drift, width: 30, align: 'right' },
          { label: zh ? '值/部分/不值' : 'Yes/part/no', width: 54, align: 'center' },
          ...(bands ? [{ label: zh ? '等级' : t.panelGrade, width: 30 }] : []),
        ],
        rows: lines.map((line) => [
          String(line.no),
          line.facts.title,
          line.facts.place,
          line.facts.course === 'late' ? t.lateDays(line.facts.daysLate) : t[`course-${line.facts.course}`],
          formatYuan(BigInt(line.facts.spentFen)),
          formatYuan(BigInt(line.facts.grantFen)),
          line.facts.leverage ?? '—',
          line.facts.households === null ? '—' : String(line.facts.households),
          line.facts.perHouseholdFen === null ? '—' : formatYuan(BigInt(line.facts.perHouseholdFen)),
          line.facts.satisfied && line.facts.satisfied.answered > 0 ? percentText(line.facts.satisfied.yes, line.facts.satisfied.answered) : '—',
          line.facts.drift.bp === null ? '—' : percentOfBp(line.facts.drift.bp),
          `${line.outcome.yes}/${line.outcome.partly}/${line.outcome.no}`,
          ...(bands ? [bandTitle(view, line.outcome.grade, lang) || '—'] : []),
        ]),
        total: ['', zh ? '合计' : 'Total', '', '', formatYuan(sum('spentFen')), formatYuan(sum('grantFen')), '', '', '', '', '', '', ...(bands ? [''] : [])],
      }),
      heading(zh ? '二、逐个项目的评议' : '2. Project by project'),
      ...lines.flatMap((line) => [
        heading(`${line.no}. ${line.facts.title}（${line.facts.place}）`, { level: 2 }),
        ...(line.facts.happened === '' ? [] : [paragraph(`${t.happened}：${line.facts.happened}`, { soft: true })]),
        ...(line.said.length === 0
          ? [paragraph(zh ? '没有评议。' : 'Nobody judged.')]
          : [
              table({
                fontSize: 9,
                columns: [
                  { label: zh ? '评委' : 'Member', width: 90 },
                  { label: t.worth, width: 110 },
                  ...(bands ? [{ label: t.gradeField, width: 80 }] : []),
                  { label: t.reason },
                ],
                rows: line.said.map((one) => [
                  one.name,
                  t[one.worth],
                  ...(bands ? [`${bandTitle(view, one.grade, lang)}${one.points === null ? '' : `（${one.points}）`}`] : []),
                  one.reason,
                ]),
              }),
            ]),
        ...(line.recused.length === 0
          ? []
          : [paragraph(`${t.recused}：${line.recused.map((one) => `${one.name}（${one.reason}）`).join('；')}`, { soft: true })]),
      ]),
      signatures(
        view.panel.map((one) => ({ label: one.name })),
        zh ? '日期' : 'Date',
      ),
      qrBlock(about.address, { size: 60, caption: zh ? '扫码看评审会' : 'The session' }),
    ],
  });
}
