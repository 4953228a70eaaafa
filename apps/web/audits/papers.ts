import { formatDay } from '#libs/civil-time';
import { formatYuan, toChineseCapital } from '#libs/money';
import { amountNow, auditNumber, findingState, itStands, severityNow } from '#modules/audits';
import { type Block, box, facts, heading, paper, paragraph, type PdfDocument, qrBlock, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { instantText } from '../ui/index.ts';
import type { AuditView } from './audit-page.tsx';
import { auditText } from './text.ts';
import { findingStateName, methodName, methodRule, projectionRule, stepName } from './words.ts';

/** The audit's report with everything in it: scope, samples and how they are redrawn, what was checked, findings with answers and remedies, opinion. */
export function reportPaper(view: AuditView, about: { lang: Lang; issuer: string; today: string; address: string }): PdfDocument {
  const { lang } = about;
  const zh = lang === 'zh';
  const t = auditText[lang];
  const { audit, report } = view;
  const days = (from: string, to: string) => `${formatDay(from, lang)} — ${formatDay(to, lang)}`;
  const standing = view.findings.filter(itStands);
  const lifted = view.findings.filter((finding) => findingState(finding) === 'lifted');
  const count = (severity: 'grave' | 'middling' | 'slight') => standing.filter((finding) => severityNow(finding) === severity).length;
  const body: Block[] = [
    facts([
      [t.commissioned, audit.commissionedBy],
      [t.purpose, audit.purpose],
      [t.auditor, audit.auditorName],
      [t.access, days(audit.fromDay, audit.toDay)],
      [t.period, days(audit.periodFrom, audit.periodTo)],
      [t.scopeRounds, view.rounds.length === 0 ? t.all : view.rounds.join('、')],
      [t.scopePlaces, view.placeNames.length === 0 ? t.all : view.placeNames.join('、')],
    ]),
    heading(zh ? '一、审计意见' : '1. Opinion'),
    ...(report?.opinion ?? '').split('\n').map((line) => paragraph(line, { indent: true })),
    heading(zh ? '二、摘要' : '2. Summary'),
    ...(report?.summary ?? '').split('\n').map((line) => paragraph(line, { indent: true })),
    paragraph(
      zh
        ? `本次审计发现问题${standing.length}条：严重${count('grave')}条，一般${count('middling')}条，轻微${count('slight')}条${lifted.length > 0 ? `；另有${lifted.length}条经异议撤销` : ''}。`
        : `${standing.length} findings: ${count('grave')} grave, ${count('middling')} middling, ${count('slight')} slight; ${lifted.length} lifted upon objection.`,
      { indent: true },
    ),
    heading(zh ? '三、抽样' : '3. Samples'),
  ];
  if (view.results.length === 0) body.push(paragraph(t.noSamples, { soft: true }));
  for (const { sample, drawn, drawnFen, strata, projection } of view.results) {
    body.push(
      heading(`${t.samples} ${sample.no}：${methodName(sample.method, lang)}`, { level: 2 }),
      facts([
        [t.population, `${sample.populationCount} ${t.items}，${formatYuan(sample.populationFen)}`],
        [t.drawnCount, `${drawn} ${t.items}，${formatYuan(drawnFen)}`],
        [t.seed, sample.seed],
        [t.digest, sample.populationDigest],
        ...(sample.intervalFen === null
          ? []
          : ([
              [t.interval, formatYuan(sample.intervalFen)],
              [t.start, t.unitNo(String(sample.startFen ?? ''))],
            ] as const)),
      ]),
      paragraph(methodRule(sample.method, lang), { soft: true }),
      table({
        columns: [
          { label: t.stratum },
          { label: t.count, align: 'right', width: 60 },
          { label: t.drawnCount, align: 'right', width: 60 },
          { label: t.amount, align: 'right', width: 110 },
        ],
        rows: [...strata].map(([name, one]) => [name, String(one.count), String(one.drawn), formatYuan(one.fen)]),
      }),
      facts([
        [t.found, formatYuan(projection.foundFen)],
        [t.projected, `${formatYuan(projection.projectedFen)}${zh ? `（${toChineseCapital(projection.projectedFen)}）` : ''}`],
        [t.limit, projection.limitFen === null ? t.noLimit : formatYuan(projection.limitFen)],
      ]),
      paragraph(projectionRule(sample.method, lang), { soft: true }),
    );
  }
  body.push(heading(zh ? '四、逐项检查' : '4. What was checked'));
  const samples = new Map(view.results.map(({ sample }) => [sample.id, sample]));
  const resultWords = { good: t.good, bad: t.bad, 'not-needed': t['not-needed'], open: t.notLooked };
  if (view.items.length > 0)
    body.push(
      table({
        columns: [
          { label: t.no, width: 34, align: 'right' },
          { label: t.label },
          { label: t.amount, width: 80, align: 'right' },
          { label: t.progress, width: 170 },
        ],
        rows: view.items.map((item) => {
          const own = view.ticks.filter(({ itemId }) => itemId === item.id);
          const lines = (samples.get(item.sampleId)?.checklist ?? []).map((words, at) => {
            const tick = own.find(({ line }) => line === at + 1);
            return `${at + 1}. ${words}：${resultWords[tick?.result ?? 'open']}${tick?.note ? `（${tick.note}）` : ''}`;
          });
          return [String(item.no), item.label, formatYuan(item.amountFen), lines.join('\n')];
        }),
        fontSize: 8.5,
      }),
    );
  else body.push(paragraph(t.noSamples, { soft: true }));
  body.push(heading(zh ? '五、审计发现、答复和整改' : '5. Findings, answers, remedies'));
  const shown = [...standing, ...lifted];
  if (shown.length === 0) body.push(paragraph(t.noFindings, { soft: true }));
  for (const finding of shown) {
    const amount = amountNow(finding);
    body.push(
      box([
        heading(`${t.finding(finding.no)}（${t[severityNow(finding)]}，${findingStateName(findingState(finding), lang)}）`, { level: 2 }),
        paragraph(finding.body, { indent: true }),
        facts([
          [t.clause, finding.clause],
          [t.addressed, finding.neighbourhoodId === null ? t.office : (view.places.get(finding.neighbourhoodId) ?? '')],
          ...(amount === null ? [] : ([[t.findingAmount, `${formatYuan(amount)}${zh ? `（${toChineseCapital(amount)}）` : ''}`]] as const)),
        ]),
        ...finding.steps.map((step) =>
          paragraph(
            `${instantText(step.at, lang)} ${stepName(step.kind, lang)}，${step.byName}${step.personName ? `；${t.remedier}：${step.personName}` : ''}${step.dueDay ? `；${t.dueBy(formatDay(step.dueDay, lang))}` : ''}${step.body === '' ? '' : `：${step.body}`}`,
            { soft: true },
          ),
        ),
      ]),
    );
  }
  body.push(
    paragraph(
      zh
        ? `答复和整改是截至${formatDay(about.today, lang)}的情况；报告于${instantText(report?.at ?? new Date(0), lang)}出具，此后没有再抽样、再增加发现。`
        : `Answers and remedies as of ${formatDay(about.today, lang)}; the report was issued ${instantText(report?.at ?? new Date(0), lang)}.`,
      { soft: true },
    ),
    qrBlock(about.address, { caption: zh ? '扫码看这次审计' : 'This audit' }),
    signatures([{ label: zh ? '审计人（签字）' : 'Auditor' }, { label: zh ? '审计单位（盖章）' : 'Seal' }], zh ? '日期' : 'Date'),
  );
  return paper({
    title: zh ? '审计报告' : 'Audit report',
    subtitle: audit.title,
    meta: { lang, issuer: about.issuer, code: auditNumber(audit), printedDay: about.today },
    body,
  });
}
