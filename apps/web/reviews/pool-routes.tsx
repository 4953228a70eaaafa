import { z } from 'zod';
import { findRound, listRounds, takesReviews } from '#modules/funds';
import { findPerson, heldOn, listRoles, type RoleAssignment } from '#modules/people';
import { listNeighbourhoods } from '#modules/places';
import {
  addReviewer,
  answerInvitation,
  declareRelation,
  declaredRelations,
  editReviewer,
  endRelation,
  invitations,
  profiles,
  profilesOf,
  relationKinds,
  renewReviewer,
  retireReviewer,
  reviewsBy,
} from '#modules/reviews';
import { field, type Form, type Routes, type Web } from '../kit/index.ts';
import { tableXlsx, xlsxType } from '../ui/index.ts';
import type { Back } from './back.ts';
import { PoolPage, type PoolRow, poolTable, ReviewerPage, type RoundWork } from './pool-page.tsx';
import { MinePage } from './relations.tsx';
import { poolText } from './pool-text.ts';

const office = { neighbourhoodId: null };
const profileFields = { profession: field.text(60), organisationName: field.text(100).optional(), topics: field.list(20) };
const errorField: Readonly<Record<string, string>> = {
  'profession-required': 'profession',
  'unknown-topic': 'topics',
  'name-required': 'name',
  'place-required': 'neighbourhoodId',
  'bad-phone': 'phone',
  'bad-days': 'toDay',
  'already-held': 'fromDay',
  'bad-capacity': 'capacity',
  'too-long': 'name',
};

/** The reviewers' pool, and a reviewer's own page. */
export function poolRoutes(r: Routes): void {
  r.get('/reviewers', 'review.pool.read', (w) => showPool(w));
  r.post('/reviewers', 'review.pool', add);
  r.get('/reviewers/:id', 'review.pool.read', (w) => showReviewer(w));
  r.post('/reviewers/:id/profile', 'review.pool', profile);
  r.post('/reviewers/:id/relation', 'review.pool', (w) => declare(w, w.id()));
  r.post('/reviewers/:id/relation-end', 'review.pool', endOne);
  r.post('/reviewers/:id/retire', 'review.pool', retire);
  r.post('/reviewers/:id/renew', 'review.pool', renew);
  r.get('/reviews/mine', 'review.mine', (w) => showMine(w));
  r.post('/reviews/mine/answer', 'review.mine', answer);
  r.post('/reviews/mine/relation', 'review.mine', (w) => declare(w, null));
}

/** A command's failure at its field of the form it came from, or as a page of its own. */
function back(w: Web, form: Form, name: string, code: string): Back {
  const t = poolText[w.lang];
  return { form: name, errors: { [errorField[code] ?? '']: w.errorText(code, t) }, values: form.values };
}
const isPlain = (code: string) => code === 'not-found' || code === 'not-allowed' || code === 'key-reused';

async function poolRows(w: Web): Promise<PoolRow[]> {
  return w.read(async (tx) => {
    const terms = (await listRoles(tx)).filter((role) => role.role === 'reviewer' && role.neighbourhoodId === null);
    const known = await profiles(tx);
    const declared = await declaredRelations(tx, null);
    const people = new Map<string, RoleAssignment[]>();
    for (const term of terms) people.set(term.personId, [...(people.get(term.personId) ?? []), term]);
    const order = { serving: 0, coming: 1, retired: 2 };
    return [...people]
      .map(([personId, own]): PoolRow => {
        const serving = own.some((term) => heldOn(term, w.today));
        return {
          personId,
          name: own[0]?.personName ?? '',
          terms: own,
          profile: known.get(personId) ?? null,
          relations: declared.filter((one) => one.personId === personId && one.endedOn === null).length,
          state: serving ? 'serving' : own.some(({ fromDay, toDay }) => fromDay > w.today && (toDay === null || toDay >= fromDay)) ? 'coming' : 'retired',
        };
      })
      .sort((a, b) => order[a.state] - order[b.state] || a.name.localeCompare(b.name, 'zh'));
  });
}

