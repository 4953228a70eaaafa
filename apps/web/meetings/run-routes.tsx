import { z } from 'zod';
import { instantAt } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { runCommand } from '#platform/command';
import { ballotLaws, createBallotIn } from '#modules/ballots';
import {
  askHands,
  countHands,
  endWord,
  enterWord,
  giveWord,
  handsRules,
  noteDecision,
  openItem,
  proposeAmendment,
  putProposal,
  sendProposalToBallotIn,
  settleAmendment,
  strikeDecision,
  withdrawProposal,
  withdrawWord,
} from '#modules/meetings';
import { field, type FieldErrors, type Form, type Routes, type Web } from '../kit/index.ts';
import { RunPage } from './run-page.tsx';
import { runText } from './run-text.ts';
import { loadRun } from './run-view.ts';

/** Running a meeting: the recorder's page. */
export function runRoutes(r: Routes): void {
  r.get('/meetings/:id/run', 'meeting.record', (w) => show(w));
  r.post('/meetings/:id/run/:what', 'meeting.record', act);
}

async function show(w: Web, back?: { form: string; errors: FieldErrors; values: Form['values'] }) {
  const id = w.id();
  const view = id ? await loadRun(w, id) : null;
  if (!view || !w.can('meeting.record', { neighbourhoodId: view.meeting.neighbourhoodId })) return w.notFound();
  if (!view.running) return w.redirect(`/meetings/${view.meeting.id}`, runText[w.lang].closed, 'bad');
  return w.page(
    <RunPage
      page={w.frame({ neighbourhood: view.place })}
      view={view}
      laws={Object.entries(ballotLaws).map(([value, law]) => ({ value, label: law.title[w.lang] }))}
      today={w.today}
      back={back && { form: back.form, errors: w.errorTexts(back.errors, runText[w.lang]), values: back.values }}
    />,
    back ? 422 : 200,
  );
}

type Outcome = Result<unknown, string>;
interface Deed {
  /** Where its errors stand: the form on the page, and code → field. */
  form: (form: Form) => string;
  fields?: Record<string, string>;
  anchor: string;
  run: (w: Web, meetingId: string, form: Form) => Promise<Outcome | FieldErrors>;
}

/** `person id|name` of somebody on the list, or the name that was typed. */
function whoIs(form: Form): { name: string; personId: string | null } {
  const [personId = '', name = ''] = form.text('who').split('|');
  if (form.text('name') !== '') return { name: form.text('name'), personId: null };
  return { name, personId: z.uuid().safeParse(personId).success ? personId : null };
}
const author = (form: Form) => {
  const who = whoIs(form);
  return { authorName: who.name, authorPersonId: who.personId };
};
const ruleOf = (form: Form) => handsRules.find((rule) => rule === form.text('rule')) ?? null;
const named = (name: string, key: string) => (form: Form) => `${name}-${form.text(key)}`;
const counts = z.object({
  yes: field.whole(0, 100_000),
  no: field.whole(0, 100_000),
  abstain: field.whole(0, 100_000),
  found: field.whole(0, 100_000).optional(),
});

