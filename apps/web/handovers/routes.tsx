import { z } from 'zod';
import {
  confirmTakenOver,
  digestOfList,
  dropHandover,
  findHandover,
  finishHandover,
  type Handover,
  itemsOf,
  listHandovers,
  openItems,
  signAnew,
  signHandover,
  startHandover,
} from '#modules/handovers';
import { dutiesOf } from '#modules/inbox';
import {
  aDeputyMayHold,
  deputyshipsOf,
  endDeputyship,
  findPerson,
  heldOn,
  listAccountHolders,
  listRoles,
  mayNameADeputyFor,
  nameDeputy,
  onlyTheOfficeGivesOfficeRoles,
} from '#modules/people';
import { dutyKinds } from '#platform/access';
import type { Tx } from '#platform/database';
import { field, kitText, type FieldErrors, type Routes, type Web } from '../kit/index.ts';
import { DeputiesPage } from './deputies-page.tsx';
import { HandoverPage, HandoversPage, roleWords } from './handover-pages.tsx';
import { handoverPaper } from './paper.ts';
import { handoverText } from './text.ts';

const office = { neighbourhoodId: null };
type Back = { errors: FieldErrors; values: Record<string, string | string[]> };

/** Deputies for absence, and hand-overs of a role with everything that is open. */
export function handoverRoutes(r: Routes): void {
  r.get('/deputies', 'deputy.read', (w) => showDeputies(w));
  r.post('/deputies', 'deputy.name', name);
  r.post('/deputies/:id/end', 'deputy.name', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const t = handoverText[w.lang];
    const done = await endDeputyship(w.command(w.form()), { deputyshipId: id, reason: w.form().text('reason') });
    return done.ok ? w.redirect('/deputies', t.ended) : w.refuse(done.error, t);
  });
  r.get('/handovers', 'handover.list', (w) => showHandovers(w));
  r.post('/handovers', 'handover.manage', start);
  r.get('/handovers/:id', 'handover.read', async (w) => {
    const found = await load(w);
    if (typeof found === 'string') return w.fail(found);
    const { handover, items, list, waiting, noAccount } = found;
    const manage = w.can('handover.manage', office);
    const { personId } = w.actor;
    return w.page(
      <HandoverPage
        page={w.frame()}
        handover={handover}
        items={items}
        list={list}
        waiting={waiting}
        noAccount={noAccount}
        changed={list !== null && handover.signedList !== null && handover.signedList !== list}
        may={{
          manage,
          signFrom: personId !== null && personId === handover.fromPersonId,
          signTo: personId !== null && personId === handover.toPersonId,
          take: personId !== null && personId === handover.toPersonId,
        }}
      />,
    );
  });
  r.paper('/handovers/:id/paper', 'handover.read', async (w) => {
    const found = await load(w);
    if (typeof found === 'string') return w.fail(found);
    const paper = handoverPaper(found.handover, found.items, { lang: w.lang, issuer: w.subdistrict.name, today: w.today });
    return w.paper(paper, `${handoverText[w.lang].paperTitle} ${roleWords(found.handover, w.lang)}`);
  });
  r.post('/handovers/:id/sign', 'handover.sign', sign);
  r.post('/handovers/:id/sign-anew', 'handover.manage', (w) =>
    settle(w, (id) => signAnew(w.command(w.form()), { handoverId: id }), handoverText[w.lang].anewDone),
  );
  r.post('/handovers/:id/finish', 'handover.manage', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const t = handoverText[w.lang];
    const done = await finishHandover(w.command(w.form()), { handoverId: id });
    return done.ok ? w.redirect(`/handovers/${id}`, t.finished(done.value)) : w.refuse(done.error, t);
  });
  r.post('/handovers/:id/drop', 'handover.manage', (w) =>
    settle(w, (id) => dropHandover(w.command(w.form()), { handoverId: id, reason: w.form().text('reason') }), handoverText[w.lang].dropped),
  );
  r.post('/handover-items/:id/taken', 'handover.sign', async (w) => {
    const id = w.id();
    if (!id) return w.notFound();
    const done = await confirmTakenOver(w.command(w.form()), { subjectId: id });
    return done.ok ? w.redirect('/inbox', handoverText[w.lang].takenDone) : w.refuse(done.error, handoverText[w.lang]);
  });
}

