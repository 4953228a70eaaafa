import { answerOf, answerText, type OptionOutcome, testText } from '#modules/ballots';
import type { TallyTest } from '#libs/decide';
import { type Block, facts, heading, paper, paragraph, qrBlock, type PdfDocument, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { dayText, instantText } from '../ui/index.ts';
import { verdictWords } from './parts.tsx';
import { ballotPaperText, ballotText } from './text.ts';
import { type BallotView, electorsWords } from './view.ts';
import { voteText } from './vote-text.ts';

interface PrintedFor {
  lang: Lang;
  issuer: string;
  today: string;
  address: string;
}

/**
 * The certificate of a result: the roll with its source and digest, who came by which way, the count, every test of the rule with its figures and clause, lines to
 * sign; the named list for whoever may see it. Null before the ballot is closed.
 */
export function resultPaper(view: BallotView, about: PrintedFor): PdfDocument | null {
  const { lang } = about;
  const { ballot, outcome } = view;
  const t = ballotText[lang];
  const p = ballotPaperText[lang];
  const v = voteText[lang];
  if (!outcome || ballot.state !== 'closed') return null;
  return paper({
    title: p.resultTitle,
    subtitle: ballot.question,
    meta: { lang, issuer: about.issuer, printedDay: about.today },
    body: [
      paragraph(p.certified(verdictWords(outcome, lang)), { bold: true }),
      facts([
        [t.law, view.lawTitle],
        [t.clause, ballot.clause],
        [t.electorate, `${t[ballot.electorate]}${view.building === null ? '' : t.onlyBuilding(view.building)}`],
        [v.how, ballot.secrecy === 'secret' ? v.secretBallot : p.namedBallot],
        [p.from, ballot.openedAt ? instantText(ballot.openedAt, lang) : ''],
        [t.closes, instantText(ballot.closesAt, lang)],
        ...(view.meeting ? [[t.meeting, view.meeting.title] as const] : []),
      ]),
      heading(p.rollHead),
      facts([
        [t.rollCount, electorsWords(ballot, ballot.rollCount ?? view.rollCount, lang)],
        [t.rollSource, ballot.rollSource ?? ''],
        [p.shownUntil, ballot.objectionsUntil === null ? '' : dayText(ballot.objectionsUntil, lang)],
        [t.digest, ballot.rollDigest ?? ''],
      ]),
      heading(p.channelsHead),
      table({
        columns: [{ label: t.channel }, { label: p.number_, width: 90, align: 'right' }],
        rows: view.channels.map((each) => [t[each.channel], String(each.count)]),
        total: [p.together, String(outcome.cast)],
      }),
      heading(p.countHead),
      ...counts(view, lang),
      heading(p.testsHead),
      testsTable(outcome.tests, ballot.clause, lang),
      ...(outcome.options ? [optionTests(outcome.options.standings, ballot.clause, lang)] : []),
      ...list(view, about),
      signatures([{ label: p.counter }, { label: p.watcher }, { label: p.chair }, { label: p.committee }], p.date),
      paragraph(dayText(about.today, lang)),
    ],
  });
}

function counts({ ballot, outcome }: BallotView, lang: Lang): Block[] {
  const t = ballotText[lang];
  const v = voteText[lang];
  if (!outcome) return [];
  const unit = t.unit(ballot.electorate);
  const spoiled = outcome.spoiled > 0 ? v.spoiledCount(outcome.spoiled) : '';
  if (!outcome.options) {
    const { yes, no, abstain } = outcome.counts;
    return [paragraph(`${t.countWords(yes, no, abstain, unit)}${spoiled}`)];
  }
  const points = ballot.kind === 'score' || ballot.kind === 'ranking';
  const states = { elected: v.chosen, tied: v.tied, 'not-elected': v.notChosen };
  return [
    table({
      columns: [
        { label: v.place, width: 40 },
        { label: v.option },
        { label: points ? v.score_ : v.votes, width: 70, align: 'right' },
        { label: v.state, width: 100 },
      ],
      rows: outcome.options.standings.map((each) => [String(each.place), `${each.option}. ${each.label}`, String(each.votes), states[each.status]]),
    }),
    paragraph(v.castCount(`${outcome.cast} ${unit}`, `${outcome.counts.abstain} ${unit}`, outcome.spoiled)),
  ];
}

/** Each test with what was reached, of what, the bar, where it stands written, and how much was missing. */
function testsTable(tests: readonly TallyTest[], clause: string, lang: Lang, of: (test: TallyTest) => string = (test) => testText(test, lang)): Block {
  const t = ballotText[lang];
  const p = ballotPaperText[lang];
  return table({
    columns: [{ label: p.test }, { label: p.share, width: 84, align: 'right' }, { label: t.clause, width: 120 }, { label: p.outcome, width: 76 }],
    rows: tests.map((test) => [
      of(test),
      `${test.numerator} / ${test.denominator}`,
      clause,
      test.passed ? p.met : test.missing === null ? p.notMet : p.notMetBy(String(test.missing)),
    ]),
  });
}

function optionTests(standings: readonly OptionOutcome[], clause: string, lang: Lang): Block {
  const tests = standings.flatMap((each) => each.tests.map((test) => ({ test, label: each.label })));
  const labels = new Map(tests.map(({ test, label }) => [test, label]));
  return tests.length === 0
    ? paragraph('')
    : testsTable(
        tests.map(({ test }) => test),
        clause,
        lang,
        (test) => `${labels.get(test) ?? ''}${lang === 'zh' ? '：' : ': '}${testText(test, lang)}`,
      );
}

function list(view: BallotView, { lang, address }: PrintedFor): Block[] {
  const { ballot } = view;
  const t = ballotText[lang];
  const p = ballotPaperText[lang];
  if (ballot.secrecy === 'secret') return [paragraph(p.listAt), qrBlock(`${address}/votes`, { size: 90 })];
  if (!view.may.votes) return [paragraph(t.namesForOwn)];
  return [
    heading(t.names),
    table({
      columns: [
        { label: t.no_, width: 34 },
        { label: t.elector },
        { label: t.choice, width: ballot.kind === 'yes-no' ? 60 : 150 },
        { label: t.voter, width: 70 },
        { label: t.channel, width: 70 },
      ],
      rows: view.named.map((row) => [
        String(row.line.no),
        row.label,
        row.vote ? answerText(ballot.kind, view.options, answerOf(row.vote), lang) : t.notVoted,
        row.voter || (row.recorder === '' ? '' : t.writtenBy(row.recorder)),
        row.vote ? t[row.vote.channel] : '',
      ]),
    }),
  ];
}
