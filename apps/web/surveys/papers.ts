import { percentText } from '#libs/govindex';
import { leastShown } from '#modules/surveys';
import { box, facts, heading, list, paper, paragraph, qrBlock, type PdfDocument, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, shanghaiParts } from '../ui/index.ts';
import { intervalWords, resultOf, type SurveyView } from './pages.tsx';
import { surveyText } from './text.ts';

interface About {
  lang: Lang;
  issuer: string;
  today: string;
  address: string;
}

/** The questionnaire for the pen: boxes to tick, one a household. */
export function paperPdf(view: SurveyView, about: About): PdfDocument {
  const t = surveyText[about.lang];
  return paper({
    title: view.survey.title,
    subtitle: about.issuer,
    meta: { lang: about.lang, issuer: about.issuer, printedDay: about.today },
    body: [
      ...(view.survey.purpose === '' ? [] : [paragraph(view.survey.purpose, { indent: true })]),
      facts([[t.household, '']]),
      box([paragraph(t.yourTurnLead)]),
      ...view.questions.flatMap((question) => [
        heading(`${question.no}. ${question.text}`, { level: 2 }),
        paragraph(question.options.map((option) => `□ ${option}`).join('　　')),
      ]),
      qrBlock(about.address, { size: 70, caption: about.lang === 'zh' ? '也可以扫码填' : 'Or answer here' }),
    ],
  });
}

/** The report: how it was drawn, how many answered, every question by group. */
export function reportPdf(view: SurveyView, about: About): PdfDocument {
  const { lang } = about;
  const zh = lang === 'zh';
  const t = surveyText[lang];
  const { survey } = view;
  const returned = view.members.filter((member) => member.channel !== null);
  const by = (channel: string) => returned.filter((member) => member.channel === channel).length;
  return paper({
    title: zh ? `${survey.title}调查报告` : `Report: ${survey.title}`,
    subtitle: about.issuer,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      facts(
        survey.kind === 'sample'
          ? [
              [zh ? '抽样' : 'Sample', t.drawn(view.members.length, survey.population ?? 0, String((survey.marginPermille ?? 0) / 10), survey.seed ?? '')],
              [zh ? '收回' : 'Returned', `${returned.length}（${t.own} ${by('own')}，${t.phone} ${by('phone')}，${t.paper} ${by('paper')}）`],
              [zh ? '发起' : 'Held by', `${survey.openedByName}，${dayText(shanghaiParts(survey.openedAt).day, lang)}`],
              [zh ? '状态' : 'State', t[survey.state]],
            ]
          : [
              [t.source, survey.source ?? ''],
              [zh ? '录入' : 'Entered by', `${survey.openedByName}，${dayText(shanghaiParts(survey.openedAt).day, lang)}`],
            ],
      ),
      ...view.questions.flatMap((question) => {
        const result = resultOf(view, question);
        const first = result.answerTotals.toSorted((a, b) => b.count - a.count)[0];
        const cell = (group: string, answer: string) => result.cells.find((one) => one.group === group && one.answer === answer)?.count ?? 0;
        return [
          heading(`${question.no}. ${question.text}`),
          ...(first && result.total > 0
            ? [
                paragraph(
                  zh
                    ? `回答的${result.total}份里，选“${first.answer}”的最多，${first.count}份，占${percentText(first.count, result.total)}${survey.kind === 'sample' ? `；${intervalWords(view, first.count, result.total, t.interval)}` : ''}。`
                    : `Of ${result.total}, ${first.count} (${percentText(first.count, result.total)}) say “${first.answer}”.`,
                  { indent: true },
                ),
              ]
            : []),
          table({
            columns: [
              { label: t.group },
              ...result.answers.map((answer) => ({ label: answer, align: 'right' as const })),
              { label: t.sheets, align: 'right' as const, width: 45 },
            ],
            rows: result.groupTotals.map(({ group, count }) => [
              group,
              ...result.answers.map((answer) => `${cell(group, answer)}（${percentText(cell(group, answer), count)}）`),
              String(count),
            ]),
            total: [t.all, ...result.answerTotals.map((one) => `${one.count}（${percentText(one.count, result.total)}）`), String(result.total)],
          }),
        ];
      }),
      heading(zh ? '说明' : 'Notes'),
      list([
        zh ? '百分比按各组回答这一题的份数算。' : 'Percentages are of those in the group who answered the question.',
        ...(survey.kind === 'sample' ? [t.small(leastShown)] : []),
      ]),
      signatures([{ label: zh ? '编制单位（盖章）' : 'Issued by' }, { label: zh ? '负责人' : 'Head' }], zh ? '日期' : 'Date'),
    ],
  });
}
