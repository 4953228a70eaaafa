import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { parseYuan } from '#libs/money';
import { ballotKinds, ballotLaws, countings, createBallot, type OptionInput, secrecies } from '#modules/ballots';
import { findMeeting } from '#modules/meetings';
import { findNeighbourhood, listBuildings } from '#modules/places';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { NewBallotPage } from './form-pages.tsx';
import { ballotText } from './text.ts';
import { voteText } from './vote-text.ts';

/** Drafting a ballot. */
export function newBallotRoutes(r: Routes): void {
  r.get('/ballots/new', 'ballot.create', (w) =>
    showNew(w, { place: w.query('place'), meeting: w.query('meeting'), project: w.query('project'), resolution: w.query('resolution') }),
  );
  r.post('/ballots/new', 'ballot.create', create);
}

type From = Partial<Record<'place' | 'meeting' | 'project' | 'resolution', string | undefined>>;
const idOf = (text: string | undefined): string | null => (z.uuid().safeParse(text).success ? (text ?? null) : null);

async function showNew(w: Web, from: From, back?: { errors: FieldErrors; form: Form }) {
  const meetingId = idOf(from.meeting);
  const context = await w.read(async (tx) => {
    const meeting = meetingId ? await findMeeting(tx, meetingId) : null;
    const wanted = meeting?.neighbourhoodId ?? from.place;
    const place = wanted ? await findNeighbourhood(tx, wanted) : null;
    return { meeting, place, buildings: place ? await listBuildings(tx, place.id) : [] };
  });
  const { meeting, place } = context;
  if (!place) return w.notFound();
  if (!w.can('ballot.create', { neighbourhoodId: place.id })) return w.forbidden();
  const ids = { place: place.id, meeting: meetingId, project: idOf(from.project), resolution: idOf(from.resolution) };
  return w.page(
    <NewBallotPage
      page={w.frame({ neighbourhood: place })}
      place={place}
      meeting={meeting}
      today={w.today}
      hidden={Object.fromEntries(Object.entries(ids).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))}
      laws={Object.entries(ballotLaws).map(([value, law]) => ({ value, label: law.title[w.lang], hint: `${law.source}${law.clause}` }))}
      buildings={context.buildings.map((one) => ({ value: one.id, label: one.name }))}
      start={{ law: 'residents-assembly-households' }}
      errors={back && w.errorTexts(back.errors, { ...ballotText[w.lang], ...voteText[w.lang] })}
      values={back?.form.values}
    />,
    back ? 422 : 200,
  );
}

const newSchema = z.object({
  place: field.id(),
  meeting: field.id().optional(),
  project: field.id().optional(),
  resolution: field.id().optional(),
  question: field.text(300),
  explanation: field.text(4000).optional(),
  law: z.string(),
  building: field.id().optional(),
  day: field.day(),
  time: field.time(),
  kind: z.enum(ballotKinds).optional(),
  options: z.string().max(8000, 'too-long').optional(),
  min: field.whole(1, 60).optional(),
  max: field.whole(1, 60).optional(),
  seats: field.whole(1, 60).optional(),
  score: field.whole(1, 100).optional(),
  budget: field.amount().optional(),
  counting: z.enum(countings).optional(),
  secrecy: z.enum(secrecies).optional(),
  unreceipted: field.tick(),
  fixed: field.tick(),
});

/** Options as typed, one a line; where a sum is spent the amount stands at the end of the line. Null when an amount cannot be read. */
function readOptions(text: string, priced: boolean): OptionInput[] | null {
  const options: OptionInput[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, label = '', amount = ''] = priced ? (/^(.*?)[\s:：，,]*([\d０-９.．,，]+)\s*(?:元|yuan)?$/.exec(line) ?? []) : [line, line];
    if (!priced) options.push({ label });
    else {
      const fen = parseYuan(amount.normalize('NFKC').replace(/,/g, ''));
      if (!fen.ok) return null;
      options.push({ label, costFen: fen.value });
    }
  }
  return options;
}

async function create(w: Web) {
  const form = w.form();
  const from: From = { place: form.text('place'), meeting: form.text('meeting'), project: form.text('project'), resolution: form.text('resolution') };
  const parsed = form.parse(newSchema);
  if (!parsed.ok) return showNew(w, from, { errors: parsed.error, form });
  const { day, time, place, meeting, project, resolution, building, question, explanation, law, kind = 'yes-no', ...asked } = parsed.value;
  const closesAt = instantAt(day, time);
  if (!closesAt.ok) return showNew(w, from, { errors: { day: 'not-a-date' }, form });
  // Options that were typed are never dropped unseen.
  if (kind === 'yes-no' && asked.options) return showNew(w, from, { errors: { kind: 'options-and-yes-no' }, form });
  const options = kind === 'yes-no' ? [] : readOptions(asked.options ?? '', kind === 'budget');
  if (!options) return showNew(w, from, { errors: { options: 'options-unfit' }, form });
  const done = await createBallot(w.command(form), {
    question,
    ...(explanation === undefined ? {} : { explanation }),
    law,
    kind,
    options,
    minPicks: asked.min ?? null,
    maxPicks: asked.max ?? null,
    seats: asked.seats ?? null,
    scoreMax: asked.score ?? null,
    budgetFen: asked.budget ?? null,
    counting: asked.counting ?? null,
    secrecy: asked.secrecy ?? 'named',
    receipts: !asked.unreceipted,
    mayChange: !asked.fixed,
    neighbourhoodId: place,
    meetingId: meeting ?? null,
    projectId: project ?? null,
    resolutionId: resolution ?? null,
    buildingId: building ?? null,
    closesAt: closesAt.value,
  });
  if (done.ok) return w.redirect(`/ballots/${done.value.ballotId}`, ballotText[w.lang].created);
  const at = {
    'question-required': 'question',
    'law-unknown': 'law',
    'in-the-past': 'day',
    'options-unfit': 'options',
    'bounds-unfit': 'max',
    'secret-needs-equals': 'secrecy',
  }[String(done.error)];
  return at ? showNew(w, from, { errors: { [at]: done.error }, form }) : w.refuse(done.error, ballotText[w.lang]);
}
