import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import {
  activateHousehold,
  assistedActsFor,
  findPerson,
  heldOn,
  homesOfPerson,
  letterWorks,
  listRoles,
  openVouchRequests,
  withdrawPhone,
} from '#modules/people';
import { findHome, findNeighbourhood } from '#modules/places';
import type { Tx } from '#platform/database';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { meText } from './me-text.ts';
import { ActivatePage, type MeHome, MePage, VouchPage } from './me-pages.tsx';
import { answerVouching } from './vouching.ts';

const activationSchema = z.object({ code: field.text(40), name: field.text(60) });

/** A person's own page, activation by letter, vouching. */
export function meRoutes(r: Routes): void {
  // Sixty random bits cannot be tried through at this rate in any lifetime; the limit only keeps the noise down.
  const attempts = new RateLimiterMemory({ points: 10, duration: 600 });
  const sent = new Sent();
  r.get('/me', 'me.read', async (w) => {
    const { personId } = w.actor;
    const person = personId ? await w.read((tx) => aboutMe(tx, personId, w.today)) : null;
    return w.page(<MePage page={w.frame()} name={w.actor.name} person={person} />);
  });
  r.get('/me/data.json', 'me.read', async (w) => {
    const { personId } = w.actor;
    const person = personId ? await w.read((tx) => findPerson(tx, personId)) : null;
    const about = personId ? await w.read((tx) => aboutMe(tx, personId, null)) : null;
    const text = JSON.stringify({ exportedAt: w.now, subdistrict: w.subdistrict.name, person, ...about }, null, 2);
    return w.download(new TextEncoder().encode(`${text}\n`), 'application/json', 'my-data.json');
  });
  r.post('/me/withdraw-phone', 'me.edit', async (w) => {
    const done = await withdrawPhone(w.command(w.form()));
    return done.ok ? w.redirect('/me', meText[w.lang].withdrawn) : w.refuse(done.error);
  });
  r.get('/activate', 'household.activate', (w) => activatePage(w));
  r.post('/activate', 'household.activate', (w) => activate(w, { attempts, sent }));
  r.get('/n/:place/vouching', 'household.vouch', async (w) => {
    const view = await w.read(async (tx) => {
      const neighbourhood = await findNeighbourhood(tx, w.param('place'));
      return neighbourhood && { neighbourhood, requests: await openVouchRequests(tx, neighbourhood.id) };
    });
    if (!view) return w.notFound();
    if (!w.can('household.vouch', { neighbourhoodId: view.neighbourhood.id })) return w.forbidden();
    return w.page(<VouchPage page={w.frame(view)} {...view} />);
  });
  r.post('/vouching/:id', 'household.vouch', async (w) => {
    const requestId = w.id();
    const form = w.form();
    if (!requestId) return w.notFound();
    const vouch = form.text('vouch') === 'yes';
    const t = meText[w.lang];
    const done = await answerVouching(w.command(form), { requestId, vouch });
    const place = /^[a-z0-9-]+$/.test(form.text('place')) ? form.text('place') : '';
    return done.ok ? w.redirect(place ? `/n/${place}/vouching` : '/inbox', vouch ? t.vouched : t.refused) : w.refuse(done.error, t);
  });
}

async function aboutMe(tx: Tx, personId: string, today: string | null) {
  const homes: MeHome[] = [];
  for (const home of await homesOfPerson(tx, personId)) {
    // Who lives in the own home has it once, with both relations.
    const known = homes.find((one) => one.homeId === home.homeId);
    if (known) known.relations.push(home.relation);
    else
      homes.push({
        homeId: home.homeId,
        relations: [home.relation],
        label: (await findHome(tx, home.homeId))?.label ?? '',
        place: (await findNeighbourhood(tx, home.neighbourhoodId))?.name ?? '',
      });
  }
  const roles = (await listRoles(tx, { personId })).filter((role) => today === null || heldOn(role, today));
  return {
    phone: (await findPerson(tx, personId))?.phone ?? null,
    homes,
    roles,
    assisted: await assistedActsFor(tx, personId),
  };
}

function activatePage(w: Web, back?: { errors: FormErrors; values: FormValues }, status: 200 | 422 | 429 = 200) {
  // Somebody bound here already is known by name.
  return w.page(<ActivatePage page={w.frame()} code={w.query('code') ?? ''} name={w.actor.kind === 'person' ? w.actor.name : ''} {...back} />, status);
}

/** Where a successful activation leads: a path of this site, and the words shown there. */
type Activated = { path: string | null; label: string };
/** What a form's key led to, for ten minutes: a form sent twice must not lose the link of the account it made. */
class Sent {
  readonly #answers = new Map<string, Promise<Activated | string>>();
  once(key: string, work: () => Promise<Activated | string>): Promise<Activated | string> {
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = work();
    this.#answers.set(key, answer);
    setTimeout(() => this.#answers.delete(key), 600_000).unref();
    return answer;
  }
}

async function activate(w: Web, limits: { attempts: RateLimiterMemory; sent: Sent }) {
  const t = meText[w.lang];
  const form = w.form();
  const parsed = form.parse(activationSchema);
  if (!parsed.ok) return activatePage(w, { errors: w.errorTexts(parsed.error), values: form.values }, 422);
  const wrong = (words: string, status: 422 | 429) => activatePage(w, { errors: { code: words }, values: form.values }, status);
  if (((await limits.attempts.get(w.clientIp))?.remainingPoints ?? 1) <= 0) return wrong(t.tooMany, 429);
  const done = await limits.sent.once(`${form.key ?? w.key} ${w.actor.accountId ?? ''} ${parsed.value.code}`, () => bind(w, parsed.value));
  // Only wrong codes count: a whole building may activate from the committee's one connection.
  if (done === 'bad-code') await limits.attempts.consume(w.clientIp).catch(() => undefined);
  if (typeof done === 'string') return done === 'bad-code' || done === 'account-taken' ? wrong(t[done], 422) : w.refuse(done, t);
  return done.path ? w.redirectTo(`${done.path}?from=letter`, t.activated(done.label)) : w.redirect('/me', t.activated(done.label));
}

/**
 * Binds by letter. Who has no account gets one here, with neither phone nor mail, and is signed in by a one-time link; the
 * code is looked at first, so that a wrong one makes no account. Returns the code of what is wrong.
 */
async function bind(w: Web, input: { code: string; name: string }): Promise<Activated | string> {
  const works = await letterWorks(w.command(), input.code);
  if (!works.ok) return works.error;
  const account = w.actor.accountId
    ? { accountId: w.actor.accountId, path: null }
    : await w.site.accounts.makeAccountWithLink({ name: input.name, to: w.href('/me') });
  const done = await activateHousehold(w.command(w.form()), { ...input, accountId: account.accountId });
  return done.ok ? { path: account.path, label: done.value.label } : done.error;
}