async function showPool(w: Web, again?: Back) {
  const view = { page: w.frame(), rows: await poolRows(w), query: Object.fromEntries(w.url.searchParams) };
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(poolTable(view)), xlsxType, `${poolText[w.lang].pool}.xlsx`);
  return w.page(<PoolPage {...view} today={w.today} mayEdit={w.can('review.pool', office)} {...(again ? { back: again } : {})} />, again ? 422 : 200);
}

async function add(w: Web) {
  const form = w.form();
  const t = poolText[w.lang];
  const parsed = form.parse(
    z.object({ ...profileFields, name: field.text(60), phone: field.text(20).optional(), fromDay: field.day(), toDay: field.day().optional() }),
  );
  if (!parsed.ok) return showPool(w, { form: 'add', errors: w.errorTexts(parsed.error, t), values: form.values });
  const { phone, toDay, organisationName, ...rest } = parsed.value;
  const done = await addReviewer(w.command(form), { ...rest, phone: phone ?? null, toDay: toDay ?? null, organisationName: organisationName ?? '' });
  if (done.ok) return w.redirect(`/reviewers/${done.value}`, t.added);
  return isPlain(done.error) ? w.refuse(done.error, t) : showPool(w, back(w, form, 'add', done.error));
}

async function showReviewer(w: Web, again?: Back) {
  const id = w.id();
  const view = id
    ? await w.read(async (tx) => {
        const person = await findPerson(tx, id);
        const terms = (await listRoles(tx, { personId: id })).filter((role) => role.role === 'reviewer' && role.neighbourhoodId === null);
        if (!person || terms.length === 0) return null;
        const reviews = await reviewsBy(tx, id);
        const rounds = (await listRounds(tx)).filter((round) => reviews.some(({ roundId }) => roundId === round.id));
        return {
          personId: id,
          name: person.name,
          terms,
          profiles: await profilesOf(tx, id),
          relations: await declaredRelations(tx, id),
          places: await listNeighbourhoods(tx),
          serving: terms.some((term) => heldOn(term, w.today)),
          work: rounds.map((round): RoundWork => {
            const own = reviews.filter(({ roundId }) => roundId === round.id);
            const count = (state: string) => own.filter((review) => review.state === state).length;
            return { roundId: round.id, roundName: round.name, given: own.length, done: count('submitted'), aside: count('conflict') };
          }),
        };
      })
    : null;
  if (!view) return w.notFound();
  return w.page(
    <ReviewerPage page={w.frame()} {...view} today={w.today} mayEdit={w.can('review.pool', office)} {...(again ? { back: again } : {})} />,
    again ? 422 : 200,
  );
}

