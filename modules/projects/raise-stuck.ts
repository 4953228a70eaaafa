import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type Actor, holds } from '#platform/access';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { dropDuties, openDuty } from '#modules/inbox';
import { heldOn, listRoles } from '#modules/people';
import { deadlineOf } from './deadlines.ts';
import { isPublic } from './project.ts';
import { lockProject, type Project } from './store.ts';
import { type HelperKind, type StuckMove, type StuckState, theStuckMayMove } from './stuck.ts';
import { findStuck, insertStuck, insertStuckStep, type Stuck } from './stuck-store.ts';
import { isOfTheTeam } from './team.ts';
import { findTask } from './work-plan-store.ts';

type Common = 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused';

/** Who can be asked: officers and the head for the town, contacts of partners and the property company, reviewers as experts. */
const rolesOf = { town: ['officer', 'head'], partner: ['partner', 'property'], expert: ['reviewer'] } as const;

/** Somebody who can be asked for help, by name. */
export interface Helper {
  kind: HelperKind;
  personId: string;
  /** With the organisation, where there is one. */
  name: string;
}

/** Everybody who can be asked to help a project of this neighbourhood today, each once a kind. */
export async function helpersFor(tx: Parameters<typeof listRoles>[0], neighbourhoodId: string, today: string): Promise<Helper[]> {
  const roles = (await listRoles(tx)).filter((role) => heldOn(role, today) && (role.neighbourhoodId === null || role.neighbourhoodId === neighbourhoodId));
  const found = new Map<string, Helper>();
  for (const kind of ['town', 'partner', 'expert'] as const)
    for (const role of roles)
      if ((rolesOf[kind] as readonly string[]).includes(role.role))
        found.set(`${kind} ${role.personId}`, {
          kind,
          personId: role.personId,
          name: role.organisationName ? `${role.organisationName} ${role.personName}` : role.personName,
        });
  return [...found.values()];
}

const capacityOf = { town: 'officer', partner: 'partner', expert: 'reviewer' } as const;
const stuckDuty = { raised: 'stuck.send', 'given-back': 'stuck.send', answered: 'stuck.confirm', sent: 'stuck.take', taken: 'stuck.answer' } as const;

/** Whoever must act next has it in the inbox, nobody else: the secretary, the one asked, or the one who took it on, until the day they named. */
async function passStuck(
  tx: CommandTx,
  project: Project,
  stuck: Pick<Stuck, 'id' | 'no' | 'what'>,
  state: StuckState,
  who: { personId?: string; kind?: HelperKind; untilDay?: string },
) {
  await dropDuties(tx, { subjectId: stuck.id });
  if (state === 'solved') return;
  const kind = stuckDuty[state];
  const verb = {
    'stuck.send': ['卡住了，请找人帮忙', 'Stuck: find somebody who helps'],
    'stuck.confirm': ['卡住的事有答复，看管不管用', 'An answer came: does it help?'],
    'stuck.take': ['请您认领卡住的事', 'Please take on what is stuck'],
    'stuck.answer': ['您认领的事，请答复', 'You took it on: please answer'],
  }[kind];
  await openDuty(tx, {
    kind,
    // When the day passes it goes up from whoever was asked: a partner's to the secretary, an officer's or an expert's to the office.
    role: who.kind ? capacityOf[who.kind] : 'secretary',
    ...(who.personId ? { personId: who.personId } : {}),
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'stuck',
    subjectId: stuck.id,
    projectId: project.id,
    title: { zh: `${verb?.[0] ?? ''}：${stuck.what.slice(0, 40)}`, en: `${verb?.[1] ?? ''}: ${stuck.what.slice(0, 40)}` },
    href: `/projects/${project.id}/stuck#stuck-${stuck.no}`,
    dueDay: who.untilDay ?? (await deadlineOf(tx, kind)),
  });
}

/**
 * Anybody of the team says what is stuck: what, since when, what was tried; with a helper it is sent at once. Errors: `required`, `too-long`, `not-a-date`,
 * `in-the-future`, `not-in-list` (no such helper, or no such task), `wrong-state` (the project is over).
 */
export const raiseStuck = (
  context: CommandContext,
  input: { projectId: string; taskId: string | null; what: string; sinceDay: string; tried: string; helper: { kind: HelperKind; personId: string } | null },
): Promise<Result<string, Common | 'required' | 'too-long' | 'not-a-date' | 'in-the-future' | 'not-in-list'>> =>
  runCommand(context, 'raise-stuck', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project || !isPublic(project.state)) return err('not-found');
    if (!(await isOfTheTeam(tx, project, tx.actor))) return err('not-allowed');
    if (['settled', 'closed', 'upkeep', 'withdrawn', 'declined'].includes(project.state)) return err('wrong-state');
    const [what, tried] = [input.what.trim(), input.tried.trim()];
    if (what === '' || tried === '') return err('required');
    if (what.length > 500 || tried.length > 1000) return err('too-long');
    if (!isDay(input.sinceDay)) return err('not-a-date');
    if (input.sinceDay > tx.today) return err('in-the-future');
    if (input.taskId !== null && (await findTask(tx, input.taskId))?.projectId !== project.id) return err('not-in-list');
    const helper = input.helper ? await helperNamed(tx, project, input.helper) : null;
    if (input.helper && !helper) return err('not-in-list');
    const { id, no } = await insertStuck(tx, { projectId: project.id, taskId: input.taskId, what, sinceDay: input.sinceDay, tried });
    if (helper) await insertStuckStep(tx, id, { no: 1, kind: 'send', toKind: helper.kind, toPersonId: helper.personId, toName: helper.name, text: '' });
    await passStuck(tx, project, { id, no, what }, helper ? 'sent' : 'raised', helper ? { personId: helper.personId, kind: helper.kind } : {});
    tx.audit({ action: 'project.raise-stuck', subjectKind: 'project', subjectId: project.id, text: { what, tried, to: helper?.name ?? null } });
    await tx.emit('project.stuck-raised', { projectId: project.id, stuckId: id });
    return ok(id);
  });

