import type { Handover, HandoverItem } from '#modules/handovers';
import { facts, heading, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, instantText } from '../ui/index.ts';
import { roleWords } from './handover-pages.tsx';
import { handoverText } from './text.ts';

/** The hand-over on paper (交接单): who, what, how each thing goes, and room for both to sign before a witness. */
export function handoverPaper(handover: Handover, items: readonly HandoverItem[], about: { lang: Lang; issuer: string; today: string }): PdfDocument {
  const { lang } = about;
  const t = handoverText[lang];
  const signed = (one: Handover['fromSigned']) => (one ? `${one.byName} ${instantText(one.at, lang)}` : '');
  return paper({
    title: t.paperTitle,
    subtitle: roleWords(handover, lang),
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      facts(
        [
          [t.giver, handover.fromName],
          [t.receiver, handover.toName],
          [t.role, roleWords(handover, lang)],
          [t.day, dayText(handover.plannedDay, lang)],
        ],
        2,
      ),
      facts([
        [t.reason, handover.reason],
        [t.note, handover.note],
      ]),
      heading(t.list),
      ...(items.length === 0
        ? [paragraph(t.nothingOpen)]
        : [
            table({
              columns: [
                { label: lang === 'zh' ? '序号' : 'No', width: 28, align: 'center' },
                { label: t.kind, width: 80 },
                { label: t.what, width: '*' },
                { label: t.how, width: 110 },
              ],
              rows: items.map((item, at) => [String(at + 1), t[item.kind], item.title, t[item.goes]]),
            }),
          ]),
      ...(items.some(({ goes }) => goes === 'asked') ? [paragraph(t.askedHint, { soft: true })] : []),
      signatures(
        [
          { label: `${t.giver}：${handover.fromName}`, note: signed(handover.fromSigned) },
          { label: `${t.receiver}：${handover.toName}`, note: signed(handover.toSigned) },
          { label: t.overseer },
        ],
        t.date,
      ),
    ],
  });
}
