import { letters, renderPdf } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import type { PrintedLetter } from '#modules/people';
import { dayText, shanghaiParts } from '../ui/index.ts';
import { meText } from './me-text.ts';

/** Activation letters, two on an A4 sheet with a dashed line between to fold or cut. `address` makes a full address of a path. */
export function activationLetters(
  printed: readonly PrintedLetter[],
  about: { lang: Lang; issuer: string; place: string; address: (path: string) => string },
): Promise<Uint8Array> {
  const t = meText[about.lang];
  return renderPdf(
    letters(
      printed.map((letter) => ({
        to: `${about.place} ${letter.household.label}`,
        title: t.letterTitle,
        issuer: about.issuer,
        paragraphs: [t.letterWhy(about.place), t.letterHow, t.letterSecret],
        url: about.address(`/activate?code=${letter.code}`),
        code: letter.code,
        codeLabel: t.letterCode,
        foot: t.letterFoot(about.address('/activate'), dayText(shanghaiParts(letter.expiresAt).day, about.lang)),
      })),
      2,
    ),
  );
}
