import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import type { Result } from '#libs/result';
import type { CommandContext } from '#platform/command';
import { rollOf } from '#modules/ballots';
import {
  answerNomination,
  beginCount,
  callRunoff,
  cancelElection,
  checkCandidate,
  declareResult,
  finishCount,
  listCandidates,
  nameOfficial,
  nominate,
  officialDuties,
  openElectionVoting,
  openNominations,
  relieveOfficial,
  showElectionRoll,
  takeOffice,
} from '#modules/elections';
import { field, type Routes, type Web } from '../kit/index.ts';
import { chosenPerson, peopleToChoose } from '../matters/people.ts';
import { ElectionPage, type ElectionPageView } from './election-page.tsx';
import { electionText } from './text.ts';
import { type ElectionView, loadElection } from './view.ts';

/** The page of an election. */
export async function showElection(w: Web, back?: ElectionPageView['back']) {
  const id = w.id();
  const view = id ? await loadElection(w, id) : null;
  if (!view) return w.notFound();
  const people = view.may.prepare ? await w.read((tx) => peopleToChoose(tx, view.place.id)) : [];
  return w.page(
    <ElectionPage page={w.frame({ neighbourhood: view.place })} view={view} today={w.today} now={w.now} people={people} back={back} />,
    back ? 422 : 200,
  );
}

type Flash =
  | 'rollShown'
  | 'nominationsOpened'
  | 'answered'
  | 'checked'
  | 'listedFlash'
  | 'opened'
  | 'begun'
  | 'declared'
  | 'runoffCreated'
  | 'tookOffice'
  | 'cancelledFlash'
  | 'saved';
/** Errors told beside a field; the others are told on a page of their own. */
const fieldOf: Record<string, string> = {
  'day-unfit': 'until',
  'papers-missing': 'missing',
  'too-few-days': 'until',
  'unknown-person': 'name',
  'which-person': 'door',
  'nominated-before': 'name',
  'is-candidate': 'person',
  'already-named': 'person',
  'in-the-past': 'day',
};

