import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findPerson, listPersons } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import { endBody, endBodyMember, insertBodyMember, saveBody } from './around-store.ts';
import { type Belonging, type BodyKind, type MeetingBody } from './body.ts';
import { bodyMembers, findBody, listBodies } from './body-queries.ts';

/** What the office rules for a body; each null where it rules nothing. */
export interface BodyRule {
  quorum: { num: number; den: number; strict: boolean } | null;
  noticeDays: number | null;
  proxies: boolean;
  /** Where it stands written. */
  source: string;
}
const noRule: BodyRule = { quorum: null, noticeDays: null, proxies: false, source: '' };

/** Something is ruled, so somebody must answer for it. */
export const rulesSomething = (rule: BodyRule): boolean => rule.quorum !== null || rule.noticeDays !== null || rule.proxies;

/** The law's own rule stands for an owners' committee: no office rules another. */
export const isRuledByTheLaw = (kind: BodyKind): boolean => kind === 'owners_committee';

export type BodyError =
  | 'not-allowed'
  | 'not-found'
  | 'name-required'
  | 'too-long'
  | 'name-taken'
  | 'source-required'
  | 'bad-quorum'
  | 'ruled-by-law'
  | 'only-the-office-names'
  | 'not-for-village';

/**
 * Registers a body that meets in a neighbourhood. The committees and the representatives are registered by their own people; a body of another
 * name, and every rule, is the office's. A rule needs its source.
 * Errors: `name-required`, `too-long`, `name-taken`, `source-required`, `bad-quorum`, `ruled-by-law` (an owners' committee), `only-the-office-names`,
 * `not-for-village` (a village has no residents' committee of this law).
 */
export function registerBody(
  ctx: CommandContext,
  input: { neighbourhoodId: string; kind: BodyKind; name: string; belonging: Belonging; rule?: BodyRule },
): Promise<Result<{ bodyId: string }, BodyError | 'key-reused'>> {
  return runCommand(ctx, 'register-body', async (tx) => {
    const at = { neighbourhoodId: input.neighbourhoodId };
    if (!tx.can('meeting.body', at)) return err('not-allowed');
    const place = await findNeighbourhood(tx, input.neighbourhoodId);
    if (!place) return err('not-found');
    const rule = input.rule ?? noRule;
    if (input.kind === 'other' && !tx.can('meeting.rule', at)) return err('only-the-office-names');
    if (place.committeeKind === 'village' && (input.kind === 'residents_committee' || input.kind === 'representatives')) return err('not-for-village');
    const refused = await refuse(tx, { ...input, id: null, rule });
    if (refused) return err(refused);
    const bodyId = tx.newId();
    await saveBody(tx, { ...bodyFrom(tx, input, rule), id: bodyId });
    tx.audit({
      action: 'meeting.body',
      subjectKind: 'meeting-body',
      subjectId: bodyId,
      text: { name: input.name, kind: input.kind, belonging: input.belonging, rule },
    });
    await tx.emit('meeting.body-registered', { bodyId, neighbourhoodId: place.id });
    return ok({ bodyId });
  });
}

const bodyFrom = (
  tx: CommandTx,
  input: { neighbourhoodId: string; kind: BodyKind; name: string; belonging: Belonging },
  rule: BodyRule,
): Omit<MeetingBody, 'id' | 'endedOn'> => ({
  neighbourhoodId: input.neighbourhoodId,
  kind: input.kind,
  name: input.name.trim(),
  belonging: input.kind === 'other' ? input.belonging : 'listed',
  ...rule,
  source: rule.source.trim(),
  ruledByName: rulesSomething(rule) ? tx.actor.name : null,
  ruledOn: rulesSomething(rule) ? tx.today : null,
});

async function refuse(
  tx: CommandTx,
  input: { id: string | null; neighbourhoodId: string; kind: BodyKind; name: string; rule: BodyRule },
): Promise<BodyError | null> {
  const { rule } = input;
  const name = input.name.trim();
  if (name === '') return 'name-required';
  if (name.length > 60 || rule.source.trim().length > 300) return 'too-long';
  if (rulesSomething(rule)) {
    if (!tx.can('meeting.rule', { neighbourhoodId: input.neighbourhoodId })) return 'not-allowed';
    if (rule.source.trim() === '') return 'source-required';
    if (isRuledByTheLaw(input.kind) && (rule.quorum !== null || rule.proxies)) return 'ruled-by-law';
    const { quorum } = rule;
    if (quorum && !(quorum.num >= 1 && quorum.num <= quorum.den && quorum.den <= 1000)) return 'bad-quorum';
    if (quorum && quorum.strict && quorum.num === quorum.den) return 'bad-quorum';
    if (rule.noticeDays !== null && !(rule.noticeDays >= 0 && rule.noticeDays <= 365)) return 'bad-quorum';
  }
  const others = (await listBodies(tx, input.neighbourhoodId)).filter((one) => one.id !== input.id);
  const single = input.kind === 'representatives' || input.kind === 'residents_committee';
  return others.some((one) => one.name === name || (single && one.kind === input.kind)) ? 'name-taken' : null;
}