const helperNamed = async (tx: CommandTx, project: Project, wanted: { kind: HelperKind; personId: string }): Promise<Helper | null> =>
  (await helpersFor(tx, project.neighbourhoodId, tx.today)).find((one) => one.kind === wanted.kind && one.personId === wanted.personId) ?? null;

export interface MoveStuckInput {
  projectId: string;
  stuckId: string;
  move: StuckMove;
  text: string;
  /** Of `send` and `hand-on`. */
  helper: { kind: HelperKind; personId: string } | null;
  /** Of `take`: by which day. */
  untilDay: string | null;
}
export type MoveStuckError = Common | 'required' | 'too-long' | 'not-in-list' | 'not-a-date' | 'in-the-past' | 'not-yours';

/**
 * The next step of what is stuck. The committee sends it and says that it is solved; the one it was sent to takes it on by name with a day, or gives it back;
 * who took it on answers, hands it on or gives it back. The office may send it to somebody else. Errors: `not-yours` (it is in somebody else's hands), `required`
 * (no words), `not-in-list` (no such helper), `not-a-date`, `in-the-past`, `wrong-state`.
 */
export const moveStuck = (context: CommandContext, input: MoveStuckInput): Promise<Result<StuckState, MoveStuckError>> =>
  runCommand(context, 'move-stuck', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    const stuck = project && (await findStuck(tx, input.stuckId));
    if (!project || stuck?.projectId !== project.id) return err('not-found');
    if (!mayMoveStuck(tx.actor, project, stuck, input.move))
      return err(tx.actor.personId !== null && stuck.steps.some((step) => step.toPersonId === tx.actor.personId) ? 'not-yours' : 'not-allowed');
    if (project.state === 'stopped' || !theStuckMayMove(stuck.state, input.move)) return err('wrong-state');
    const text = input.text.trim();
    if (text.length > 1000) return err('too-long');
    if (text === '' && input.move !== 'send' && input.move !== 'take') return err('required');
    const forward = input.move === 'send' || input.move === 'hand-on';
    const helper = forward && input.helper ? await helperNamed(tx, project, input.helper) : null;
    if (forward && !helper) return err('not-in-list');
    const untilDay = input.move === 'take' ? (input.untilDay ?? '') : null;
    if (untilDay !== null && !isDay(untilDay)) return err('not-a-date');
    if (untilDay !== null && untilDay < tx.today) return err('in-the-past');
    await insertStuckStep(tx, stuck.id, {
      no: stuck.steps.length + 1,
      kind: input.move,
      text,
      ...(helper ? { toKind: helper.kind, toPersonId: helper.personId, toName: helper.name } : {}),
      ...(untilDay === null ? {} : { untilDay }),
    });
    const next = (await findStuck(tx, stuck.id))?.state ?? stuck.state;
    const askedAs = stuck.steps.findLast((step) => step.toKind !== null)?.toKind;
    const holder = helper
      ? { personId: helper.personId, kind: helper.kind }
      : input.move === 'take' && tx.actor.personId !== null && askedAs
        ? { personId: tx.actor.personId, kind: askedAs }
        : {};
    await passStuck(tx, project, stuck, next, { ...holder, ...(untilDay === null ? {} : { untilDay }) });
    tx.audit({
      action: `stuck.${input.move}`,
      subjectKind: 'project',
      subjectId: project.id,
      text: { what: stuck.what, text, to: helper?.name ?? null, untilDay },
    });
    await tx.emit('project.stuck-moved', { projectId: project.id, stuckId: stuck.id, move: input.move, state: next });
    return ok(next);
  });

/** Who may make a move as it stands: see {@link moveStuck}. Somebody sent to by name takes it on themselves. */
export function mayMoveStuck(actor: Actor, project: Pick<Project, 'neighbourhoodId'>, stuck: Pick<Stuck, 'steps' | 'state'>, move: StuckMove): boolean {
  if (actor.personId === null) return false;
  const last = stuck.steps.at(-1);
  const committee = holds(actor, ['secretary', 'director'], project.neighbourhoodId, 'stuck.send');
  const office = holds(actor, ['officer', 'head'], null, 'stuck.send');
  const asked = stuck.state === 'sent' && last?.toPersonId === actor.personId;
  const holder = stuck.state === 'taken' && last?.byPersonId === actor.personId;
  switch (move) {
    case 'send':
      return committee || office;
    case 'solve':
      return committee;
    case 'take':
      return asked;
    case 'answer':
    case 'hand-on':
      return holder;
    case 'give-back':
      return asked || holder;
  }
}
