import { formNames, kindNames } from '#modules/meetings';
import { facts, heading, list, paper, paragraph, qrBlock, type PdfDocument, signInSheet, space } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { instantText } from '../ui/index.ts';
import { meetingPaperText } from './paper-text.ts';
import { meetingText } from './text.ts';
import type { MeetingView } from './view.ts';

/** Who prints, in which language, with which addresses. */
export interface PrintedFor {
  lang: Lang;
  issuer: string;
  today: string;
  /** Address of the meeting's page, and of its sign-in with the code. */
  address: string;
  signInAddress: string;
}

/** When, where, by whom: the head of every paper of a meeting. */
export const headFacts = (view: MeetingView, lang: Lang): (readonly [string, string])[] => {
  const t = meetingText[lang];
  const { meeting } = view;
  return [
    [t.when, instantText(meeting.startsAt, lang)],
    [t.place, meeting.place],
    [t.convener, meeting.convener],
    ...(view.chair ? [[t.chair, view.chair] as const] : []),
    ...(meeting.form ? [[t.form, formNames[meeting.form][lang]] as const] : []),
  ];
};

/** The notice to be posted on the board and on the doors. */
export function noticePaper(view: MeetingView, about: PrintedFor): PdfDocument {
  const { lang } = about;
  const t = meetingText[lang];
  const { meeting } = view;
  return paper({
    title: meeting.title,
    subtitle: `${kindNames[meeting.kind][lang]} · ${t.notice}`,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      ...(meeting.purpose ? [paragraph(meeting.purpose, { indent: lang === 'zh' })] : []),
      facts(headFacts(view, lang)),
      heading(t.agenda),
      list(view.agenda, { numbered: true }),
      ...(view.invited.length > 0 ? [facts([[t.invited, view.invited.map((one) => one.words).join(lang === 'zh' ? '、' : ', ')]])] : []),
      space(8),
      qrBlock(about.address, { caption: meetingPaperText[lang].scanPage }),
      space(14),
      paragraph(`${meeting.convener} ${meetingPaperText[lang].stamp}`, { bold: true }),
      paragraph(instantText(meeting.calledAt, lang).slice(0, -6)),
    ],
  });
}

/** A line of the sign-in sheet: its code, the door or organisation, and the name where it is known. */
export interface SheetPaperLine {
  code: string;
  door: string;
  name: string;
}

/** The sheet to sign on paper: a line for everybody on the list, with its code for entering it again, and the code to sign in by phone. */
export function sheetPaper(view: MeetingView, lines: readonly SheetPaperLine[], about: PrintedFor): PdfDocument {
  const { lang } = about;
  const p = meetingPaperText[lang];
  const { meeting } = view;
  return paper({
    title: `${meeting.title} ${p.sheet}`,
    meta: { lang, issuer: about.issuer, code: meeting.signInCode, printedDay: about.today },
    footer: p.sheetFoot,
    body: [
      facts(headFacts(view, lang).slice(0, 3), 1),
      qrBlock(about.signInAddress, { size: 84, caption: p.scanSignIn(meeting.signInCode) }),
      space(6),
      signInSheet({
        columns: [
          { label: p.no, width: 28 },
          { label: p.lineCode, width: 52 },
          { label: p.door, width: 140 },
          { label: p.name, width: 90 },
          { label: p.signature, width: '*' },
        ],
        rows: lines.map((line) => [line.code, line.door, line.name, '']),
        blankRows: lines.length === 0 ? 20 : 8,
      }),
    ],
  });
}
