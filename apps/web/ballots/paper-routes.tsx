import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { type Choice, choices, type PaperFault, readPaperVotes, recordPaperVotes, voicesOf } from '#modules/ballots';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { storeUploads } from '../meetings/uploads.ts';
import { shanghaiParts } from '../ui/index.ts';
import { PapersPage } from './form-pages.tsx';
import { ballotPapers, resultPaper } from './papers.ts';
import { ballotPaperText, ballotText } from './text.ts';
import { loadBallot } from './view.ts';

/** Paper votes in and papers out. */
export function paperVoteRoutes(r: Routes): void {
  r.get('/ballots/:id/papers', 'ballot.record', (w) => showPapers(w));
  r.post('/ballots/:id/papers', 'ballot.record', record);
  r.get('/ballots/:id/papers.pdf', 'ballot.print', async (w) => {
    const view = await found(w);
    if (!view?.may.print || view.roll.length === 0) return w.notFound();
    return w.download(
      await ballotPapers(view, view.roll, printedFor(w, view.place.name, view.ballot.id)),
      'application/pdf',
      `${view.ballot.question} ${ballotPaperText.zh.ballotPaper}.pdf`,
      true,
    );
  });
  r.get('/ballots/:id/result.pdf', 'ballot.read', async (w) => {
    const view = await found(w);
    const bytes = view && (await resultPaper(view, printedFor(w, view.place.name, view.ballot.id)));
    return view && bytes ? w.download(bytes, 'application/pdf', `${view.ballot.question} ${ballotPaperText.zh.resultTitle}.pdf`, true) : w.notFound();
  });
}

const printedFor = (w: Web, place: string, ballotId: string) => ({
  lang: w.lang,
  issuer: `${w.subdistrict.name} ${place}`,
  today: w.today,
  address: w.absolute(`/ballots/${ballotId}`),
});

const found = async (w: Web) => {
  const id = w.id();
  return id ? loadBallot(w, id) : null;
};

async function showPapers(w: Web, back?: { faults?: readonly PaperFault[]; errors?: FieldErrors; form: Form }) {
  const view = await found(w);
  if (!view?.may.record) return w.notFound();
  if (view.ballot.state !== 'open') return w.refuse('not-open', ballotText[w.lang]);
  const voted = new Set((await w.read((tx) => voicesOf(tx, view.ballot.id))).map((vote) => vote.electorId));
  return w.page(
    <PapersPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      waiting={view.roll.filter((line) => !voted.has(line.electorId))}
      start={shanghaiParts(w.now)}
      faults={back?.faults}
      errors={back?.errors && w.errorTexts(back.errors, ballotText[w.lang])}
      values={back?.form.values}
    />,
    back ? 422 : 200,
  );
}

const schema = z.object({
  channel: z.enum(['paper', 'assisted', 'hands'], 'required'),
  day: field.day(),
  time: field.time(),
  lines: z.string().max(100_000, 'too-long').optional(),
});

async function record(w: Web) {
  const view = await found(w);
  if (!view?.may.record) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const parsed = form.parse(schema);
  if (!parsed.ok) return showPapers(w, { errors: { ...parsed.error }, form });
  const { channel, day, time, lines = '' } = parsed.value;
  const typed = instantAt(day, time);
  if (!typed.ok) return showPapers(w, { errors: { day: 'not-a-date' }, form });
  // The form knows minutes only: "now" as it was filled in is not in the future because of the seconds, nor before an opening in the same minute.
  const opened = view.ballot.openedAt;
  const castAt = opened && typed.value < opened && opened.getTime() - typed.value.getTime() < 60_000 ? opened : typed.value;
  const { faults } = readPaperVotes(lines, view.roll);
  if (faults.length > 0) return showPapers(w, { faults, errors: { lines: 'lines-unfit' }, form });
  const votes: { electorId: string; choice: Choice }[] = view.roll.flatMap((line) => {
    const choice = choices.find((known) => known === form.text(`vote-${line.electorId}`));
    return choice ? [{ electorId: line.electorId, choice }] : [];
  });
  const stored = await storeUploads(w, form, 'scan');
  if (!stored.ok) return showPapers(w, { errors: { scan: stored.error }, form });
  const [scan] = stored.value;
  const done = await recordPaperVotes(w.command(form), { ballotId: view.ballot.id, channel, castAt, lines, votes, ...(scan ? { scan } : {}) });
  if (done.ok) return w.redirect(`/ballots/${view.ballot.id}`, t.recorded(done.value.recorded, done.value.counting));
  if (done.error === 'nothing-entered') return showPapers(w, { errors: { lines: done.error }, form });
  if (done.error === 'scan-missing') return showPapers(w, { errors: { scan: done.error }, form });
  if (done.error === 'not-open') return showPapers(w, { errors: { day: done.error }, form });
  return w.refuse(done.error, t);
}
