import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  type Answer,
  answerFault,
  castAssistedVote,
  castTabletVote,
  endTablet,
  findBallot,
  findTablet,
  lineByCode,
  lineOf,
  mayClose,
  type MyLine,
  openTablet,
  optionsOf,
  rollOf,
  tabletsOf,
} from '#modules/ballots';
import { doorKey } from '#modules/meetings';
import { personNames } from '#modules/people';
import { qrSvg } from '#platform/documents';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { ButtonLink } from '../ui/index.ts';
import { answerFromForm, decodeAnswer } from './answer-form.ts';
import { ballotText } from './text.ts';
import { BackLink, CastPage, CheckPage } from './vote-forms.tsx';
import { AssistPage, type ForWhom, TabletCodePage, TabletGonePage, TabletReadyPage, TabletsPage, VoteForPage } from './vote-for-pages.tsx';
import { newNonce, unkept, voteTextOf } from './vote-routes.tsx';
import { loadBallot } from './view.ts';
import { voteText } from './vote-text.ts';

/** Votes with help, and on a tablet that goes from hand to hand. */
export function voteForRoutes(r: Routes): void {
  r.get('/ballots/:id/assist', 'ballot.record', (w) => showAssist(w));
  r.post('/ballots/:id/assist', 'ballot.record', assist);
  r.get('/ballots/:id/tablets', 'ballot.record', showTablets);
  r.post('/ballots/:id/tablets', 'ballot.record', addTablet);
  r.post('/ballots/:id/tablets/:tablet/end', 'ballot.record', stopTablet);
  r.get('/tablet/:token', 'ballot.tablet', (w) => showCode(w));
  r.post('/tablet/:token', 'ballot.tablet', tabletStep);
}

const staffView = async (w: Web) => {
  const id = w.id();
  const view = id ? await loadBallot(w, id, { roll: false }) : null;
  return view?.may.record && view.ballot.takenBy === 'ballot' ? view : null;
};
const isOpen = (w: Web, ballot: ForWhom['ballot']): boolean => ballot.state === 'open' && !mayClose(ballot, w.now);

async function showAssist(w: Web, back?: { error: string; form: Form }) {
  const view = await staffView(w);
  if (!view) return w.notFound();
  if (!isOpen(w, view.ballot)) return w.refuse('not-open', ballotText[w.lang]);
  const errors = back ? { who: voteTextOf(w, back.error) } : undefined;
  return w.page(<AssistPage page={w.frame({ neighbourhood: view.place })} ballot={view.ballot} errors={errors} values={back?.form.values} />, back ? 422 : 200);
}

