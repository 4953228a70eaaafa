import { dayOf } from '#libs/civil-time';
import { formatYuan, toChineseCapital } from '#libs/money';
import { driftFigure } from '#modules/closing';
import { checkCapacities, defectIsOpen, gradeStanding, mendByNow, type ListedItem } from '#modules/projects';
import { type Block, box, facts, heading, list, paper, paragraph, type PdfDocument, qrBlock, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { closingText } from '../projects/closing-text.ts';
import { dayText } from '../ui/index.ts';
import type { ClosingView } from './closing-view.ts';
import { text } from './text.ts';
import { driftWords, promiseWords, satisfactionLines } from './words.ts';

/** Who prints, when, and where it is found again. */
export interface About {
  lang: Lang;
  issuer: string;
  place: string;
  today: string;
  address: string;
}

const zhOr = (lang: Lang) => (zh: string, en: string) => (lang === 'zh' ? zh : en);

function checkedBy(item: ListedItem, capacity: (typeof checkCapacities)[number], lang: Lang): string {
  const t = text[lang];
  const last = item.findings.findLast((one) => one.capacity === capacity);
  if (!last) return t.notYet;
  const said = last.defect ? (defectIsOpen(last) ? t.defect : t.mended) : t.inOrder;
  return `${said}\n${last.byName} ${dayText(dayOf(last.at), lang, 'short')}`;
}

/** What the supervisors looked at where no list was drawn: the general questions of the last acceptance. */
function generalChecks(view: ClosingView, lang: Lang): Block[] {
  const last = view.acceptances.at(-1);
  const t = closingText[lang];
  if (!last) return [];
  return [
    table({
      columns: [{ label: zhOr(lang)('验收内容', 'Looked at') }, { label: zhOr(lang)('结论', 'Found'), width: 180 }],
      rows: last.checklist.map((line) => [t[line.item], `${line.ok ? t.ok : t.notOk}${line.note === '' ? '' : `：${line.note}`}`]),
    }),
  ];
}

/** Certificate of acceptance (验收证明): item by item who looked and what they found, defects with their mending, the supervisor's verdict. */
export function acceptanceCertificate(view: ClosingView, about: About): PdfDocument {
  const { lang } = about;
  const say = zhOr(lang);
  const t = text[lang];
  const accepted = view.acceptances.findLast((one) => one.result === 'accepted');
  const defects = view.items.flatMap((item) => item.findings.filter((one) => one.defect !== null).map((finding) => ({ item, finding })));
  return paper({
    title: say('项目验收证明', 'Certificate of acceptance'),
    subtitle: view.project.title,
    meta: { lang, issuer: about.issuer, code: view.project.serial, printedDay: about.today },
    body: [
      facts(
        [
          [say('项目', 'Project'), view.project.title],
          [say('编号', 'Number'), view.project.serial],
          [say('居民区', 'Neighbourhood'), about.place],
          [say('评议会', 'Appraisal'), view.appraisal ? `${view.appraisal.title}，${dayText(dayOf(view.appraisal.startsAt), lang)}` : ''],
          [say('验收结论', 'Result'), accepted ? say('验收通过', 'accepted') : say('还没有验收通过', 'not accepted yet')],
          [say('验收日期', 'Accepted on'), accepted ? dayText(dayOf(accepted.at), lang) : ''],
        ],
        2,
      ),
      heading(say('一、逐项核对', '1. Item by item')),
      ...(view.items.length === 0 ? generalChecks(view, lang) : []),
      ...(view.items.length === 0
        ? []
        : [
            table({
              columns: [
                { label: say('序号', 'No.'), width: 28, align: 'center' },
                { label: say('申报书里的承诺', 'Promised') },
                { label: t.residents, width: 92 },
                { label: t.office, width: 92 },
              ],
              rows: view.items.map((item) => [
                String(item.no),
                `${t[item.source]}：${item.promised}`,
                checkedBy(item, 'residents', lang),
                checkedBy(item, 'office', lang),
              ]),
            }),
          ]),
      heading(say('二、问题和整改', '2. Defects and mending')),
      ...(defects.length === 0
        ? [paragraph(say('验收中没有发现问题。', 'No defect was found.'), { indent: true })]
        : [
            table({
              columns: [
                { label: say('项', 'Item'), width: 28, align: 'center' },
                { label: say('问题', 'Defect') },
                { label: t.mendBy, width: 80 },
                { label: say('复查', 'Second look'), width: 130 },
              ],
              rows: defects.map(({ item, finding }) => [
                String(item.no),
                `${finding.note}（${finding.defect?.blocking ? t.blocking : t.minor}）`,
                dayText(mendByNow(finding) ?? '', lang),
                finding.defect?.rechecks
                  .map((one) => `${one.result === 'mended' ? t.mended : t.notMended}，${one.byName}，${dayText(dayOf(one.at), lang, 'short')}`)
                  .join('\n') || t.notYet,
              ]),
            }),
          ]),
      ...(accepted
        ? [
            heading(say('三、验收意见', '3. Verdict')),
            paragraph(accepted.remark === '' ? say('同意验收。', 'Accepted.') : accepted.remark, { indent: true }),
            paragraph(`${say('居民监督员', 'Resident supervisor')}：${accepted.byName}`, { align: 'right' }),
          ]
        : []),
      signatures(
        [
          { label: say('居民代表', 'For the residents') },
          { label: say('居民委员会（盖章）', 'Committee (stamp)') },
          { label: say('自治办（盖章）', 'Office (stamp)') },
          { label: say('施工或供货单位', 'Contractor') },
        ],
        say('日期', 'Date'),
      ),
      qrBlock(about.address, { size: 64, caption: say('扫码看验收记录', 'Records of the acceptance') }),
    ],
  });
}

/** Closing report (结项报告), filled from what was recorded on the way: the only words typed for it are how households were counted, and the lessons. */
export function closingReport(view: ClosingView, about: About): PdfDocument {
  const { lang } = about;
  const say = zhOr(lang);
  const t = text[lang];
  const { settlement, account, promised } = view;
  const accepted = view.acceptances.findLast((one) => one.result === 'accepted');
  const grade = view.grades.at(-1);
  const gradeTitle = grade && (view.choices.find((choice) => choice.code === grade.grade)?.title[lang] ?? grade.grade);
  const standing = gradeStanding(view.grades.length, view.told, about.today);
  const money = settlement?.sources ?? account.sources;
  const sum = (key: 'plannedFen' | 'receivedFen' | 'spentFen' | 'returnedFen') => money.reduce((all, one) => all + one[key], 0n);
  const yuan = (fen: bigint) => formatYuan(fen);
  return paper({
    title: say('社区自治金项目结项报告', 'Closing report'),
    subtitle: view.project.title,
    meta: { lang, issuer: about.issuer, code: view.project.serial, printedDay: about.today },
    body: [
      facts(
        [
          [say('项目名称', 'Project'), view.project.title],
          [say('项目编号', 'Number'), view.project.serial],
          [say('申报单位', 'Applicant'), about.place],
          [say('实施期限', 'Period'), promised ? `${dayText(promised.periodStart, lang)} — ${dayText(promised.periodEnd, lang)}` : ''],
          [say('验收日期', 'Accepted on'), accepted ? dayText(dayOf(accepted.at), lang) : ''],
          [say('惠及户数', 'Households'), view.reach ? String(view.reach.households) : ''],
        ],
        2,
      ),
      heading(say('一、当初为什么做、要做成什么', '1. Why and what for')),
      ...(promised ? [paragraph(promised.why, { indent: true }), paragraph(promised.goal, { indent: true })] : []),
      heading(say('二、承诺与兑现', '2. Promised and done')),
      ...(view.drift.length === 0
        ? [paragraph(t.noPromises)]
        : [
            table({
              fontSize: 9,
              columns: [
                { label: say('类别', 'Kind'), width: 34 },
                { label: t.promised },
                { label: t.done, width: 110 },
                { label: t.state, width: 62 },
                { label: t.why, width: 92 },
              ],
              rows: view.drift.map((row) => [t[row.item.kind], promiseWords(row, lang), row.done, row.state ? t[row.state] : t.unknown, row.reason]),
            }),
            paragraph(`${driftWords(driftFigure(view.drift), lang)}。${t.driftHow}`, { soft: true }),
          ]),
      ...(view.changes.length > 0
        ? [
            heading(say('实施中批准的变更', 'Changes approved on the way'), { level: 2 }),
            list(
              view.changes.map((one) => `${one.what}：${one.fromText} → ${one.toText}（${one.why}）`),
              { numbered: true },
            ),
          ]
        : []),
      heading(say('三、钱从哪来、花到哪去', '3. Money')),
      table({
        columns: [
          { label: say('来源', 'Source') },
          ...[say('计划（元）', 'Planned'), say('到账（元）', 'Received'), say('支出（元）', 'Spent'), say('退回（元）', 'Returned')].map((label) => ({
            label,
            align: 'right' as const,
            width: 74,
          })),
        ],
        rows: money.map((one) => [one.name, yuan(one.plannedFen), yuan(one.receivedFen), yuan(one.spentFen), yuan(one.returnedFen)]),
        total: [say('合计', 'Total'), yuan(sum('plannedFen')), yuan(sum('receivedFen')), yuan(sum('spentFen')), yuan(sum('returnedFen'))],
      }),
      paragraph(
        `${say('支出合计（大写）', 'Spent, in words')}：${toChineseCapital(sum('spentFen'))}。${account.leverage === null || account.leverage === '0.0' ? '' : say(`其他资金是自治金的 ${account.leverage} 倍。`, `Leverage ${account.leverage}.`)}${settlement ? '' : say('（账目还没有结清，数字以结算为准。）', '(Not settled yet.)')}`,
        { indent: true },
      ),
      heading(say('四、居民怎么看', '4. What the residents say')),
      facts([
        [
          say('评议会', 'Appraisal'),
          view.appraisal ? `${view.appraisal.title}，${dayText(dayOf(view.appraisal.startsAt), lang)}，${view.appraisal.place}` : say('没有开过', 'none'),
        ],
        [say('到场监督', 'Check-ins'), say(`居民监督员到场 ${view.checkIns} 次`, `${view.checkIns} check-ins`)],
        [
          say('验收', 'Acceptance'),
          view.items.length > 0
            ? say(`${view.items.length} 项逐项看过，验收 ${view.acceptances.length} 次`, `${view.items.length} items, ${view.acceptances.length} acceptances`)
            : say(`验收 ${view.acceptances.length} 次`, `${view.acceptances.length} acceptances`),
        ],
        ...(view.satisfaction ? satisfactionLines(view.satisfaction, lang) : [[say('满意度', 'Satisfaction'), t.satNone] as [string, string]]),
        ...(view.reach ? [[t.reachTitle, `${view.reach.households}（${view.reach.countedHow}）`] as [string, string]] : []),
      ]),
      heading(say('五、以后谁来管', '5. Upkeep')),
      paragraph(
        view.keeper
          ? say(
              `管护人${view.keeper.name}，已排 ${view.keeper.planned} 次检查${view.keeper.next ? `，下一次 ${dayText(view.keeper.next, lang)}` : ''}。`,
              `Keeper ${view.keeper.name}, ${view.keeper.planned} checks planned.`,
            )
          : promised
            ? say(
                `管护人${promised.keeperName}，每 ${promised.upkeepMonths} 个月检查一次，每年 ${yuan(promised.upkeepYearlyFen)} 元。${promised.upkeepPlan}`,
                `Keeper ${promised.keeperName}.`,
              )
            : '',
        { indent: true },
      ),
      heading(say('六、经验教训', '6. Lessons')),
      ...(view.lessons.length === 0
        ? [paragraph(t.noLessons)]
        : [
            list(
              view.lessons.map((one) => `${t[one.kind]}：${one.text}`),
              { numbered: true },
            ),
          ]),
      heading(say('七、等级', '7. Grade')),
      ...(grade
        ? [
            box([
              paragraph(`${gradeTitle ?? grade.grade}${standing === 'final' ? '' : say('（还没有定）', ' (not final)')}`, { bold: true }),
              paragraph(grade.reason),
              paragraph(`${grade.byName} · ${dayText(dayOf(grade.at), lang)}`, { soft: true }),
            ]),
          ]
        : [paragraph(t['no-grade'])]),
      signatures([{ label: say('申报单位（盖章）', 'Applicant (stamp)') }, { label: say('自治办（盖章）', 'Office (stamp)') }], say('日期', 'Date')),
      qrBlock(about.address, { size: 64, caption: say('扫码看项目全程', 'The whole story') }),
    ],
  });
}
