import { breachText, type MinutedRecord, type MinutesSignature, minutesDelayDays, publicationLaw, type Signer, signsFor } from '#modules/meetings';
import { type Block, box, facts, heading, list, paper, type PaperPhoto, paragraph, photos, type PdfDocument, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, instantText } from '../ui/index.ts';
import { meetingFormText, resolutionText } from './form-text.ts';
import { countSentence, proposalLines } from './minutes-record.tsx';
import { minutesText } from './minutes-text.ts';
import { meetingPaperText } from './paper-text.ts';
import { headFacts, type PrintedFor } from './papers.ts';
import { runText } from './run-text.ts';
import { needWords, spanText } from './run-view.ts';
import { howSigned } from './sign-page.tsx';
import { signText } from './sign-text.ts';
import { meetingText } from './text.ts';
import { countWords, type MeetingView } from './view.ts';

/** Who signed the version that is printed; the pictures only for those who may see them. */
export interface SignedBy {
  signers: readonly Signer[];
  signatures: readonly (MinutesSignature & { picture?: PaperPhoto | undefined })[];
  digest: string | null;
}

/** The minutes in their official form: facts, breaches with their clauses, every item with what was said, proposed, counted and decided, signatures. */
export function minutesPaper(view: MeetingView, about: PrintedFor, signed: SignedBy): PdfDocument | null {
  const { lang } = about;
  const t = meetingText[lang];
  const m = minutesText[lang];
  const r = resolutionText[lang];
  const p = meetingPaperText[lang];
  const { meeting } = view;
  const last = view.minutes.at(-1);
  if (!last) return null;
  const delay = minutesDelayDays(meeting, last.recordedAt);
  const head = last.body.head;
  const words = (n: number) => countWords(meeting, n, lang);
  const entitled = view.entitled === null ? '' : p.ofEntitled(words(view.entitled));
  const present = head && head.away > 0 ? m.room(words(head.present), words(head.room), words(head.away)) : words(view.present);
  const law = publicationLaw(meeting);
  return paper({
    title: meeting.title,
    subtitle: t.minutes,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      facts([
        ...headFacts(view, lang),
        [t.recorder, head?.recorder || last.recorder],
        [t.present, `${present}${entitled}`],
        [p.version, `${t.version(last.version, instantText(last.recordedAt, lang), last.recorder)}${delay > 0 ? ` · ${t.late(delay)}` : ''}`],
      ]),
      ...(last.version === meeting.publishedVersion ? [] : [box([paragraph(p.draft)])]),
      ...(last.correction ? [facts([[t.correction, last.correction]])] : []),
      ...(meeting.breaches.length > 0
        ? [box(meeting.breaches.map((breach) => paragraph(`${breachText(breach)[lang]}${breach.clause ? `（${breach.clause}）` : ''}`)))]
        : []),
      ...(head && head.foundMore > 0 ? [box([paragraph(m.foundMore(words(head.foundMore)))])] : []),
      ...(last.body.record ? itemBlocks(view, last, last.body.record, lang) : plainBlocks(view, last, lang)),
      ...(view.resolutions.length > 0
        ? [
            heading(t.resolutions),
            table({
              columns: [
                { label: meetingFormText[lang].resolutionText },
                { label: r.executor, width: 90 },
                { label: r.supervisor, width: 80 },
                { label: r.deadline, width: 90 },
              ],
              rows: view.resolutions.map((one) => [one.resolution.text, one.executor, one.supervisor, dayText(one.resolution.firstDeadline, lang)]),
            }),
          ]
        : []),
      ...(last.body.notes ? [heading(t.notesTitle), paragraph(last.body.notes)] : []),
      ...(law ? [paragraph(m.lateNotice(law.days, law.clause), { soft: true })] : []),
      ...signatureBlocks(signed, last.version, `${meeting.convener}${p.stamp}`, lang),
    ],
  });
}

type Version = MeetingView['minutes'][number];
const spoken = (one: { who: string; text: string }) => paragraph(one.who ? `${one.who}：${one.text}` : one.text);

/** Minutes written without a record: agenda, then everything that was said. */
function plainBlocks(view: MeetingView, last: Version, lang: Lang): Block[] {
  const t = meetingText[lang];
  return [
    heading(t.agenda),
    list(view.agenda, { numbered: true }),
    ...(last.body.said.length > 0 ? [heading(t.saidTitle), ...last.body.said.map(spoken)] : []),
    ...handsBlocks(last, lang),
    ...(last.body.decisions.length > 0 ? [heading(t.decisionsTitle), list(last.body.decisions)] : []),
  ];
}

