import { facts, paper, paragraph, qrBlock, renderPdf, space, writingLines } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { matterText } from './text.ts';

/** The paper slip on which a matter is raised without a phone: lines to write on, and a QR code for those who have one. */
export function raisingSlip(about: { lang: Lang; issuer: string; address: string; today: string }): Promise<Uint8Array> {
  const t = matterText[about.lang];
  return renderPdf(
    paper({
      title: t.slipTitle,
      meta: { lang: about.lang, issuer: about.issuer, printedDay: about.today },
      body: [
        paragraph(t.slipLead),
        space(4),
        facts(
          [
            [t.slipName, ''],
            [t.slipDoor, ''],
            [t.slipPhone, ''],
            [t.slipDay, ''],
          ],
          2,
        ),
        writingLines(t.text, 8),
        space(10),
        paragraph(t.slipAnonymous),
        qrBlock(about.address, { caption: t.slipScan }),
        space(6),
        writingLines(t.slipOffice, 2),
      ],
    }),
  );
}
