import { z } from 'zod';
import { writePb } from '#libs/decide';
import { keepRoundVote, readRoundVote } from '#modules/funds';
import { loadRound, type RoundFigures } from '../funds/round-view.ts';
import { field, type Routes, type Web } from '../kit/index.ts';
import { type FormErrors, type FormValues, tableXlsx, xlsxType } from '../ui/index.ts';
import { compare } from './compare.ts';
import { pbReason } from './pb-reasons.ts';
import { SharedPage, sharedTable } from './shared-page.tsx';
import { sharedText } from './shared-text.ts';
import { type Contest, linesOfFile, readContest, sourceKey, votesOver } from './vote.ts';

const office = { neighbourhoodId: null };

/** How a round's money was shared, and would be by each rule. */
export function sharedRoutes(r: Routes): void {
  r.get('/rounds/:id/shared', 'round.compare', (w) => show(w));
  r.post('/rounds/:id/shared', 'round.keep-vote', upload);
}

/** Public once the first award stands; the office, its auditors and the reviewers look before. */
export const isShown = (w: Pick<Web, 'can'>, { round, lines }: Pick<RoundFigures, 'round' | 'lines'>): boolean =>
  round.state === 'decided' ||
  lines.some(({ proposal }) => proposal?.confirmation?.decision === 'confirmed') ||
  w.can('review.read', office) ||
  w.can('check.read', office);

/** Ballots without names still say who chose what where few voted: they are for those who may read the votes. */
function mayTakeVotes(w: Web, contest: Contest): boolean {
  if (contest.source.kind === 'file') return true;
  return contest.source.kind === 'ballot' && w.can('ballot.votes', { neighbourhoodId: contest.source.ballot.neighbourhoodId });
}

async function show(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const id = w.id();
  if (!id) return w.notFound();
  const found = await w.read(async (tx) => {
    const figures = await loadRound(tx, id, w.can('check.read', office));
    if (!figures) return null;
    if (!isShown(w, figures)) return { figures, shown: false, sources: [], contest: null };
    const sources = await votesOver(tx, figures);
    const source = sources.find((one) => sourceKey(one) === w.query('vote')) ?? sources[0] ?? { kind: 'scores' as const };
    return { figures, shown: true, sources, contest: await readContest(tx, source, figures) };
  });
  if (!found) return w.notFound();
  const { figures, contest } = found;
  const { round } = figures;
  const format = w.query('format');
  if (format === 'pb') {
    if (!contest || contest.source.kind === 'scores') return w.notFound();
    if (!mayTakeVotes(w, contest)) return w.forbidden();
    const meta = {
      description: contest.source.kind === 'ballot' ? contest.source.ballot.question : contest.source.vote.source,
      unit: w.subdistrict.name,
      currency: 'CNY',
    };
    return w.download(new TextEncoder().encode(writePb(contest.election, meta)), 'text/plain; charset=utf-8', `${round.name}.pb`);
  }
  const comparison = contest ? await compare(contest) : null;
  const page = w.frame();
  if (format === 'xlsx') {
    if (!comparison) return w.notFound();
    return w.download(
      await tableXlsx(sharedTable({ page, round }, comparison)),
      xlsxType,
      `${round.name} ${sharedText[w.lang].title.replace(/[？?]/, '')}.xlsx`,
    );
  }
  return w.page(
    <SharedPage
      page={page}
      round={round}
      shown={found.shown}
      sources={found.sources}
      comparison={comparison}
      may={{ upload: w.can('round.keep-vote', office), takeVotes: contest !== null && mayTakeVotes(w, contest) }}
      {...back}
    />,
    back ? 422 : 200,
  );
}

const sourceFields = z.object({ source: field.text(300) });

async function upload(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = sharedText[w.lang];
  const again = (errors: Record<string, string>) => show(w, { errors, values: form.values });
  const [file] = form.files('file');
  const parsed = form.parse(sourceFields);
  const errors = { ...(parsed.ok ? {} : w.errorTexts(parsed.error, t)), ...(file ? {} : w.errorTexts({ file: 'required' }, t)) };
  if (!parsed.ok || !file || Object.keys(errors).length > 0) return again(errors);
  const read = readRoundVote(file.bytes);
  if (!read.ok) return again({ file: typeof read.error === 'string' ? t[read.error] : t.badPb(read.error.line, pbReason(read.error.reason, w.lang)) });
  const figures = await w.read((tx) => loadRound(tx, id, w.can('check.read', office)));
  if (!figures) return w.notFound();
  if (linesOfFile(read.value, figures.lines).size === 0) return again({ file: t['other-projects'] });
  const done = await keepRoundVote(w.command(form), { roundId: id, fileName: file.name, source: parsed.value.source, election: read.value });
  if (done.ok) return w.redirect(`/rounds/${id}/shared?vote=file`, t.kept);
  return done.error === 'source-required' ? again({ source: t[done.error] }) : w.refuse(done.error, t);
}
