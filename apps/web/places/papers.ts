import { type Block, cards, paragraph, qrBlock, renderPdf } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { type Door, formatCode } from '#modules/places';
import { doorText } from './door-text.ts';

/** Door codes of a building to cut out and put up: four on an A4 sheet. `address` makes the full address of a path. */
export async function doorSheets(doors: readonly Door[], about: { lang: Lang; issuer: string; address: (path: string) => string }): Promise<Uint8Array> {
  const t = doorText[about.lang];
  return renderPdf(
    cards(
      doors.map((door): Block[] => [
        { text: `${about.issuer} ${door.neighbourhoodName}`, fontSize: 9, color: '#555555' },
        { text: door.label, bold: true, fontSize: 20, margin: [0, 4, 0, 6] },
        qrBlock(about.address(`/d/${door.code}`), { size: 150 }),
        { text: formatCode(door.code), bold: true, fontSize: 14, characterSpacing: 1, margin: [0, 6, 0, 4] },
        paragraph(t.sheetScan),
        paragraph(t.sheetType(about.address(`/d/${door.code}`)), { soft: true }),
      ]),
      4,
    ),
  );
}