async function settle(w: Web, command: (id: string) => Promise<{ ok: true } | { ok: false; error: string }>, flash: string) {
  const id = w.id();
  if (!id) return w.notFound();
  const done = await command(id);
  return done.ok ? w.redirect(`/handovers/${id}`, flash) : w.refuse(done.error, handoverText[w.lang]);
}

/** Who works here with an account, for the lists of persons to choose from. */
async function candidatesIn(tx: Tx, lang: Web['lang']) {
  return (await listAccountHolders(tx))
    .filter(({ roles }) => roles.some((role) => role !== 'resident' && role !== 'auditor'))
    .map((one) => ({
      personId: one.personId,
      label: `${one.name}，${one.neighbourhoodName ?? handoverText[lang].subdistrict} ${one.roles.map((role) => kitText[lang][role]).join('、')}`,
    }));
}

async function showDeputies(w: Web, back?: Back) {
  const mayName = w.can('deputy.name', office) || w.actor.grants.some(({ role }) => role === 'secretary' || role === 'director');
  const found = await w.read(async (tx) => {
    const roles = mayName ? await listRoles(tx) : [];
    return {
      deputyships: await deputyshipsOf(tx),
      roles: roles.filter((role) => heldOn(role, w.today) && aDeputyMayHold(role.role) && mayNameADeputyFor(w.actor, role)),
      all: roles,
      candidates: mayName ? await candidatesIn(tx, w.lang) : [],
    };
  });
  return w.page(
    <DeputiesPage
      page={w.frame()}
      today={w.today}
      deputyships={found.deputyships}
      roles={found.roles}
      candidates={found.candidates}
      mayEnd={(one) => found.roles.some(({ id }) => id === one.roleId)}
      seesReasons={w.can('person.read', office) || mayName}
      {...back}
    />,
    back ? 422 : 200,
  );
}

const nameFields = z.object({
  role: field.id(),
  deputy: field.id(),
  from: field.day(),
  to: field.day(),
  scope: z.enum(['all', 'some'], 'required'),
  kinds: field.list(dutyKinds.length),
  duties: field.text(300).default(''),
  reason: field.text(300),
});

