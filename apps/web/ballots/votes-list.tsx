import { answerText, picksOf, receiptText, recountFile, secretVotesOf, type SecretVote } from '#modules/ballots';
import type { Routes, Web } from '../kit/index.ts';
import { ButtonLink, Actions, dataTable, Empty, Layout, Lead, type PageFrame, Section, Soft, type TableSpec } from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import { ballotText } from './text.ts';
import { type BallotView, loadBallot } from './view.ts';
import { voteText } from './vote-text.ts';

/** Every vote of a secret ballot under its receipt, and the file with which anybody can count any closed ballot again. */
export function votesListRoutes(r: Routes): void {
  r.get('/ballots/:id/votes', 'ballot.read', showVotes);
  r.get('/ballots/:id/tally.json', 'ballot.read', async (w) => {
    const id = w.id();
    const view = id ? await loadBallot(w, id, { roll: false }) : null;
    const file = view && (view.ballot.secrecy === 'secret' || view.may.votes) && (await w.read((tx) => recountFile(tx, view.ballot)));
    return file ? json(w, file) : w.notFound();
  });
}

const json = (w: Web, value: unknown) => w.context.body(`${JSON.stringify(value, null, 1)}\n`, 200, { 'content-type': 'application/json; charset=utf-8' });

async function showVotes(w: Web) {
  const id = w.id();
  const view = id ? await loadBallot(w, id, { roll: false }) : null;
  if (!view || view.ballot.state !== 'closed' || view.ballot.secrecy !== 'secret') return w.notFound();
  const { ballot, options } = view;
  const votes = await w.read((tx) => secretVotesOf(tx, ballot.id));
  if (w.query('format') === 'json')
    return json(w, {
      question: ballot.question,
      options: options.map(({ no, label }) => ({ no, label })),
      votes: votes.map(({ no, receipt, answer }) => ({ no, receipt, choice: answer.choice, picks: picksOf(answer) })),
      outcome: ballot.outcome,
    });
  if (w.query('format') === 'csv') {
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const lines = [
      ['no', 'receipt', 'vote'],
      ...votes.map((vote) => [String(vote.no), vote.receipt ?? '', quoted(answerText(ballot.kind, options, vote.answer, w.lang))]),
    ];
    return w.download(
      new TextEncoder().encode(`\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`),
      'text/csv; charset=utf-8',
      `${ballot.question}.csv`,
    );
  }
  return w.page(<VotesPage page={w.frame({ neighbourhood: view.place })} view={view} votes={votes} query={Object.fromEntries(w.url.searchParams)} />);
}

function VotesPage({ page, view, votes, query }: { page: PageFrame; view: BallotView; votes: readonly SecretVote[]; query: Record<string, string> }) {
  const { lang, base } = page;
  const t = voteText[lang];
  const { ballot, options } = view;
  const here = `${base}/ballots/${ballot.id}`;
  const table: TableSpec<SecretVote> = {
    lang,
    base: `${here}/votes`,
    query,
    caption: t.listTitle,
    rows: [...votes],
    empty: <Empty title={ballotText[lang].notVoted} />,
    columns: [
      { key: 'no', label: ballotText[lang].no_, numeric: true, value: (row) => row.no },
      ...(ballot.receipts ? [{ key: 'receipt', label: t.receiptCode, value: (row: SecretVote) => receiptText(row.receipt ?? '') }] : []),
      { key: 'choice', label: ballotText[lang].choice, value: (row) => answerText(ballot.kind, options, row.answer, lang) },
    ],
  };
  return (
    <Layout page={page} title={t.listTitle} crumbs={[{ label: ballot.question, href: here }]}>
      <Lead>{ballot.receipts ? t.listLead : t.listNoReceipts}</Lead>
      {ballot.receipts && <Note tone="ask" title={t.receiptShow} />}
      {dataTable(table)}
      <Section title={t.recount}>
        <Soft>{t.recountHow('tally.json')}</Soft>
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/tally.json`} download>
            {t.tallyFile}
          </ButtonLink>
          <ButtonLink kind="quiet" href={`${here}/votes?format=csv`} download>
            {t.csv}
          </ButtonLink>
          <ButtonLink kind="quiet" href={`${here}/votes?format=json`} download>
            {t.json}
          </ButtonLink>
        </Actions>
      </Section>
    </Layout>
  );
}