/** Steps of an election; each posts to `/elections/:id/<name>`. */
export function stepRoutes(r: Routes): void {
  step(r, 'roll', 'election.prepare', z.object({ until: field.day(), people: field.list() }), 'rollShown', (ctx, electionId, input) =>
    showElectionRoll(ctx, {
      electionId,
      until: input.until,
      representativeIds: input.people.flatMap((one) => chosenPerson(one)?.personId ?? []),
    }),
  );
  step(r, 'nominations', 'election.prepare', z.object({ until: field.day() }), 'nominationsOpened', (ctx, electionId, input) =>
    openNominations(ctx, { electionId, until: input.until }),
  );
  const nomination = { post: field.whole(1, 9), name: field.text(60), door: field.text(60).optional() };
  r.post('/elections/:id/nominate', 'election.nominate', (w) =>
    run(w, 'nominate', z.object(nomination), async (ctx, electionId, input) => {
      const done = await nominate(ctx, { electionId, postNo: input.post, name: input.name, ...(input.door ? { door: input.door } : {}) });
      return done.ok ? { ok: true, value: electionText[w.lang].nominated(done.value.nominators) } : done;
    }),
  );
  r.post('/elections/:id/nominate-for', 'election.prepare', (w) =>
    run(w, 'nominate-for', z.object({ ...nomination, elector: field.whole(1, 1_000_000) }), async (ctx, electionId, input, view) => {
      const [first] = view.posts;
      const line = first && (await w.read((tx) => rollOf(tx, first.ballotId))).find((one) => one.no === input.elector);
      if (!line) return { ok: false, error: 'not-on-roll' };
      const done = await nominate(ctx, {
        electionId,
        postNo: input.post,
        name: input.name,
        electorId: line.electorId,
        ...(input.door ? { door: input.door } : {}),
      });
      return done.ok ? { ok: true, value: electionText[w.lang].nominated(done.value.nominators) } : done;
    }),
  );
  r.post('/elections/:id/stand', 'election.stand', (w) =>
    run(
      w,
      `stand ${w.form().text('candidate')}`,
      z.object({ candidate: field.id(), stands: z.enum(['yes', 'no'], 'required'), about: field.text(500).optional() }),
      async (ctx, electionId, input, view) => {
        const mine = view.candidates.some((one) => one.id === input.candidate && one.mine);
        const done = await answerNomination(ctx, {
          electionId,
          candidateId: input.candidate,
          stands: input.stands === 'yes',
          about: input.about ?? '',
          channel: mine ? 'own' : 'paper',
        });
        return done.ok ? { ok: true, value: electionText[w.lang].answered } : done;
      },
    ),
  );
  r.post('/elections/:id/check', 'election.check', (w) =>
    run(
      w,
      `check ${w.form().text('candidate')}`,
      z.object({ candidate: field.id(), eligible: z.enum(['yes', 'no'], 'required'), note: field.text(500) }),
      async (ctx, electionId, input) => {
        const done = await checkCandidate(ctx, { electionId, candidateId: input.candidate, eligible: input.eligible === 'yes', note: input.note });
        return done.ok ? { ok: true, value: electionText[w.lang].checked } : done;
      },
    ),
  );
  const who = { person: z.string('required'), duty: z.enum(officialDuties, 'required') };
  step(r, 'officials', 'election.prepare', z.object(who), 'saved', (ctx, electionId, input) =>
    nameOfficial(ctx, { electionId, personId: chosenPerson(input.person)?.personId ?? '00000000-0000-7000-8000-000000000000', duty: input.duty }),
  );
  step(r, 'relieve', 'election.prepare', z.object({ ...who, person: field.id() }), 'saved', (ctx, electionId, input) =>
    relieveOfficial(ctx, { electionId, personId: input.person, duty: input.duty }),
  );
  step(r, 'list', 'election.prepare', z.object({}), 'listedFlash', (ctx, electionId) => listCandidates(ctx, { electionId }));
  step(r, 'open', 'election.prepare', z.object({}), 'opened', (ctx, electionId) => openElectionVoting(ctx, { electionId }));
  step(r, 'begin-count', 'election.declare', z.object({}), 'begun', (ctx, electionId) => beginCount(ctx, { electionId }));
  r.post('/elections/:id/finish-count', 'election.declare', (w) =>
    run(w, 'finish-count', z.object({ missing: field.whole().optional() }), async (ctx, electionId, { missing = 0 }) => {
      const done = await finishCount(ctx, { electionId, missing });
      return done.ok ? { ok: true, value: electionText[w.lang].finished(done.value.papers, done.value.missing) } : done;
    }),
  );
  step(r, 'declare', 'election.declare', z.object({}), 'declared', (ctx, electionId) => declareResult(ctx, { electionId }));
  step(r, 'take-office', 'election.confirm', z.object({ fromDay: field.day() }), 'tookOffice', (ctx, electionId, input) =>
    takeOffice(ctx, { electionId, fromDay: input.fromDay }),
  );
  step(r, 'cancel', 'election.prepare', z.object({ reason: field.text(500) }), 'cancelledFlash', (ctx, electionId, input) =>
    cancelElection(ctx, { electionId, reason: input.reason }),
  );
  r.post('/elections/:id/runoff', 'election.prepare', async (w) => {
    const id = w.id();
    const view = id ? await loadElection(w, id) : null;
    if (!id || !view) return w.notFound();
    const form = w.form();
    const t = electionText[w.lang];
    const back = (errors: Record<string, string>) => showElection(w, { form: 'runoff', errors: w.errorTexts(errors, t), values: form.values });
    const parsed = form.parse(z.object({ day: field.day(), time: field.time() }));
    if (!parsed.ok) return back(parsed.error);
    const closesAt = instantAt(parsed.value.day, parsed.value.time);
    if (!closesAt.ok) return back({ day: 'not-a-date' });
    const done = await callRunoff(w.command(form), { electionId: id, closesAt: closesAt.value });
    if (done.ok) return w.redirect(`/elections/${done.value.electionId}`, t.runoffCreated);
    return done.error === 'in-the-past' ? back({ day: done.error }) : w.refuse(done.error, t);
  });
}

function step<S extends z.ZodObject>(
  r: Routes,
  name: string,
  action: string,
  shape: S,
  flash: Flash,
  work: (ctx: CommandContext, electionId: string, input: z.output<S>) => Promise<Result<unknown, string>>,
): void {
  r.post(`/elections/:id/${name}`, action, (w) =>
    run(w, name, shape, async (ctx, electionId, input) => {
      const done = await work(ctx, electionId, input);
      return done.ok ? { ok: true, value: electionText[w.lang][flash] } : done;
    }),
  );
}

async function run<S extends z.ZodObject>(
  w: Web,
  name: string,
  shape: S,
  work: (ctx: CommandContext, electionId: string, input: z.output<S>, view: ElectionView) => Promise<Result<string, string>>,
) {
  const id = w.id();
  const view = id ? await loadElection(w, id) : null;
  if (!id || !view) return w.notFound();
  const form = w.form();
  const t = electionText[w.lang];
  const back = (errors: Record<string, string>) => showElection(w, { form: name, errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(shape);
  if (!parsed.ok) return back(parsed.error);
  const done = await work(w.command(form), id, parsed.value, view);
  if (done.ok) return w.redirect(`/elections/${id}`, done.value);
  const known =
    name === 'take-office' && done.error === 'day-unfit' ? 'fromDay' : name === 'officials' && done.error === 'unknown-person' ? 'person' : fieldOf[done.error];
  return known !== undefined && known in shape.shape ? back({ [known]: done.error }) : w.refuse(done.error, t);
}