async function name(w: Web) {
  const form = w.form();
  const t = handoverText[w.lang];
  const parsed = form.parse(nameFields);
  if (!parsed.ok) return showDeputies(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const { role, deputy, from, to, scope, duties, reason } = parsed.value;
  const kinds = scope === 'all' ? null : dutyKinds.filter((kind) => parsed.value.kinds.includes(kind));
  const done = await nameDeputy(w.command(form), { roleId: role, deputyId: deputy, fromDay: from, toDay: to, kinds, duties, reason });
  if (done.ok) return w.redirect('/deputies', t.named);
  const at: Record<string, string> = {
    'same-person': 'deputy',
    auditor: 'deputy',
    'already-held': 'deputy',
    'no-account': 'deputy',
    'unknown-person': 'deputy',
    'no-kinds': 'kinds',
    taken: 'from',
    'bad-days': 'to',
    'in-the-past': 'from',
    'not-held': 'to',
    'reason-required': 'reason',
  };
  const blamed = at[done.error];
  const words = done.error === 'taken' ? t.occupied : w.errorText(done.error, t);
  return blamed ? showDeputies(w, { errors: { [blamed]: words }, values: form.values }) : w.refuse(done.error, t);
}

async function showHandovers(w: Web, back?: Back) {
  const manage = w.can('handover.manage', office);
  const found = await w.read(async (tx) => ({
    handovers: await listHandovers(tx),
    roles: manage
      ? (await listRoles(tx)).filter(
          (role) => heldOn(role, w.today) && aDeputyMayHold(role.role) && onlyTheOfficeGivesOfficeRoles(w.actor, role.role, role.neighbourhoodId),
        )
      : [],
    candidates: manage ? await candidatesIn(tx, w.lang) : [],
  }));
  return w.page(<HandoversPage page={w.frame()} today={w.today} {...found} {...back} />, back ? 422 : 200);
}

const startFields = z.object({
  role: field.id(),
  to: field.id().optional(),
  name: field.text(60).optional(),
  phone: field.text(20).optional(),
  day: field.day(),
  reason: field.text(300),
  note: field.text(2000).default(''),
});

async function start(w: Web) {
  const form = w.form();
  const t = handoverText[w.lang];
  const parsed = form.parse(startFields);
  if (!parsed.ok) return showHandovers(w, { errors: w.errorTexts(parsed.error, t), values: form.values });
  const { role, to, name: newName, phone, day, reason, note } = parsed.value;
  const successor = to ?? (newName === undefined ? undefined : { name: newName, phone: phone ?? null });
  if (successor === undefined) return showHandovers(w, { errors: { to: t['unknown-person'] }, values: form.values });
  const done = await startHandover(w.command(form), { roleId: role, to: successor, plannedDay: day, reason, note });
  if (done.ok) return w.redirect(`/handovers/${done.value}`, t.started);
  const at: Record<string, string> = {
    'same-person': 'to',
    'already-held': 'to',
    'unknown-person': 'to',
    'bad-phone': 'phone',
    'bad-days': 'day',
    'reason-required': 'reason',
    'wrong-role': 'role',
    'not-held': 'role',
    'already-open': 'role',
  };
  const blamed = at[done.error];
  return blamed ? showHandovers(w, { errors: { [blamed]: w.errorText(done.error, t) }, values: form.values }) : w.refuse(done.error, t);
}

const isParty = (w: Web, handover: Handover): boolean =>
  w.actor.personId !== null && (w.actor.personId === handover.fromPersonId || w.actor.personId === handover.toPersonId);

/** A hand-over with its list, for those whom it concerns. */
async function load(w: Web) {
  const id = w.id();
  if (!id) return 'not-found' as const;
  return w.read(async (tx) => {
    const handover = await findHandover(tx, id);
    if (!handover) return 'not-found' as const;
    if (!isParty(w, handover) && !w.can('handover.list', office)) return 'forbidden' as const;
    const open = handover.state === 'open';
    const items = open ? await openItems(tx, handover) : await itemsOf(tx, id);
    const waiting: string[] = [];
    if (!open)
      for (const item of items.filter(({ goes }) => goes === 'asked'))
        if ((await dutiesOf(tx, { subjectId: item.subjectId })).some(({ kind }) => kind === 'handover.follow')) waiting.push(item.subjectId);
    const noAccount = (await findPerson(tx, handover.toPersonId))?.accountId === null;
    return { handover, items, list: open ? digestOfList(items) : null, waiting, noAccount };
  });
}

async function sign(w: Web) {
  const id = w.id();
  const form = w.form();
  const t = handoverText[w.lang];
  const handover = id ? await w.read((tx) => findHandover(tx, id)) : null;
  if (!id || !handover) return w.notFound();
  if (!isParty(w, handover) && !w.can('handover.manage', office)) return w.forbidden();
  const side = form.text('side');
  if (side !== 'from' && side !== 'to') return w.refuse('list-changed', t);
  const done = await signHandover(w.command(form), { handoverId: id, side, list: form.text('list'), witness: form.text('witness') });
  return done.ok ? w.redirect(`/handovers/${id}`, t.signed) : w.refuse(done.error, t);
}
