import type { CheckIn, CheckInCorrection, CheckInFact } from '#modules/projects';
import { facts, heading, type PaperPhoto, paper, paragraph, type PdfDocument, photos, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText } from '../ui/index.ts';
import { marksOf } from './check-in-marks.ts';
import { checkInText } from './check-in-text.ts';

/** The log of the check-ins on paper: who was there when and saw what, what is to be known of each, and the photos. Names come as they may be shown. */
export function checkInPaper(
  view: {
    checkIns: readonly CheckIn[];
    factOf: ReadonlyMap<string, CheckInFact>;
    corrections: readonly CheckInCorrection[];
    askedSince: Date | null;
    photos: readonly { photo: PaperPhoto; caption: string }[];
    photosLeftOut: number;
  },
  about: { lang: Lang; issuer: string; title: string; serial: string; today: string },
): PdfDocument {
  const t = checkInText[about.lang];
  const rows = [...view.checkIns].reverse().map((one) => {
    const corrected = view.corrections.filter((each) => each.checkInId === one.id).map((each) => `${t.corrected}：${each.body}（${each.reason}）`);
    return [
      dayText(one.day, about.lang, 'weekday'),
      one.personName,
      [one.body, ...corrected].join('\n'),
      marksOf(one, view.factOf.get(one.id), view.askedSince, about.lang)
        .map((mark) => mark.text)
        .join('；'),
    ];
  });
  return paper({
    title: t.log,
    subtitle: about.title,
    meta: { lang: about.lang, issuer: about.issuer, code: about.serial, printedDay: about.today },
    body: [
      facts([[t.count, String(rows.length)]]),
      table({
        columns: [
          { label: t.day, width: 96 },
          { label: t.who, width: 56 },
          { label: t.seen, width: '*' },
          { label: t.mark, width: 120 },
        ],
        rows,
      }),
      ...(view.photos.length > 0 ? [heading(t.photosTitle), photos(view.photos)] : []),
      ...(view.photosLeftOut > 0 ? [paragraph(t.moreOnPage(view.photosLeftOut), { soft: true })] : []),
      signatures([{ label: t.supervisor }, { label: t.secretary }], t.date),
    ],
  });
}
