import { testText, thresholdText } from '#modules/ballots';
import { facts, heading, paper, paragraph, renderPdf, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, instantText } from '../ui/index.ts';
import { ballotPaperText, ballotText } from './text.ts';
import { type BallotView, electorsWords } from './view.ts';

interface PrintedFor {
  lang: Lang;
  issuer: string;
  today: string;
  address: string;
}

/** The result with every test and lines to sign; the named list for whoever may see it. */
export function resultPaper(view: BallotView, about: PrintedFor): Promise<Uint8Array> | null {
  const { lang } = about;
  const { ballot, outcome } = view;
  const t = ballotText[lang];
  const p = ballotPaperText[lang];
  if (!outcome || ballot.state !== 'closed') return null;
  const { yes, no, abstain } = outcome.counts;
  return renderPdf(
    paper({
      title: `${p.resultTitle}：${outcome.passed ? t.passedWords : t.notPassedWords}`,
      subtitle: ballot.question,
      meta: { lang, issuer: about.issuer, printedDay: about.today },
      body: [
        facts([
          [t.law, view.lawTitle],
          [t.clause, ballot.clause],
          [t.electorate, t[ballot.electorate]],
          [t.rollCount, electorsWords(ballot, view.roll.length, lang)],
          [t.closes, instantText(ballot.closesAt, lang)],
          [t.result, t.countWords(yes, no, abstain, t.unit(ballot.electorate))],
          [t.digest, ballot.rollDigest ?? ''],
          ...(view.meeting ? [[t.meeting, view.meeting.title] as const] : []),
        ]),
        table({
          columns: [{ label: p.test }, { label: t.rule, width: 170 }, { label: p.outcome, width: 60 }],
          rows: outcome.tests.map((test) => [testText(test, lang), thresholdText(test, lang), test.passed ? p.met : p.notMet]),
        }),
        ...(view.may.votes
          ? [
              heading(t.names),
              table({
                columns: [
                  { label: t.no_, width: 34 },
                  { label: t.elector },
                  { label: t.choice, width: 60 },
                  { label: t.voter, width: 70 },
                  { label: t.channel, width: 80 },
                ],
                rows: view.named.map((row) => [
                  String(row.line.no),
                  row.label,
                  row.vote ? t[row.vote.choice] : t.notVoted,
                  row.voter,
                  row.vote ? t[row.vote.channel] : '',
                ]),
              }),
            ]
          : [paragraph(t.namesForOwn)]),
        signatures([{ label: p.counter }, { label: p.watcher }, { label: p.chair }, { label: p.committee }], p.date),
        paragraph(dayText(about.today, lang)),
      ],
    }),
  );
}