const deeds: Record<string, Deed> = {
  item: {
    form: () => 'item',
    anchor: 'agenda',
    run: (w, meetingId, form) => openItem(w.command(form), { meetingId, position: Number(form.text('position')) || 0 }),
  },
  word: {
    form: () => 'word',
    fields: { 'name-required': 'name', 'too-long': 'name', 'waiting-already': 'name' },
    anchor: 'floor',
    run: (w, meetingId, form) => enterWord(w.command(form), { meetingId, ...whoIs(form) }),
  },
  'give-word': {
    form: named('give', 'word'),
    anchor: 'floor',
    run: (w, meetingId, form) => {
      const limit = Number(form.text('limit'));
      return giveWord(w.command(form), { meetingId, wordId: form.text('word'), limitSeconds: limit >= 10 && limit <= 7200 ? Math.round(limit) : null });
    },
  },
  'end-word': {
    form: () => 'end-word',
    fields: { 'too-long': 'said' },
    anchor: 'floor',
    run: (w, meetingId, form) => endWord(w.command(form), { meetingId, wordId: form.text('word'), said: form.text('said') }),
  },
  'drop-word': { form: () => 'word', anchor: 'floor', run: (w, meetingId, form) => withdrawWord(w.command(form), { meetingId, wordId: form.text('word') }) },
  proposal: {
    form: () => 'proposal',
    fields: { 'name-required': 'name', 'text-required': 'text', 'too-long': 'text' },
    anchor: 'proposals',
    run: (w, meetingId, form) => putProposal(w.command(form), { meetingId, text: form.text('text'), ...author(form) }),
  },
  withdraw: {
    form: () => 'proposal',
    anchor: 'proposals',
    run: (w, meetingId, form) => withdrawProposal(w.command(form), { meetingId, proposalId: form.text('proposal') }),
  },
  amend: {
    form: named('amend', 'proposal'),
    fields: { 'name-required': 'name', 'text-required': 'text', 'too-long': 'text' },
    anchor: 'proposals',
    run: (w, meetingId, form) => proposeAmendment(w.command(form), { meetingId, proposalId: form.text('proposal'), text: form.text('text'), ...author(form) }),
  },
  amendment: {
    form: () => '',
    anchor: 'proposals',
    run: async (w, meetingId, form) => {
      const as = (['accepted', 'carried', 'rejected', 'withdrawn'] as const).find((one) => one === form.text('as'));
      return as ? settleAmendment(w.command(form), { meetingId, amendmentId: form.text('amendment'), as }) : err('wrong-state');
    },
  },
  hands: {
    form: (form) => (form.has('amendment') ? `hands-${form.text('amendment')}` : form.has('proposal') ? `hands-${form.text('proposal')}` : 'hands'),
    fields: { 'question-required': 'question', 'too-long': 'question', 'rule-required': 'rule' },
    anchor: 'hands',
    run: (w, meetingId, form) =>
      askHands(w.command(form), {
        meetingId,
        proposalId: form.id('proposal'),
        amendmentId: form.id('amendment'),
        question: form.text('question'),
        rule: ruleOf(form),
      }),
  },
  count: {
    form: named('count', 'question'),
    fields: { 'counters-required': 'second', 'too-long': 'first', 'nobody-present': 'found', 'too-many-hands': 'yes', 'reason-required': 'reason' },
    anchor: 'hands',
    run: async (w, meetingId, form) => {
      const numbers = form.parse(counts);
      if (!numbers.ok) return numbers.error;
      return countHands(w.command(form), {
        meetingId,
        questionId: form.text('question'),
        ...numbers.value,
        firstCounter: form.text('first'),
        secondCounter: form.text('second'),
        reason: form.text('reason'),
      });
    },
  },
  decide: {
    form: () => 'decide',
    fields: { 'text-required': 'text', 'too-long': 'text' },
    anchor: 'decisions',
    run: (w, meetingId, form) => noteDecision(w.command(form), { meetingId, text: form.text('text') }),
  },
  strike: {
    form: named('strike', 'decision'),
    fields: { 'reason-required': 'reason' },
    anchor: 'decisions',
    run: (w, meetingId, form) => strikeDecision(w.command(form), { meetingId, decisionId: form.text('decision'), reason: form.text('reason') }),
  },
  ballot: { form: named('ballot', 'proposal'), fields: { 'law-unknown': 'law', 'in-the-past': 'day' }, anchor: 'proposals', run: toBallot },
};

const toBallotFields = z.object({ proposal: field.id(), law: z.string('required'), day: field.day(), time: field.time() });

/** Drafts the ballot that decides a proposal, and says so in the meeting's record: both or neither. */
async function toBallot(w: Web, meetingId: string, form: Form): Promise<Outcome | FieldErrors> {
  const parsed = form.parse(toBallotFields);
  if (!parsed.ok) return parsed.error;
  const { proposal: proposalId, law, day, time } = parsed.value;
  const closesAt = instantAt(day, time);
  if (!closesAt.ok) return { day: 'not-a-date' };
  const view = await loadRun(w, meetingId);
  const text = view?.record.proposals.find((one) => one.id === proposalId)?.versions.at(-1)?.text;
  if (!view || text === undefined) return err('not-found');
  const long = [...text].length > 280;
  const question = `是否同意：${long ? `${[...text].slice(0, 279).join('')}…` : text}`;
  return runCommand(w.command(form), 'ballot-of-proposal', async (tx): Promise<Outcome> => {
    const made = await createBallotIn(tx, {
      neighbourhoodId: view.meeting.neighbourhoodId,
      meetingId,
      matterId: view.meeting.matterId,
      projectId: view.meeting.projectId,
      question,
      explanation: long ? text : '',
      law,
      closesAt: closesAt.value,
    });
    if (!made.ok) return made;
    const sent = await sendProposalToBallotIn(tx, { meetingId, proposalId, ballotId: made.value.ballotId });
    return sent.ok ? ok(made.value) : sent;
  });
}

async function act(w: Web) {
  const meetingId = w.id();
  const what = w.param('what');
  const deed = Object.hasOwn(deeds, what) ? deeds[what] : undefined;
  if (!meetingId || !deed) return w.notFound();
  const form = w.form();
  const done = await deed.run(w, meetingId, form);
  const back = (errors: FieldErrors) => show(w, { form: deed.form(form), errors, values: form.values });
  if (!('ok' in done) || typeof done.ok !== 'boolean') return back(done as FieldErrors);
  const outcome = done as Outcome;
  if (outcome.ok) {
    const made = outcome.value;
    if (what === 'ballot' && made !== null && typeof made === 'object' && 'ballotId' in made)
      return w.redirect(`/ballots/${String(made.ballotId)}`, runText[w.lang].saved);
    return w.redirect(`/meetings/${meetingId}/run#${deed.anchor}`);
  }
  const at = deed.fields?.[outcome.error];
  return at === undefined ? w.refuse(outcome.error, runText[w.lang]) : back({ [at]: outcome.error });
}
