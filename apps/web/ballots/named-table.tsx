import { answerOf, answerText, choices } from '#modules/ballots';
import { Empty, type TableSpec } from '../ui/index.ts';
import type { BallotPageView } from './ballot-page.tsx';
import { ballotText } from './text.ts';
import type { NamedVote } from './view.ts';

/** The named result, for the page and for Excel. */
export function namedTable({ page, view, query }: Pick<BallotPageView, 'page' | 'view' | 'query'>): TableSpec<NamedVote> {
  const { lang, base } = page;
  const t = ballotText[lang];
  const { ballot, options } = view;
  const yesNo = ballot.kind === 'yes-no';
  const picked = (row: NamedVote, no: string): boolean => row.vote?.picks?.some((pick) => String(pick.option) === no) ?? false;
  return {
    lang,
    base: `${base}/ballots/${ballot.id}`,
    query,
    caption: t.names,
    rows: view.named,
    filters: [
      {
        key: 'choice',
        label: t.choice,
        options: [
          ...(yesNo
            ? choices.map((value) => ({ value: value as string, label: t[value] }))
            : options.map((one) => ({ value: String(one.no), label: one.label }))),
          ...(yesNo ? [] : [{ value: 'abstain', label: t.abstain }]),
          { value: 'none', label: t.notVoted },
        ],
        matches: (row, value) => (row.vote?.choice ?? 'none') === value || picked(row, value),
      },
    ],
    columns: [
      { key: 'no', label: t.no_, numeric: true, value: (row) => row.line.no },
      { key: 'elector', label: t.elector, value: (row) => row.label },
      ...(ballot.electorate === 'owner'
        ? [{ key: 'area', label: t.area, numeric: true, value: (row: NamedVote) => Number(row.line.areaCentiM2 ?? 0n) / 100 }]
        : []),
      { key: 'choice', label: t.choice, value: (row) => (row.vote ? answerText(ballot.kind, options, answerOf(row.vote), lang) : t.notVoted) },
      { key: 'voter', label: t.voter, value: (row) => row.voter || (row.recorder === '' ? null : t.writtenBy(row.recorder)) },
      { key: 'channel', label: t.channel, value: (row) => (row.vote ? t[row.vote.channel] : null) },
      { key: 'when', label: t.when, value: (row) => row.vote?.castAt ?? null },
      { key: 'changes', label: t.versions, numeric: true, value: (row) => (row.changes > 0 ? row.changes : null) },
    ],
    empty: <Empty title={t.noRoll} />,
  };
}