async function profile(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = poolText[w.lang];
  const parsed = form.parse(z.object(profileFields));
  if (!parsed.ok) return showReviewer(w, { form: 'profile', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await editReviewer(w.command(form), { personId: id, ...parsed.value, organisationName: parsed.value.organisationName ?? '' });
  if (done.ok) return w.redirect(`/reviewers/${id}`, t.kept);
  return isPlain(done.error) ? w.refuse(done.error, t) : showReviewer(w, back(w, form, 'profile', done.error));
}

/** A relation declared by the reviewer (`id` null) or written down by the office. */
async function declare(w: Web, id: string | null) {
  const form = w.form();
  const t = poolText[w.lang];
  const personId = id ?? w.actor.personId;
  if (!personId) return w.notFound();
  const again = (errors: Back) => (id ? showReviewer(w, errors) : showMine(w, errors));
  const parsed = form.parse(
    z.object({
      kind: z.enum(relationKinds, 'not-in-list'),
      neighbourhoodId: field.id().optional(),
      name: field.text(100).optional(),
      note: field.text(300).optional(),
    }),
  );
  if (!parsed.ok) return again({ form: 'relation', errors: w.errorTexts(parsed.error, t), values: form.values });
  const { kind, neighbourhoodId, name, note } = parsed.value;
  const done = await declareRelation(w.command(form), {
    personId,
    kind,
    neighbourhoodId: neighbourhoodId ?? null,
    organisationId: null,
    name: name ?? '',
    note: note ?? '',
  });
  if (done.ok) return w.redirect(id ? `/reviewers/${id}#relations` : '/reviews/mine#relations', t.declared(done.value));
  return isPlain(done.error) ? w.refuse(done.error, t) : again(back(w, form, 'relation', done.error));
}

async function endOne(w: Web) {
  const id = w.id();
  const form = w.form();
  const t = poolText[w.lang];
  const relationId = form.id('relationId');
  if (!id || !relationId) return w.notFound();
  const done = await endRelation(w.command(form), { relationId, reason: form.text('reason') });
  return done.ok ? w.redirect(`/reviewers/${id}#relations`, t.ended) : w.refuse(done.error, t);
}

async function retire(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = poolText[w.lang];
  const parsed = form.parse(z.object({ lastDay: field.day() }));
  if (!parsed.ok) return showReviewer(w, { form: 'retire', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await retireReviewer(w.command(form), { personId: id, lastDay: parsed.value.lastDay });
  return done.ok ? w.redirect(`/reviewers/${id}#terms`, t.retiredFlash) : w.refuse(done.error, t);
}

async function renew(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = poolText[w.lang];
  const parsed = form.parse(z.object({ fromDay: field.day(), toDay: field.day().optional() }));
  if (!parsed.ok) return showReviewer(w, { form: 'renew', errors: w.errorTexts(parsed.error, t), values: form.values });
  const done = await renewReviewer(w.command(form), { personId: id, fromDay: parsed.value.fromDay, toDay: parsed.value.toDay ?? null });
  if (done.ok) return w.redirect(`/reviewers/${id}#terms`, t.renewedFlash);
  return isPlain(done.error) ? w.refuse(done.error, t) : showReviewer(w, back(w, form, 'renew', done.error));
}

async function showMine(w: Web, again?: Back) {
  const { personId } = w.actor;
  if (!personId) return w.notFound();
  const view = await w.read(async (tx) => {
    const rounds = new Map((await listRounds(tx)).map((round) => [round.id, round]));
    return {
      personId,
      relations: await declaredRelations(tx, personId),
      places: await listNeighbourhoods(tx),
      invitations: (await invitations(tx, { personId })).map((one) => {
        const round = rounds.get(one.roundId);
        return { ...one, roundName: round?.name ?? '', open: round !== undefined && takesReviews(round) };
      }),
    };
  });
  return w.page(<MinePage page={w.frame()} {...view} {...(again ? { back: again } : {})} />, again ? 422 : 200);
}

async function answer(w: Web) {
  const form = w.form();
  const t = poolText[w.lang];
  const invitationId = form.id('invitationId');
  if (!invitationId) return w.notFound();
  const [invitation] = await w.read((tx) => invitations(tx, { id: invitationId }));
  // Somebody else's invitation is nothing to this page.
  if (invitation?.personId !== w.actor.personId || !(await w.read((tx) => findRound(tx, invitation.roundId)))) return w.notFound();
  const accepted = form.text('answer') === 'yes';
  const typed = form.text('capacity').normalize('NFKC');
  const done = await answerInvitation(w.command(form), {
    invitationId,
    accepted,
    capacity: /^\d{1,3}$/.test(typed) ? Number(typed) : accepted ? -1 : null,
    note: '',
  });
  if (done.ok) return w.redirect('/reviews/mine', t.answered);
  return done.error === 'bad-capacity' ? showMine(w, back(w, form, invitationId, done.error)) : w.refuse(done.error, t);
}