/** The one line that number, code or door stands for. */
async function lineFor(w: Web, ballotId: string, typed: string): Promise<MyLine | null> {
  return w.read(async (tx) => {
    const byCode = await lineByCode(tx, ballotId, typed);
    if (byCode) return byCode;
    const number = /^(?:#|第)?\s*0*(\d{1,5})\s*号?$/.exec(typed.normalize('NFKC').trim())?.[1];
    const key = doorKey(typed);
    const roll = await rollOf(tx, ballotId);
    const found = number
      ? roll.filter((line) => String(line.no) === number)
      : roll.filter((line) => line.label === typed.trim() || (key !== '' && doorKey(line.label) === key));
    const [only] = found;
    return only && found.length === 1 ? lineOf(tx, ballotId, only.electorId) : null;
  });
}

async function assist(w: Web) {
  const view = await staffView(w);
  if (!view) return w.notFound();
  const { ballot } = view;
  const form = w.form();
  const elector = form.id('elector');
  const mine = elector ? await w.read((tx) => lineOf(tx, ballot.id, elector)) : await lineFor(w, ballot.id, form.text('who'));
  if (!mine) return showAssist(w, { error: 'assist-nobody', form });
  const here = w.href(`/ballots/${ballot.id}/assist`);
  const whom: ForWhom = { ballot, options: view.options, mine, action: here, hidden: { elector: mine.line.electorId }, staff: true };
  const page = w.frame({ neighbourhood: view.place });
  const next = await step(w, form, whom);
  if (next.at === 'choose')
    return unkept(w, <VoteForPage page={page} whom={whom} errors={next.errors} values={next.errors && form.values} />, next.errors ? 422 : 200);
  if (next.at === 'check') return unkept(w, <CheckPage page={page} {...checkProps(w, whom, next.answer)} back={<BackLink href={here} />} />);
  const done = await castAssistedVote(w.command(form), { ballotId: ballot.id, electorId: mine.line.electorId, ...next.vote });
  if (!done.ok) return w.refuse(done.error, { ...ballotText[w.lang], ...voteText[w.lang] });
  if (ballot.secrecy === 'named') return w.redirect(`/ballots/${ballot.id}/assist`, voteText[w.lang].assistedDone(done.value.label));
  const after = <ButtonLink href={here}>{voteText[w.lang].assist}</ButtonLink>;
  return unkept(w, <CastPage page={page} label={done.value.label} receipt={done.value.receipt} secret after={after} />);
}

/** The three steps of a vote on somebody else's screen: choose, look at it, confirm. */
type Next =
  | { at: 'choose'; errors?: Record<string, string> }
  | { at: 'check'; answer: Answer }
  | { at: 'cast'; vote: { answer: Answer; seenVersion: number; nonce?: string } };

const seenFields = z.object({ seen: field.whole(0, 100_000) });
async function step(w: Web, form: Form, whom: ForWhom): Promise<Next> {
  const { ballot, options } = whom;
  if (form.has('confirmed')) {
    const parsed = form.parse(seenFields);
    const answer = decodeAnswer(form.text('choice'));
    if (!parsed.ok || !answer) return { at: 'choose' };
    const nonce = form.text('receipt').slice(0, 100);
    return { at: 'cast', vote: { answer, seenVersion: parsed.value.seen, ...(nonce === '' ? {} : { nonce }) } };
  }
  if (!form.has('seen')) return { at: 'choose' };
  const answer = answerFromForm(form, ballot, options);
  const fault = typeof answer === 'string' ? answer : answerFault(ballot, options, answer);
  if (typeof answer === 'string' || fault)
    return { at: 'choose', errors: { [ballot.kind === 'yes-no' ? '' : 'pick']: voteTextOf(w, fault ?? 'not-this-kind') } };
  return { at: 'check', answer };
}

const checkProps = (w: Web, whom: ForWhom, answer: Answer) => ({
  title: whom.ballot.question,
  label: whom.mine.line.label,
  question: whom.ballot,
  options: whom.options,
  answer,
  action: whom.action,
  hidden: {
    ...whom.hidden,
    confirmed: '1',
    seen: String(whom.mine.vote?.version ?? 0),
    ...(whom.ballot.secrecy === 'secret' ? { receipt: newNonce() } : {}),
  },
  notes: whom.ballot.secrecy === 'secret' ? [voteText[w.lang].secretLead] : [],
});

async function showTablets(w: Web) {
  const view = await staffView(w);
  if (!view) return w.notFound();
  const { tablets, names } = await w.read(async (tx) => {
    const found = await tabletsOf(tx, view.ballot.id);
    return {
      tablets: found,
      names: await personNames(
        tx,
        found.map((each) => each.openedBy),
      ),
    };
  });
  const rows = tablets.map((each) => ({ id: each.id, since: each.openedAt, by: names.get(each.openedBy) ?? '' }));
  return w.page(<TabletsPage page={w.frame({ neighbourhood: view.place })} ballot={view.ballot} tablets={rows} open={isOpen(w, view.ballot)} />);
}

async function addTablet(w: Web) {
  const view = await staffView(w);
  if (!view) return w.notFound();
  const token = randomBytes(18).toString('base64url');
  // Without the form's key: a repeated form opens another tablet, for its word is stored nowhere.
  const done = await openTablet(w.command(), { ballotId: view.ballot.id, token });
  if (!done.ok) return w.refuse(done.error, ballotText[w.lang]);
  const address = w.absolute(`/tablet/${token}`);
  return unkept(w, <TabletReadyPage page={w.frame({ neighbourhood: view.place })} ballot={view.ballot} address={address} qr={qrSvg(address)} />);
}

async function stopTablet(w: Web) {
  const ballotId = w.id();
  const tabletId = w.id('tablet');
  if (!ballotId || !tabletId) return w.notFound();
  const done = await endTablet(w.command(w.form()), { ballotId, tabletId });
  return done.ok ? w.redirect(`/ballots/${ballotId}/tablets`, voteText[w.lang].endedTablet) : w.refuse(done.error, ballotText[w.lang]);
}

/** What a tablet shows: nothing but its ballot, without the site's navigation. */
async function tabletView(w: Web) {
  const token = w.param('token');
  const found = await w.read(async (tx) => {
    const tablet = /^[\w-]{24}$/.test(token) ? await findTablet(tx, token) : null;
    const ballot = tablet ? await findBallot(tx, tablet.ballotId) : null;
    return ballot && { ballot, options: await optionsOf(tx, ballot.id) };
  });
  return found && isOpen(w, found.ballot) ? { ...found, token, page: { ...w.frame(), nav: [] } } : null;
}

const gone = (w: Web) => w.page(<TabletGonePage page={{ ...w.frame(), nav: [] }} />, 404);

async function showCode(w: Web, back?: { error: string }) {
  const tablet = await tabletView(w);
  if (!tablet) return gone(w);
  const errors = back ? { code: voteTextOf(w, back.error) } : undefined;
  return unkept(w, <TabletCodePage page={tablet.page} ballot={tablet.ballot} action={w.href(`/tablet/${tablet.token}`)} errors={errors} />, back ? 422 : 200);
}

async function tabletStep(w: Web) {
  const tablet = await tabletView(w);
  if (!tablet) return gone(w);
  const { ballot, options, token, page } = tablet;
  const form = w.form();
  const code = form.text('code');
  const mine = await w.read((tx) => lineByCode(tx, ballot.id, code));
  if (!mine) return showCode(w, { error: 'code-unknown' });
  const here = w.href(`/tablet/${token}`);
  const whom: ForWhom = { ballot, options, mine, action: here, hidden: { code }, staff: false };
  const next = await step(w, form, whom);
  if (next.at === 'choose')
    return unkept(w, <VoteForPage page={page} whom={whom} errors={next.errors} values={next.errors && form.values} />, next.errors ? 422 : 200);
  if (next.at === 'check') return unkept(w, <CheckPage page={page} {...checkProps(w, whom, next.answer)} back={<BackLink href={here} />} />);
  const done = await castTabletVote(w.command(form), { token, code, ...next.vote });
  if (!done.ok) return w.refuse(done.error, { ...ballotText[w.lang], ...voteText[w.lang] });
  const { label, receipt } = done.value;
  // The next voter finds the tablet locked, also when nobody touched it.
  w.context.header('refresh', `15; url=${here}`);
  const after = <ButtonLink href={here}>{voteText[w.lang].next}</ButtonLink>;
  return unkept(w, <CastPage page={page} label={label} receipt={receipt} secret={ballot.secrecy === 'secret'} after={after} locks />);
}