/** Item by item: how long it took, what was said, proposed, counted, decided. */
function itemBlocks(view: MeetingView, last: Version, record: MinutedRecord, lang: Lang): Block[] {
  const t = meetingText[lang];
  const m = minutesText[lang];
  const run = runText[lang];
  const blocks: Block[] = [];
  const about = (item: number | null) => {
    for (const one of last.body.said.filter((said) => (said.item ?? null) === item)) blocks.push(spoken(one));
    for (const proposal of record.proposals.filter((one) => one.item === item)) {
      blocks.push(heading(`${run.proposal(proposal.no)}（${run.author} ${proposal.author}，${run.outcome(proposal.outcome)}）`, { level: 2 }));
      blocks.push(...proposalLines(proposal, lang).map((line) => paragraph(line)));
    }
    for (const hands of record.hands.filter((one) => one.item === item)) {
      blocks.push(
        paragraph(
          `${run.hands}：${hands.question}（${hands.need === null ? run['count-only'] : run.need(needWords(hands.need, lang))}${hands.clause ? `，${hands.clause}` : ''}）`,
          { bold: true },
        ),
      );
      blocks.push(list(hands.counts.map((count) => countSentence(count, lang))));
    }
    const decisions = item === null ? last.body.decisions : last.body.itemDecisions.filter((one) => one.item === item).map((one) => one.text);
    if (decisions.length > 0) blocks.push(paragraph(t.decisionsTitle, { bold: true }), list(decisions));
  };
  for (const item of record.items) {
    blocks.push(heading(`${m.itemLegend(item.item, item.title)}${item.seconds === null ? '' : `（${m.took(spanText(item.seconds, lang))}）`}`));
    about(item.item);
  }
  const before = blocks.length;
  blocks.push(heading(m.general));
  about(null);
  if (blocks.length === before + 1) blocks.pop();
  blocks.push(...handsBlocks(last, lang));
  const late = record.speakers.filter((one) => one.limitSeconds !== null && one.seconds > one.limitSeconds).map((one) => one.name);
  if (record.speakers.length > 0)
    blocks.push(
      paragraph(
        `${m.speakers}：${record.speakers.map((one) => `${one.name} ${spanText(one.seconds, lang)}${late.includes(one.name) ? `（${m.overLimit}）` : ''}`).join('、')}`,
        {
          soft: true,
        },
      ),
    );
  return blocks;
}

/** Every question that was decided by hands, with its verdict. */
function handsBlocks(last: Version, lang: Lang): Block[] {
  if (last.hands.length === 0) return [];
  const t = meetingText[lang];
  const f = meetingFormText[lang];
  const p = meetingPaperText[lang];
  const blocks = [
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
  ];
  // The heading never stays behind when the table begins a new page.
  return last.hands.length <= 8 ? [{ stack: blocks, unbreakable: true }] : blocks;
}

/** Lines for those who have not signed, and who signed how and when over which digest. */
function signatureBlocks(signed: SignedBy, version: number, seal: string, lang: Lang): Block[] {
  const s = signText[lang];
  const p = meetingPaperText[lang];
  const under = signed.signatures.filter((one) => one.version === version);
  const missing = signed.signers.filter((signer) => !under.some((one) => signsFor(one, signer)));
  const pictures = under.flatMap((one) => (one.picture ? [{ photo: one.picture, caption: `${s[one.capacity]} ${one.name}` }] : []));
  const lines =
    under.length === 0
      ? [
          { label: s.chair },
          { label: s.recorder },
          ...missing.filter((one) => one.capacity !== 'chair' && one.capacity !== 'recorder').map((one) => ({ label: `${s[one.capacity]} ${one.name}` })),
          { label: p.residents },
          { label: seal },
        ]
      : [...missing.map((one) => ({ label: `${s[one.capacity]} ${one.name}` })), { label: seal }];
  return [
    ...(under.length > 0
      ? [
          heading(s.signatures),
          table({
            columns: [{ label: s.capacity, width: 80 }, { label: s.name, width: 100 }, { label: s.state }],
            rows: under.map((one) => [s[one.capacity], one.name, howSigned(one, lang)]),
          }),
          ...(pictures.length > 0 ? [photos(pictures)] : []),
        ]
      : []),
    ...(under.length > 0 && signed.digest ? [paragraph(`${s.digest}：${signed.digest}`, { soft: true })] : []),
    signatures(lines, p.date),
  ];
}
