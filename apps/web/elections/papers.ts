import type { BallotOption } from '#modules/ballots';
import { cards, facts, heading, paper, paragraph, type PdfDocument, renderPdf, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, instantText } from '../ui/index.ts';
import { electionText, electionWord } from './text.ts';
import type { ElectionView, SeenPost } from './view.ts';

interface PrintedFor {
  lang: Lang;
  issuer: string;
  today: string;
}

/** Ballot papers without number or name, two on an A4 sheet: one sheet of each post, to be copied, stamped and counted. */
export function ballotPapers(view: ElectionView, options: ReadonlyMap<number, readonly BallotOption[]>, about: PrintedFor): Promise<Uint8Array> {
  const t = electionText[about.lang];
  const one = (post: SeenPost) => [
    paragraph(about.issuer, { align: 'center' }),
    heading(`${view.election.title} ${t.paperTitle}`),
    paragraph(`${electionWord(about.lang, post.kind)}　${t.seats(post.seats)}`, { bold: true, align: 'center' }),
    table({
      columns: [{ label: '', width: 36 }, { label: t.sheetCandidate }],
      rows: (options.get(post.no) ?? []).map((option) => ['□', `${option.no}　${option.label}`]),
      rowHeight: 24,
    }),
    paragraph(t.paperHow(post.seats)),
    paragraph(t.paperSecret, { soft: true }),
  ];
  return renderPdf(
    cards(
      view.posts.flatMap((post) => [one(post), one(post)]),
      2,
    ),
  );
}

/** The result with every figure and the lines that counters, watchers and the election committee sign. */
export function resultSheet(view: ElectionView, about: PrintedFor): PdfDocument | null {
  const { lang } = about;
  const t = electionText[lang];
  const { election } = view;
  if (view.results.size === 0) return null;
  const who = (duty: string) =>
    view.officials
      .filter((one) => one.duty === duty)
      .map((one) => one.name)
      .join('、');
  return paper({
    title: t.sheetTitle,
    subtitle: election.title,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      facts([
        [t.closes, instantText(election.closesAt, lang)],
        ...(election.decidedAt === null ? [] : [[t.date, instantText(election.decidedAt, lang)] as const]),
        ...(['chair', 'caller', 'counter', 'watcher'] as const).map((duty) => [electionWord(lang, duty), who(duty)] as const),
      ]),
      ...view.posts.flatMap((post) => {
        const { outcome } = post.ballot;
        const of = view.candidates
          .filter((one) => one.postNo === post.no && view.results.has(one.id))
          .sort((a, b) => (view.results.get(b.id)?.votes ?? 0) - (view.results.get(a.id)?.votes ?? 0));
        return [
          heading(`${electionWord(lang, post.kind)}（${t.seats(post.seats)}）`),
          paragraph(outcome === null ? '' : t.castLine(post.ballot.rollCount ?? 0, outcome.cast, outcome.counts.abstain, outcome.spoiled)),
          ...(outcome !== null && !outcome.quorate ? [paragraph(t.quorumFailed, { bold: true })] : []),
          table({
            columns: [
              { label: '', width: 34 },
              { label: t.sheetCandidate },
              { label: t.votes, width: 70, align: 'right' },
              { label: t.sheetStatus, width: 110 },
            ],
            rows: of.map((one) => {
              const result = view.results.get(one.id);
              return [String(one.place ?? ''), one.name, String(result?.votes ?? 0), electionWord(lang, result?.status ?? '')];
            }),
          }),
        ];
      }),
      paragraph(t.papersLine(view.visits.length, view.visits.filter((one) => one.returned).length)),
      ...(election.lotSeed === null ? [] : [paragraph(t.seedLine(election.lotSeed), { soft: true })]),
      ...(election.termFrom !== null && election.termTo !== null ? [paragraph(t.term(dayText(election.termFrom, lang), dayText(election.termTo, lang)))] : []),
      signatures([{ label: t.caller }, { label: t.counter }, { label: t.counter }, { label: t.watcher }, { label: t.chair }, { label: about.issuer }], t.date),
    ],
  });
}