/** The office rules anew for a body: quorum, notice, proxies, with where it stands. Meetings that were called keep the rule of their day. Errors as above. */
export function ruleBody(ctx: CommandContext, input: { bodyId: string; rule: BodyRule }): Promise<Result<void, BodyError | 'key-reused'>> {
  return runCommand(ctx, 'rule-body', async (tx) => {
    const body = await findBody(tx, input.bodyId);
    if (!body || body.endedOn !== null) return err('not-found');
    if (!tx.can('meeting.rule', { neighbourhoodId: body.neighbourhoodId })) return err('not-allowed');
    const refused = await refuse(tx, { ...body, rule: input.rule });
    if (refused) return err(refused);
    await saveBody(tx, { ...bodyFrom(tx, body, input.rule), id: body.id });
    tx.audit({
      action: 'meeting.rule',
      subjectKind: 'meeting-body',
      subjectId: body.id,
      text: { rule: input.rule, before: { quorum: body.quorum, noticeDays: body.noticeDays, proxies: body.proxies, source: body.source } },
    });
    await tx.emit('meeting.body-ruled', { bodyId: body.id });
    return ok();
  });
}

/** Who is to belong, as typed (a name that exactly one person of the place bears) or chosen. */
export interface MemberInput {
  personId?: string;
  name?: string;
  post?: string;
}

/**
 * Adds and ends members of a body. Errors: `unknown-name` (nobody, or several, of that name live here: choose the person), `too-long`, `nothing-entered`.
 */
export function changeMembers(
  ctx: CommandContext,
  input: { bodyId: string; add: readonly MemberInput[]; endPersonIds: readonly string[] },
): Promise<Result<{ added: number; ended: number; unknown: string[] }, 'not-allowed' | 'not-found' | 'too-long' | 'nothing-entered' | 'key-reused'>> {
  return runCommand(ctx, 'change-body-members', async (tx) => {
    const body = await findBody(tx, input.bodyId);
    if (!body || body.endedOn !== null) return err('not-found');
    if (!tx.can('meeting.body', { neighbourhoodId: body.neighbourhoodId })) return err('not-allowed');
    if (input.add.length + input.endPersonIds.length === 0) return err('nothing-entered');
    if (input.add.some((one) => (one.post ?? '').length > 40)) return err('too-long');
    const here = await listPersons(tx, body.neighbourhoodId);
    const unknown: string[] = [];
    let added = 0;
    for (const one of input.add) {
      const name = (one.name ?? '').trim();
      const named = one.personId ? [await findPerson(tx, one.personId)].filter((person) => person !== null) : here.filter((person) => person.name === name);
      const [person, ...others] = named;
      if (!person || others.length > 0) unknown.push(name);
      else added += await insertBodyMember(tx, body.id, { personId: person.id, post: (one.post ?? '').trim(), fromDay: tx.today });
    }
    let ended = 0;
    for (const personId of input.endPersonIds) ended += await endBodyMember(tx, body.id, personId);
    tx.audit({ action: 'meeting.body-members', subjectKind: 'meeting-body', subjectId: body.id, text: { added, ended, unknown } });
    await tx.emit('meeting.body-members-changed', { bodyId: body.id, added, ended });
    return ok({ added, ended, unknown });
  });
}

/**
 * Puts these people in place of a body's members, inside another module's command (an elected committee takes office). Registers the body if the
 * place has none of the kind. The caller has authorised it.
 */
export async function setBodyMembersIn(
  tx: CommandTx,
  input: { neighbourhoodId: string; kind: Exclude<BodyKind, 'other'>; name: string; members: readonly { personId: string; post: string }[] },
): Promise<{ bodyId: string }> {
  const found = (await listBodies(tx, input.neighbourhoodId)).find(
    (one) => one.kind === input.kind && (input.kind !== 'owners_committee' || one.name === input.name),
  );
  const bodyId = found?.id ?? tx.newId();
  if (!found) await saveBody(tx, { ...bodyFrom(tx, { ...input, belonging: 'listed' }, noRule), id: bodyId });
  for (const member of await bodyMembers(tx, bodyId)) {
    const stays = input.members.find((one) => one.personId === member.personId);
    if (!stays || stays.post !== member.post) await endBodyMember(tx, bodyId, member.personId);
  }
  for (const member of input.members) await insertBodyMember(tx, bodyId, { ...member, fromDay: tx.today });
  tx.audit({ action: 'meeting.body-members', subjectKind: 'meeting-body', subjectId: bodyId, text: { name: input.name, members: input.members.length } });
  return { bodyId };
}

/** Takes a body off the list; what it met and decided stays. */
export function closeBody(ctx: CommandContext, input: { bodyId: string }): Promise<Result<void, 'not-allowed' | 'not-found' | 'key-reused'>> {
  return runCommand(ctx, 'close-body', async (tx) => {
    const body = await findBody(tx, input.bodyId);
    if (!body || body.endedOn !== null) return err('not-found');
    const right = body.kind === 'other' || rulesSomething(body) ? 'meeting.rule' : 'meeting.body';
    if (!tx.can(right, { neighbourhoodId: body.neighbourhoodId })) return err('not-allowed');
    await endBody(tx, body.id);
    tx.audit({ action: 'meeting.body-end', subjectKind: 'meeting-body', subjectId: body.id, text: { name: body.name } });
    await tx.emit('meeting.body-ended', { bodyId: body.id });
    return ok();
  });
}
