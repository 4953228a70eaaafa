import { breachText, formNames, kindNames, minutesDelayDays } from '#modules/meetings';
import { box, facts, heading, list, paper, paragraph, qrBlock, renderPdf, signatures, signInSheet, space, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, instantText } from '../ui/index.ts';
import { meetingFormText, resolutionText } from './form-text.ts';
import { meetingPaperText } from './paper-text.ts';
import { meetingText } from './text.ts';
import { countWords, type MeetingView } from './view.ts';

/** Who prints, in which language, with which addresses. */
export interface PrintedFor {
  lang: Lang;
  issuer: string;
  today: string;
  /** Address of the meeting's page, and of its sign-in with the code. */
  address: string;
  signInAddress: string;
}

const base = (view: MeetingView, lang: Lang): (readonly [string, string])[] => {
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
export function noticePaper(view: MeetingView, about: PrintedFor): Promise<Uint8Array> {
  const { lang } = about;
  const t = meetingText[lang];
  const { meeting } = view;
  return renderPdf(
    paper({
      title: meeting.title,
      subtitle: `${kindNames[meeting.kind][lang]} · ${t.notice}`,
      meta: { lang, issuer: about.issuer, printedDay: about.today },
      body: [
        ...(meeting.purpose ? [paragraph(meeting.purpose, { indent: lang === 'zh' })] : []),
        facts(base(view, lang)),
        heading(t.agenda),
        list(view.agenda, { numbered: true }),
        ...(view.invited.length > 0 ? [facts([[t.invited, view.invited.map((one) => one.words).join(lang === 'zh' ? '、' : ', ')]])] : []),
        space(8),
        qrBlock(about.address, { caption: meetingPaperText[lang].scanPage }),
        space(14),
        paragraph(`${meeting.convener} ${meetingPaperText[lang].stamp}`, { bold: true }),
        paragraph(instantText(meeting.calledAt, lang).slice(0, -6)),
      ],
    }),
  );
}

/** A line of the sign-in sheet: its code, the door or organisation, and the name where it is known. */
export interface SheetPaperLine {
  code: string;
  door: string;
  name: string;
}

/** The sheet to sign on paper: a line for everybody on the list, with its code for entering it again, and the code to sign in by phone. */
export function sheetPaper(view: MeetingView, lines: readonly SheetPaperLine[], about: PrintedFor): Promise<Uint8Array> {
  const { lang } = about;
  const p = meetingPaperText[lang];
  const { meeting } = view;
  return renderPdf(
    paper({
      title: `${meeting.title} ${p.sheet}`,
      meta: { lang, issuer: about.issuer, code: meeting.signInCode, printedDay: about.today },
      footer: p.sheetFoot,
      body: [
        facts(base(view, lang).slice(0, 3), 1),
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
    }),
  );
}

/** The minutes with lines to sign. */
export function minutesPaper(view: MeetingView, about: PrintedFor): Promise<Uint8Array> | null {
  const { lang } = about;
  const t = meetingText[lang];
  const f = meetingFormText[lang];
  const r = resolutionText[lang];
  const p = meetingPaperText[lang];
  const { meeting } = view;
  const last = view.minutes.at(-1);
  if (!last) return null;
  const delay = minutesDelayDays(meeting, last.recordedAt);
  const present = countWords(meeting, view.present, lang);
  const entitled = view.entitled === null ? '' : p.ofEntitled(countWords(meeting, view.entitled, lang));
  return renderPdf(
    paper({
      title: meeting.title,
      subtitle: t.minutes,
      meta: { lang, issuer: about.issuer, printedDay: about.today },
      body: [
        facts([
          ...base(view, lang),
          [t.recorder, last.recorder],
          [t.present, `${present}${entitled}`],
          [p.version, `${t.version(last.version, instantText(last.recordedAt, lang), last.recorder)}${delay > 0 ? ` · ${t.late(delay)}` : ''}`],
        ]),
        ...(last.version === meeting.publishedVersion ? [] : [box([paragraph(p.draft)])]),
        ...(last.correction ? [facts([[t.correction, last.correction]])] : []),
        ...(meeting.breaches.length > 0
          ? [box(meeting.breaches.map((breach) => paragraph(`${breachText(breach)[lang]}${breach.clause ? `（${breach.clause}）` : ''}`)))]
          : []),
        heading(t.agenda),
        list(view.agenda, { numbered: true }),
        ...(last.body.said.length > 0 ? [heading(t.saidTitle), ...last.body.said.map((one) => paragraph(one.who ? `${one.who}：${one.text}` : one.text))] : []),
        ...(last.hands.length > 0
          ? [
              heading(t.handsTitle),
              table({
                columns: [
                  { label: f.question },
                  { label: f.yes, width: 46, align: 'right' },
                  { label: f.no, width: 46, align: 'right' },
                  { label: f.abstain, width: 46, align: 'right' },
                  { label: t.present, width: 46, align: 'right' },
                  { label: p.result, width: 56 },
                ],
                rows: last.hands.map((one) => [
                  one.question,
                  String(one.yes),
                  String(one.no),
                  String(one.abstain),
                  String(one.present),
                  one.passed ? p.passed : p.notPassed,
                ]),
              }),
            ]
          : []),
        ...(last.body.decisions.length > 0 ? [heading(t.decisionsTitle), list(last.body.decisions)] : []),
        ...(view.resolutions.length > 0
          ? [
              heading(t.resolutions),
              table({
                columns: [{ label: f.resolutionText }, { label: r.executor, width: 90 }, { label: r.supervisor, width: 70 }, { label: r.deadline, width: 90 }],
                rows: view.resolutions.map((one) => [one.resolution.text, one.executor, one.supervisor, dayText(one.resolution.deadline, lang)]),
              }),
            ]
          : []),
        ...(last.body.notes ? [heading(t.notesTitle), paragraph(last.body.notes)] : []),
        signatures([{ label: t.chair }, { label: t.recorder }, { label: p.residents }, { label: p.committee }], p.date),
      ],
    }),
  );
}
