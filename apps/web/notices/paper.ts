import { facts, paper, paragraph, qrBlock, type PdfDocument, space } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, shanghaiParts } from '../ui/index.ts';
import { kindWords, noticeText } from './text.ts';
import { type NoticeView, paragraphsOf, periodWords } from './view.ts';

/** A notice to be printed, stamped and posted: A4 with a QR code to its page. */
export async function noticePaper(view: NoticeView, about: { lang: Lang; issuer: string; address: string; today: string }): Promise<PdfDocument> {
  const { notice } = view;
  const { lang } = about;
  const t = noticeText[lang];
  return paper({
    title: notice.title,
    subtitle: kindWords(notice.kind, lang),
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      ...paragraphsOf(notice.body).map((text) => paragraph(text, { indent: lang === 'zh' })),
      space(10),
      facts([
        [t.period, periodWords(notice, lang)],
        [t.published, dayText(shanghaiParts(notice.publishedAt).day, lang)],
      ]),
      ...(notice.acceptsObjections && notice.endDay !== null ? [paragraph(t.paperObject(dayText(notice.endDay, lang)))] : []),
      qrBlock(about.address, { caption: t.scan }),
      space(10),
      paragraph(`${about.issuer} ${t.stamp}`, { bold: true }),
    ],
  });
}
