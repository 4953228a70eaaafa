import { z } from 'zod';
import {
  answerInvitation,
  findMeeting,
  informedHows,
  informInvited,
  invitationsOf,
  type InviteeRule,
  inviteeRules,
  inviteesOf,
  inviteMore,
} from '#modules/meetings';
import { findNeighbourhood, listBuildings, listEntranceLabels } from '#modules/places';
import type { FieldErrors, Form, Routes, Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { InvitationPage, type InvitationPageView, invitationTable } from './invitation-page.tsx';

/** Who is invited: the list, who was told, what they answered. */
export function invitationRoutes(r: Routes): void {
  r.get('/meetings/:id/invitations', 'meeting.invite', (w) => show(w));
  r.post('/meetings/:id/invitations', 'meeting.invite', add);
  r.post('/meetings/:id/invitations/inform', 'meeting.invite', inform);
  r.post('/meetings/:id/invitations/answer', 'meeting.invite', answerFor);
  r.post('/meetings/:id/answer', 'meeting.answer', answer);
}

/** Groups that a roll could name one by one, if it knew them. */
const nameable: readonly InviteeRule[] = ['assembly_representatives', 'affected_residents', 'owners_committee', 'committee_members'];

type Back = { form: 'inform' | 'answer' | 'add'; errors: FieldErrors; values: Form['values'] };

async function load(w: Web, back?: Back): Promise<InvitationPageView | null> {
  const id = w.id();
  if (!id) return null;
  return w.read(async (tx) => {
    const meeting = await findMeeting(tx, id);
    const place = meeting && (await findNeighbourhood(tx, meeting.neighbourhoodId));
    if (!meeting || !place) return null;
    const at = { neighbourhoodId: meeting.neighbourhoodId };
    const list = await invitationsOf(tx, id);
    const asked = (await inviteesOf(tx, id)).flatMap((one) => nameable.find((rule) => rule === one.rule) ?? []);
    return {
      page: w.frame({ neighbourhood: place }),
      meeting,
      place,
      list,
      buildings: (await listBuildings(tx, place.id)).map((one) => ({ value: one.id, label: one.name })),
      entrances: (await listEntranceLabels(tx, place.id)).map((one) => ({ value: one.id, label: one.label })),
      missing: asked.filter((rule) => !list.some((one) => one.rule === rule)),
      mayAct: w.can('meeting.invite', at) && (meeting.state === 'called' || meeting.state === 'held'),
      mayRegister: w.can('meeting.body', at),
      query: Object.fromEntries(w.url.searchParams),
      ...(back ? { back: { form: back.form, errors: w.errorTexts(back.errors, aroundText[w.lang]), values: back.values } } : {}),
    };
  });
}

async function show(w: Web, back?: Back) {
  const view = await load(w, back);
  if (!view) return w.notFound();
  if (!w.can('meeting.invite', { neighbourhoodId: view.meeting.neighbourhoodId })) return w.forbidden();
  if (w.query('format') === 'xlsx')
    return w.download(await tableXlsx(invitationTable(view)), xlsxType, `${view.meeting.title}${aroundText[w.lang].invitations}.xlsx`);
  return w.page(<InvitationPage {...view} />, back ? 422 : 200);
}

const uuid = z.uuid();

async function add(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = aroundText[w.lang];
  const back = (errors: FieldErrors) => show(w, { form: 'add', errors, values: form.values });
  const done = await inviteMore(w.command(form), {
    meetingId,
    names: form.text('names').split('\n'),
    rules: [
      ...inviteeRules.filter((rule) => form.texts('rules').includes(rule)),
      ...(form.texts('buildings').some((id) => id !== '') ? (['affected_residents'] as const) : []),
    ],
    affected: { buildingIds: form.texts('buildings').filter((id) => uuid.safeParse(id).success), entranceIds: [] },
    refresh: form.has('refresh'),
  });
  if (done.ok) return w.redirect(`/meetings/${meetingId}/invitations`, t.added(done.value.added));
  if (done.error === 'nobody-new' || done.error === 'too-long') return back({ names: done.error });
  return w.refuse(done.error, t);
}

async function inform(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = aroundText[w.lang];
  const how = informedHows.find((one) => one === form.text('how'));
  const who = form.text('who');
  const back = (errors: FieldErrors) => show(w, { form: 'inform', errors, values: form.values });
  if (!how) return back({ how: 'required' });
  const codes = form
    .text('codes')
    .split(/[\s,，、]+/)
    .filter((code) => code !== '');
  if (who === 'codes' && codes.length === 0) return back({ codes: 'required' });
  const done = await informInvited(w.command(form), {
    meetingId,
    how,
    who: who === 'untold' ? { untold: true } : uuid.safeParse(who).success ? { entranceId: who } : { codes },
    note: form.text('note'),
  });
  if (done.ok) return w.redirect(`/meetings/${meetingId}/invitations`, t.informed(done.value.told));
  if (done.error === 'unknown-code') return back({ codes: done.error });
  if (done.error === 'nobody') return back({ who: done.error });
  return w.refuse(done.error, t);
}

const kinds = ['confirm', 'decline', 'deputise'] as const;

async function answerFor(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = aroundText[w.lang];
  const kind = kinds.find((one) => one === form.text('kind'));
  const back = (errors: FieldErrors) => show(w, { form: 'answer', errors, values: form.values });
  if (form.text('code') === '' || !kind) return back(kind ? { code: 'required' } : { kind: 'required' });
  const done = await answerInvitation(w.command(form), { meetingId, kind, code: form.text('code'), deputyName: form.text('deputy') });
  if (done.ok) return w.redirect(`/meetings/${meetingId}/invitations`, t.answered);
  if (done.error === 'unknown-code') return back({ code: done.error });
  if (done.error === 'no-proxies') return back({ kind: done.error });
  if (done.error === 'deputy-required' || done.error === 'too-long') return back({ deputy: done.error });
  return w.refuse(done.error, t);
}

async function answer(w: Web) {
  const meetingId = w.id();
  if (!meetingId) return w.notFound();
  const form = w.form();
  const t = aroundText[w.lang];
  const kind = kinds.find((one) => one === form.text('kind')) ?? 'confirm';
  const done = await answerInvitation(w.command(form), { meetingId, kind, deputyName: form.text('deputy') });
  if (done.ok) return w.redirect(`/meetings/${meetingId}`, t.answered);
  // One line is missing in a short form: said at the top of the same page.
  if (done.error === 'deputy-required' || done.error === 'no-proxies' || done.error === 'too-long')
    return w.redirect(`/meetings/${meetingId}`, w.errorText(done.error, t), 'bad');
  return w.refuse(done.error, t);
}
