import { z } from 'zod';
import { belongings, bodyKinds, bodyMembers, type BodyRule, changeMembers, closeBody, findBody, listBodies, registerBody, ruleBody } from '#modules/meetings';
import { maskName } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import type { FieldErrors, Form, Routes, Web } from '../kit/index.ts';
import { BodyListPage, BodyPage } from './body-pages.tsx';
import { bodyText } from './body-words.ts';

/** The bodies that meet in a place, with members and rules. */
export function bodyRoutes(r: Routes): void {
  r.get('/n/:place/bodies', 'meeting.read', (w) => list(w));
  r.post('/n/:place/bodies', 'meeting.body', register);
  r.get('/bodies/:id', 'meeting.read', (w) => show(w));
  r.post('/bodies/:id/members', 'meeting.body', members);
  r.post('/bodies/:id/rule', 'meeting.rule', rule);
  r.post('/bodies/:id/close', 'meeting.body', close);
}

async function list(w: Web, back?: { errors: FieldErrors; form: Form }) {
  const found = await w.read(async (tx) => {
    const place = await findNeighbourhood(tx, w.param('place'));
    if (!place) return null;
    const bodies = [];
    for (const body of await listBodies(tx, place.id)) bodies.push({ body, members: (await bodyMembers(tx, body.id)).length });
    return { place, bodies };
  });
  if (!found) return w.notFound();
  const at = { neighbourhoodId: found.place.id };
  return w.page(
    <BodyListPage
      page={w.frame({ neighbourhood: found.place })}
      place={found.place}
      bodies={found.bodies}
      mayRegister={w.can('meeting.body', at)}
      mayRule={w.can('meeting.rule', at)}
      back={back && { errors: w.errorTexts(back.errors, bodyText[w.lang]), values: back.form.values }}
    />,
    back ? 422 : 200,
  );
}

/** What was ruled in the form. A number that is none is told at its field. */
function ruleOf(form: Form): { rule: BodyRule; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const whole = (name: string): number | null => {
    const text = form.text(name);
    if (text === '') return null;
    if (/^\d{1,4}$/.test(text)) return Number(text);
    errors[name] = 'not-a-number';
    return null;
  };
  const [num, den, noticeDays] = [whole('num'), whole('den'), whole('noticeDays')];
  const strict = form.text('strict');
  const asks = strict === 'more' || strict === 'least';
  if (asks && (num === null || den === null) && Object.keys(errors).length === 0) errors['num'] = 'bad-quorum';
  const quorum = asks && num !== null && den !== null ? { num, den, strict: strict === 'more' } : null;
  return { rule: { quorum, noticeDays, proxies: form.has('proxies'), source: form.text('source') }, errors };
}

const fieldOf: Record<string, string> = {
  'name-required': 'name',
  'too-long': 'name',
  'name-taken': 'name',
  'source-required': 'source',
  'bad-quorum': 'num',
  'ruled-by-law': 'strict',
  'only-the-office-names': 'kind',
  'not-for-village': 'kind',
};

async function register(w: Web) {
  const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
  if (!place) return w.notFound();
  const form = w.form();
  const { rule: ruled, errors } = ruleOf(form);
  const kind = bodyKinds.find((one) => one === form.text('kind'));
  if (!kind) errors['kind'] = 'not-in-list';
  if (!w.can('meeting.body', { neighbourhoodId: place.id })) return w.forbidden();
  if (!kind || Object.keys(errors).length > 0) return list(w, { errors, form });
  const done = await registerBody(w.command(form), {
    neighbourhoodId: place.id,
    kind,
    name: form.text('name'),
    belonging: belongings.find((one) => one === form.text('belonging')) ?? 'listed',
    rule: ruled,
  });
  if (done.ok) return w.redirect(`/bodies/${done.value.bodyId}`, bodyText[w.lang].registered);
  const at = fieldOf[done.error];
  return at ? list(w, { errors: { [at]: done.error }, form }) : w.refuse(done.error, bodyText[w.lang]);
}

