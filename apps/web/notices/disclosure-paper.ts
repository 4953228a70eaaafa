import { formatYuan } from '#libs/money';
import { noticeState } from '#modules/notices';
import { maskPhonesIn } from '#modules/people';
import { heading, paper, paragraph, qrBlock, type PdfDocument, space, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { periodWords as howOften } from '../funds/rule-words.ts';
import { dayText, instantText } from '../ui/index.ts';
import { disclosureText } from './disclosure-text.ts';
import type { Disclosure } from './disclosure-view.ts';
import { ballotWords, resolutionWords, standingWords } from './disclosure-words.ts';
import { kindWords, noticeText } from './text.ts';
import { periodWords } from './view.ts';

/** The disclosure of a neighbourhood for the board at its door: A4, with a code to the page, room for the stamp. */
export function disclosurePaper(data: Disclosure, about: { lang: Lang; issuer: string; address: string; today: string }): PdfDocument {
  const { lang, today } = about;
  const t = disclosureText[lang];
  const open = data.notices.filter((notice) => noticeState(notice, today) === 'open' && notice.endDay !== null);
  const none = (words: string) => paragraph(words, { soft: true });
  return paper({
    title: t.of(data.place.name),
    subtitle: t.paperDay(dayText(today, lang)),
    meta: { lang, issuer: about.issuer, printedDay: today },
    body: [
      heading(t.notices),
      open.length === 0
        ? none(t.noticesNone)
        : table({
            columns: [
              { label: noticeText[lang].name },
              { label: noticeText[lang].kind, width: 58 },
              { label: noticeText[lang].period, width: 130 },
              { label: noticeText[lang].objectionsLabel, width: 70 },
            ],
            rows: open.map((one) => [
              one.title,
              kindWords(one.kind, lang),
              periodWords(one, lang),
              one.acceptsObjections ? t.objections(one.objections.length, one.objections.filter((each) => each.answer === null).length) : '—',
            ]),
          }),
      heading(t.accounts),
      data.accounts.length === 0
        ? none(t.accountsNone)
        : table({
            columns: [
              { label: t.project },
              ...[t.received, t.spent, t.returned, t.left].map((label) => ({ label, width: 62, align: 'right' as const })),
              { label: t.settledOn, width: 72 },
            ],
            rows: data.accounts.map((one) => [
              one.project.title,
              formatYuan(one.receivedFen),
              formatYuan(one.spentFen),
              formatYuan(one.returnedFen),
              formatYuan(one.availableFen),
              one.settledOn ?? t.running,
            ]),
          }),
      heading(t.resolutions),
      data.resolutions.length === 0
        ? none(t.resolutionsNone)
        : table({
            columns: [{ label: t.resolution }, { label: t.decidedOn, width: 64 }, { label: t.deadline, width: 64 }, { label: t.state, width: 76 }],
            rows: data.resolutions.slice(0, 20).map((one) => [maskPhonesIn(one.text), one.decidedOn, one.deadline, resolutionWords(one, lang).text]),
          }),
      heading(t.ballots),
      data.ballots.length === 0
        ? none(t.ballotsNone)
        : table({
            columns: [{ label: t.ballot }, { label: t.closes, width: 92 }, { label: t.state, width: 92 }],
            rows: data.ballots.slice(0, 12).map((one) => [maskPhonesIn(one.question), instantText(one.closesAt, lang, 'short'), ballotWords(one, lang).text]),
          }),
      heading(t.calendar),
      data.calendar.length === 0
        ? none(t.calendarNone)
        : table({
            columns: [{ label: noticeText[lang].period, width: 110 }, { label: noticeText[lang].name }, { label: noticeText[lang].kind, width: 70 }],
            rows: data.calendar
              .slice(0, 12)
              .map((one) => [one.at ? instantText(one.at, lang, 'short') : dayText(one.day, lang), maskPhonesIn(one.title), t[one.kind]]),
          }),
      heading(t.checklist),
      table({
        columns: [{ label: t.what }, { label: t.how, width: 98 }, { label: t.lastOn, width: 72 }, { label: t.stand, width: 96 }],
        rows: data.checklist.map((line) => [
          line.rule.title[lang],
          howOften(line.rule)[lang].join(lang === 'zh' ? '，' : ', '),
          line.standing.last ?? t.never,
          standingWords(line, lang).text,
        ]),
      }),
      space(8),
      qrBlock(about.address, { caption: t.paperScan }),
      space(8),
      paragraph(`${about.issuer} ${noticeText[lang].stamp}`, { bold: true }),
    ],
  });
}
