import { facts, paper, paragraph, type PdfDocument, signatures, space } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, shanghaiParts } from '../ui/index.ts';
import { noticeText } from './text.ts';
import type { NoticeView } from './view.ts';

/** The answer to an objection as a letter to who has no account: what they said, what came of it, and a slip for who received it. */
export function answerLetter(
  view: NoticeView,
  one: NoticeView['objections'][number] & { fullName: string },
  about: { lang: Lang; issuer: string; today: string },
): PdfDocument {
  const { lang } = about;
  const t = noticeText[lang];
  const { answer } = one;
  return paper({
    title: t.letterTitle,
    subtitle: view.notice.title,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      paragraph(t.letterTo(one.fullName), { bold: true }),
      paragraph(t.letterBegin(dayText(shanghaiParts(one.at).day, lang), view.notice.title), { indent: lang === 'zh' }),
      space(6),
      facts([
        [t.letterSaid, one.text],
        [t.outcome, answer ? t[answer.outcome] : ''],
        [t.answerField, answer?.text ?? ''],
        [t.letterWho, one.answeredByName ?? ''],
        [t.letterWhen, answer ? dayText(shanghaiParts(answer.at).day, lang) : ''],
      ]),
      space(12),
      paragraph(`${about.issuer} ${t.stamp}`, { bold: true, align: 'right' }),
      space(18),
      signatures([{ label: t.letterReceived }, { label: t.letterBrought }], t.letterDay),
    ],
  });
}