async function show(w: Web, back?: { form: 'members' | 'rule'; errors: Record<string, string>; values: Form['values'] }) {
  const id = w.id();
  const found = id
    ? await w.read(async (tx) => {
        const body = await findBody(tx, id);
        const place = body && (await findNeighbourhood(tx, body.neighbourhoodId));
        return body && place ? { body, place, members: await bodyMembers(tx, body.id) } : null;
      })
    : null;
  if (!found) return w.notFound();
  const { body, place } = found;
  const at = { neighbourhoodId: place.id };
  const full = w.can('person.read', at);
  const open = body.endedOn === null;
  const ruled = body.quorum !== null || body.noticeDays !== null || body.proxies;
  return w.page(
    <BodyPage
      page={w.frame({ neighbourhood: place })}
      place={place}
      body={body}
      members={found.members.map((one) => (full ? one : { ...one, name: maskName(one.name) }))}
      mayEdit={open && w.can('meeting.body', at)}
      mayRule={open && w.can('meeting.rule', at)}
      mayCall={open && w.can('meeting.call', at)}
      mayClose={open && w.can(body.kind === 'other' || ruled ? 'meeting.rule' : 'meeting.body', at)}
      back={back}
    />,
    back ? 422 : 200,
  );
}

async function members(w: Web) {
  const bodyId = w.id();
  if (!bodyId) return w.notFound();
  const form = w.form();
  const t = bodyText[w.lang];
  const add = form
    .text('add')
    .split('\n')
    .map((line) => line.trim().split(/[\s,，、]+/))
    .flatMap(([name = '', ...post]) => (name === '' ? [] : [{ name, post: post.join(' ') }]));
  const back = (code: string, words?: string) =>
    show(w, { form: 'members', errors: words ? { add: words } : w.errorTexts({ add: code }, t), values: form.values });
  const ended = z.array(z.uuid()).safeParse(form.texts('end').filter((one) => one !== ''));
  if (!ended.success) return back('not-in-list');
  const done = await changeMembers(w.command(form), { bodyId, add, endPersonIds: ended.data });
  if (!done.ok) return done.error === 'nothing-entered' ? back('required') : done.error === 'too-long' ? back('too-long') : w.refuse(done.error, t);
  const { added, ended: left, unknown } = done.value;
  if (unknown.length > 0) return back('', t.unknownNames(unknown.join(w.lang === 'zh' ? '、' : ', ')));
  return w.redirect(`/bodies/${bodyId}`, t.changed(added, left));
}

async function rule(w: Web) {
  const bodyId = w.id();
  if (!bodyId) return w.notFound();
  const form = w.form();
  const t = bodyText[w.lang];
  const { rule: ruled, errors } = ruleOf(form);
  const back = (wrong: FieldErrors) => show(w, { form: 'rule', errors: w.errorTexts(wrong, t), values: form.values });
  if (Object.keys(errors).length > 0) return back(errors);
  const done = await ruleBody(w.command(form), { bodyId, rule: ruled });
  if (done.ok) return w.redirect(`/bodies/${bodyId}`, t.ruled);
  const at = fieldOf[done.error];
  return at ? back({ [at === 'name' ? 'source' : at]: done.error }) : w.refuse(done.error, t);
}

async function close(w: Web) {
  const bodyId = w.id();
  if (!bodyId) return w.notFound();
  const body = await w.read((tx) => findBody(tx, bodyId));
  const place = body && (await w.read((tx) => findNeighbourhood(tx, body.neighbourhoodId)));
  const done = await closeBody(w.command(w.form()), { bodyId });
  return done.ok ? w.redirect(`/n/${place?.code ?? ''}/bodies`, bodyText[w.lang].closed) : w.refuse(done.error, bodyText[w.lang]);
}
