import { askForWord, attendanceOf, giveVoice, unitOf, voiceOf, withdrawWord } from '#modules/meetings';
import type { Routes, Web } from '../kit/index.ts';
import { FloorPage } from './floor-page.tsx';
import { runText } from './run-text.ts';
import { loadRun } from './run-view.ts';

/** The meeting on a participant's phone. */
export function floorRoutes(r: Routes): void {
  r.get('/meetings/:id/floor', 'meeting.sign-in', show);
  r.post('/meetings/:id/floor/:what', 'meeting.sign-in', act);
}

async function show(w: Web) {
  const id = w.id();
  const view = id ? await loadRun(w, id) : null;
  if (!id || !view) return w.notFound();
  if (!view.running) return w.redirect(`/meetings/${id}`, runText[w.lang].closed, 'bad');
  const me = await w.read(async (tx) => {
    const personId = w.actor.personId;
    const unit = await unitOf(tx, id, w.actor);
    return {
      personId,
      unit,
      here: personId !== null && (await attendanceOf(tx, id)).some((one) => one.personId === personId),
      voice: unit && view.asked ? await voiceOf(tx, view.asked.question.id, unit.unit) : null,
    };
  });
  return w.page(<FloorPage page={w.frame({ neighbourhood: view.place })} view={view} me={me} />);
}

async function act(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = runText[w.lang];
  const here = `/meetings/${meetingId}/floor`;
  switch (w.param('what')) {
    case 'word': {
      const done = await askForWord(w.command(form), { meetingId });
      return done.ok ? w.redirect(here, t.askedFlash) : w.refuse(done.error, t);
    }
    case 'drop-word': {
      const done = await withdrawWord(w.command(form), { meetingId, wordId: form.text('word') });
      return done.ok ? w.redirect(here) : w.refuse(done.error, t);
    }
    case 'voice': {
      const choice = (['yes', 'no', 'abstain'] as const).find((one) => one === form.text('choice'));
      if (!choice) return w.redirect(here);
      const done = await giveVoice(w.command(form), { meetingId, questionId: form.text('question'), choice });
      return done.ok ? w.redirect(here, t.voiceFlash) : w.refuse(done.error, t);
    }
    default:
      return w.notFound();
  }
}
