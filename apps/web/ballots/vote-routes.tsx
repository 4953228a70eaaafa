import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { answerFault, answerText, castSecretVote, castVote, noteUnfinishedVote, optionsOf } from '#modules/ballots';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { ButtonLink } from '../ui/index.ts';
import { answerFromForm, decodeAnswer } from './answer-form.ts';
import { showBallot } from './show-ballot.tsx';
import { ballotText } from './text.ts';
import { BackLink, CastPage, CheckPage } from './vote-forms.tsx';
import { voteText } from './vote-text.ts';
import { loadBallot } from './view.ts';

/** Voting on one's own phone: choose, look at it, confirm. Yes and no that can be changed are one tap. */
export function voteRoutes(r: Routes): void {
  r.post('/ballots/:id/check', 'ballot.vote', check);
  r.post('/ballots/:id/vote', 'ballot.vote', vote);
}

/** A random word for a receipt: the form holds it, nobody keeps it. */
export const newNonce = (): string => randomBytes(16).toString('base64url');
const idSchema = z.object({ elector: field.id(), seen: field.whole(0, 100_000) });

async function check(w: Web) {
  const ballotId = w.id();
  const view = ballotId ? await loadBallot(w, ballotId, { roll: false }) : null;
  if (!ballotId || !view) return w.notFound();
  const form = w.form();
  const v = voteText[w.lang];
  const ids = form.parse(idSchema);
  if (!ids.ok) return w.redirect(`/ballots/${ballotId}#vote`);
  const mine = view.mine.find(({ line }) => line.electorId === ids.value.elector);
  if (!mine) return w.refuse('not-on-roll', ballotText[w.lang]);
  const answer = answerFromForm(form, view.ballot, view.options);
  const fault = typeof answer === 'string' ? answer : answerFault(view.ballot, view.options, answer);
  if (typeof answer === 'string' || fault) return chooseAgain(w, ballotId, form, fault ?? 'not-this-kind', ids.value.elector);
  const noted = await noteUnfinishedVote(w.command(), { ballotId, electorId: ids.value.elector });
  if (!noted.ok) return w.refuse(noted.error, ballotText[w.lang]);
  return unkept(
    w,
    <CheckPage
      page={w.frame({ neighbourhood: view.place })}
      title={view.ballot.question}
      label={mine.line.label}
      question={view.ballot}
      options={view.options}
      answer={answer}
      action={w.href(`/ballots/${ballotId}/vote`)}
      hidden={{
        elector: ids.value.elector,
        seen: String(ids.value.seen),
        ...(view.ballot.secrecy === 'secret' ? { receipt: newNonce() } : {}),
      }}
      back={<BackLink href={w.href(`/ballots/${ballotId}#vote`)} />}
      notes={view.ballot.secrecy === 'secret' ? [v.secretLead] : view.ballot.mayChange ? [] : [v.fixedLead]}
    />,
  );
}

/** A page that no browser and nobody between keeps. */
export function unkept(w: Web, view: unknown, status: 200 | 422 = 200) {
  w.context.header('cache-control', 'no-store');
  return w.page(view, status);
}

const chooseAgain = (w: Web, ballotId: string, form: Form, fault: string, elector: string) => {
  const at = form.has('choice') ? '' : 'pick';
  return showBallot(w, ballotId, { errors: { [at]: voteTextOf(w, fault) }, values: form.values, form: `vote-${elector}` });
};

/** The words of a fault of an answer. */
export const voteTextOf = (w: Web, code: string): string => w.errorText(code, { ...ballotText[w.lang], ...voteText[w.lang] });

async function vote(w: Web) {
  const ballotId = w.id();
  if (!ballotId) return w.notFound();
  const form = w.form();
  const t = ballotText[w.lang];
  const parsed = form.parse(idSchema);
  const answer = decodeAnswer(form.text('choice'));
  if (!parsed.ok || !answer) return w.redirect(`/ballots/${ballotId}#vote`);
  const { elector, seen } = parsed.value;
  const nonce = form.text('receipt');
  if (nonce !== '') {
    const done = await castSecretVote(w.command(form), { ballotId, answer, electorId: elector, nonce: nonce.slice(0, 100) });
    if (!done.ok) return w.refuse(done.error, { ...t, ...voteText[w.lang] });
    const after = <ButtonLink href={w.href(`/ballots/${ballotId}`)}>{voteText[w.lang].toBallot}</ButtonLink>;
    return unkept(w, <CastPage page={w.frame()} label={done.value.label} receipt={done.value.receipt} secret after={after} />);
  }
  const done = await castVote(w.command(form), { ballotId, answer, electorId: elector, seenVersion: seen });
  if (done.ok) {
    const options = answer.choice === 'picks' ? await w.read((tx) => optionsOf(tx, ballotId)) : [];
    const words = answerText(answer.choice === 'picks' ? 'approval' : 'yes-no', options, answer, w.lang);
    return w.redirect(`/ballots/${ballotId}#vote`, (done.value.changed ? t.changed : t.voted)(done.value.label, words));
  }
  // Somebody of the household was faster: show their vote, with the buttons to change it.
  if (done.error === 'voted-meanwhile') return w.redirect(`/ballots/${ballotId}#vote`, t['voted-meanwhile'], 'bad');
  if (done.error === 'secret') return w.redirect(`/ballots/${ballotId}#vote`);
  return w.refuse(done.error, { ...t, ...voteText[w.lang] });
}
