import { z } from 'zod';
import { daysBetween, type Day } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { plainYuan } from '#libs/money';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { closeDuty, openDuty } from '#modules/inbox';
import { officeSetting, officeDeadline } from '#modules/funds';
import { holdersOf, namesStandingIn } from '#modules/people';
import { listCompounds, listNeighbourhoods, neighbourhoodCounts } from '#modules/places';
import { findApplication, findProject, findSettlement, listGrades, listPictureMarks, outcomesOf, type Project } from '#modules/projects';
import { caseFigures, type CaseFigures, type CaseKind, caseKinds, caseTexts, type CaseTexts, type Covered, coverCase, searchIndexOf } from './case.ts';
import { type Case, caseOfProject, lockCase } from './store.ts';

/** Key of the office's own answer to "under which licence may others use our cases?". Nothing is published before it is answered. */
export const licenceKey = 'showcase.licence';

/** What is known of a project already, for the form of a new case. */
export async function firstTexts(tx: Tx, project: Project): Promise<{ texts: CaseTexts; kind: CaseKind | ''; households: number | null }> {
  const application = project.applicationId === null ? null : await findApplication(tx, project.applicationId);
  const kinds = new Set((await listCompounds(tx, project.neighbourhoodId)).flatMap((one) => (one.kind ? [one.kind] : [])));
  const village = (await listNeighbourhoods(tx)).find((one) => one.id === project.neighbourhoodId)?.committeeKind === 'village';
  const counts = await neighbourhoodCounts(tx, project.neighbourhoodId);
  const [kind] = kinds;
  return {
    texts: {
      title: project.title,
      problem: application?.why ?? '',
      method: application?.goal ?? '',
      account: '',
      lessons: (await listGrades(tx, project.id)).at(-1)?.reason ?? '',
      failed: '',
      copyable: '',
    },
    kind: village ? 'village' : kinds.size > 1 ? 'mixed' : (kind ?? ''),
    households: counts.households > 0 ? counts.households : null,
  };
}

/** The figures of a project for its case: budget, whose money, what came of it over the years. Names of payers are left out. */
export async function figuresOf(tx: Tx, project: Project): Promise<CaseFigures | null> {
  const application = project.applicationId === null ? null : await findApplication(tx, project.applicationId);
  if (!application) return null;
  const settlement = await findSettlement(tx, project.id);
  const sources = settlement
    ? settlement.sources.map((source) => ({ kind: source.sourceKind, fen: source.spentFen }))
    : application.sources.map((source) => ({ kind: source.kind, fen: source.plannedFen }));
  const byKind = new Map<string, bigint>();
  for (const source of sources) byKind.set(source.kind, (byKind.get(source.kind) ?? 0n) + source.fen);
  return caseFigures.parse({
    year: project.year,
    months: Math.max(1, Math.round(daysBetween(application.periodStart as Day, application.periodEnd as Day) / 30)),
    grade: (await listGrades(tx, project.id)).at(-1)?.grade ?? null,
    sources: [...byKind].map(([kind, fen]) => ({ kind, yuan: plainYuan(fen) })),
    lines: application.lines.map((line) => ({
      name: line.name,
      category: line.category,
      unit: line.unit,
      quantity: line.quantity,
      unitPriceYuan: plainYuan(line.unitPriceFen),
      yuan: plainYuan(line.amountFen),
      paidBy: [...new Set(line.shares.flatMap((share) => application.sources[share.sourceNo - 1]?.kind ?? []))],
    })),
    indicators: (await outcomesOf(tx, project)).map((one) => ({
      name: one.name,
      unit: one.unit,
      baseline: one.baseline,
      target: one.target,
      readings: one.readings.map((reading) => ({ on: reading.measuredOn, actual: reading.actual, source: reading.source ?? '' })),
    })),
    upkeep: { everyMonths: application.upkeepMonths, yearlyYuan: plainYuan(application.upkeepYearlyFen), plan: application.upkeepPlan },
  });
}

/** What a case will read like in public, and every place that is covered: the same before it is published and when it is. */
export async function previewCase(tx: Tx, one: Case, day: Day): Promise<{ texts: CaseTexts; figures: CaseFigures; covered: Covered[] } | null> {
  const project = one.projectId === null ? null : await findProject(tx, one.projectId);
  const figures = project && (await figuresOf(tx, project));
  if (!project || !figures || !one.draft) return null;
  const application = project.applicationId === null ? null : await findApplication(tx, project.applicationId);
  // Anybody of the subdistrict, wherever they live, and whoever the application names.
  const said = [...Object.values(one.draft), JSON.stringify(figures)].join('\n');
  const names = [...(await namesStandingIn(tx, said)), ...(application ? [...application.members.map((member) => member.name), application.keeperName] : [])];
  const keep = [...(await holdersOf(tx, 'officer', null, day)), ...(await holdersOf(tx, 'head', null, day))].map((holder) => holder.name);
  return coverCase(one.draft, figures, { names, keep });
}

/** What is typed about a case. */
export interface CaseInput {
  texts: Record<keyof CaseTexts, string>;
  compoundKind: string;
  households: number | null;
}
type Refusal = 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'too-long' | 'not-in-list' | 'key-reused';

function read(input: CaseInput): Result<{ texts: CaseTexts; kind: CaseKind }, 'required' | 'too-long' | 'not-in-list'> {
  const texts = caseTexts.safeParse(input.texts);
  if (!texts.success) return err(texts.error.issues.some((issue) => issue.code === 'too_big') ? 'too-long' : 'required');
  const kind = caseKinds.find((known) => known === input.compoundKind);
  return kind ? ok({ texts: texts.data, kind }) : err('not-in-list');
}

const codeRow = z.object({ code: z.string() });

/** Makes a case of a closed project, as a draft; the community is asked to agree. Errors: `not-found`, `not-allowed`, `wrong-state` (not closed, or there is one), `required`, `too-long`, `not-in-list`. */
export const makeCase = (context: CommandContext, input: CaseInput & { projectId: string }): Promise<Result<string, Refusal>> =>
  runCommand(context, 'make-case', async (tx) => {
    const project = await findProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('case.write', project)) return err('not-allowed');
    if (!['closed', 'upkeep'].includes(project.state) || (await caseOfProject(tx, project.id))) return err('wrong-state');
    const typed = read(input);
    if (!typed.ok) return typed;
    const spent = (await findSettlement(tx, project.id))?.spentFen ?? 0n;
    const application = project.applicationId === null ? null : await findApplication(tx, project.applicationId);
    const id = tx.newId();
    const { code } = await tx.one(sql`select code from subdistrict where id = ${tx.subdistrictId}`, codeRow);
    const place = (await listNeighbourhoods(tx)).find((one) => one.id === project.neighbourhoodId);
    await tx.exec(sql`insert into showcase_case (subdistrict_id, id, stable_id, origin, project_id, neighbourhood_id, state, compound_kind, households, draft, title,
        cost_fen, made_by, made_by_name, made_at) values (${tx.subdistrictId}, ${id}, ${`${code}/${place?.code ?? 'x'}/${project.serial}`}, 'own', ${project.id},
        ${project.neighbourhoodId}, 'draft', ${typed.value.kind}, ${input.households}, ${JSON.stringify(typed.value.texts)}::jsonb, ${typed.value.texts.title},
        ${spent > 0n ? spent : (application?.totalFen ?? 0n)}, ${tx.actor.personId}, ${tx.actor.name}, ${tx.now})`);
    tx.audit({ action: 'case.make', subjectKind: 'case', subjectId: id, text: { title: typed.value.texts.title } });
    await tx.emit('case.made', { caseId: id, projectId: project.id });
    await askToAgree(tx, id, project.neighbourhoodId, typed.value.texts.title);
    return ok(id);
  });

const askToAgree = async (tx: CommandTx, caseId: string, neighbourhoodId: string, title: string): Promise<string> =>
  openDuty(tx, {
    kind: 'case.agree',
    role: 'secretary',
    neighbourhoodId,
    subjectKind: 'case',
    subjectId: caseId,
    title: { zh: `看过案例，同意公开：${title}`, en: `Agree to publish the case: ${title}` },
    href: `/showcase/${caseId}/edit`,
    dueDay: await officeDeadline(tx, 'case.agree'),
  });

/** Changes a draft; one that was agreed to or taken back becomes a draft again and is asked about anew. Errors as of `makeCase`. */
export const editCase = (context: CommandContext, input: CaseInput & { caseId: string }): Promise<Result<void, Refusal>> =>
  runCommand(context, 'edit-case', async (tx) => {
    const one = await lockCase(tx, input.caseId);
    if (!one || one.neighbourhoodId === null) return err('not-found');
    if (!tx.can('case.write', { neighbourhoodId: one.neighbourhoodId })) return err('not-allowed');
    if (one.state === 'published') return err('wrong-state');
    const typed = read(input);
    if (!typed.ok) return typed;
    await tx.exec(sql`update showcase_case set state = 'draft', draft = ${JSON.stringify(typed.value.texts)}::jsonb, title = ${typed.value.texts.title},
      compound_kind = ${typed.value.kind}, households = ${input.households}, agreed_by = null, agreed_by_name = null, agreed_at = null, public_texts = null,
      figures = null where subdistrict_id = ${tx.subdistrictId} and id = ${one.id}`);
    tx.audit({ action: 'case.edit', subjectKind: 'case', subjectId: one.id, text: { title: typed.value.texts.title } });
    await closeDuty(tx, { kind: 'case.publish', subjectId: one.id });
    await askToAgree(tx, one.id, one.neighbourhoodId, typed.value.texts.title);
    return ok();
  });

/** The community agrees to this very text in public; the office is asked to publish. Errors: `not-found`, `not-allowed`, `wrong-state`. */
export const agreeCase = (
  context: CommandContext,
  input: { caseId: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'key-reused'>> =>
  runCommand(context, 'agree-case', async (tx) => {
    const one = await lockCase(tx, input.caseId);
    if (!one || one.neighbourhoodId === null) return err('not-found');
    if (!tx.can('case.agree', { neighbourhoodId: one.neighbourhoodId })) return err('not-allowed');
    if (one.state !== 'draft') return err('wrong-state');
    await tx.exec(sql`update showcase_case set state = 'agreed', agreed_by = ${tx.actor.personId}, agreed_by_name = ${tx.actor.name}, agreed_at = ${tx.now}
      where subdistrict_id = ${tx.subdistrictId} and id = ${one.id}`);
    await closeDuty(tx, { kind: 'case.agree', subjectId: one.id });
    await openDuty(tx, {
      kind: 'case.publish',
      role: 'officer',
      neighbourhoodId: one.neighbourhoodId,
      subjectKind: 'case',
      subjectId: one.id,
      title: { zh: `发布案例：${one.title}`, en: `Publish the case: ${one.title}` },
      href: `/showcase/${one.id}/edit`,
      dueDay: await officeDeadline(tx, 'case.publish'),
    });
    tx.audit({ action: 'case.agree', subjectKind: 'case', subjectId: one.id, text: { title: one.title } });
    await tx.emit('case.agreed', { caseId: one.id });
    return ok();
  });

const nameRow = z.object({ name: z.string() });

/** Publishes what was agreed to, with what is personal covered by rule. Errors: `not-found`, `not-allowed`, `wrong-state` (not agreed to), `no-licence` (the office has not set one). */
export const publishCase = (
  context: CommandContext,
  input: { caseId: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'no-licence' | 'key-reused'>> =>
  runCommand(context, 'publish-case', async (tx) => {
    const one = await lockCase(tx, input.caseId);
    if (!one) return err('not-found');
    if (!tx.can('case.publish', { neighbourhoodId: one.neighbourhoodId })) return err('not-allowed');
    if (one.state !== 'agreed') return err('wrong-state');
    const licence = (await officeSetting(tx, licenceKey))?.value.trim() ?? '';
    if (licence === '') return err('no-licence');
    const made = await previewCase(tx, one, tx.today);
    if (!made || one.projectId === null) return err('wrong-state');
    const marks = await listPictureMarks(tx, one.projectId);
    const { name } = await tx.one(sql`select name from subdistrict where id = ${tx.subdistrictId}`, nameRow);
    await tx.exec(sql`update showcase_case set state = 'published', public_texts = ${JSON.stringify(made.texts)}::jsonb, figures = ${JSON.stringify(made.figures)}::jsonb,
      title = ${made.texts.title}, bigrams = ${searchIndexOf(made.texts, made.figures)}::text[], licence = ${licence}, source_place = ${name},
      before_file_id = ${marks.findLast((mark) => mark.mark === 'before')?.fileId ?? null}::uuid,
      after_file_id = ${marks.findLast((mark) => mark.mark === 'after')?.fileId ?? null}::uuid, published_by_name = ${tx.actor.name}, published_at = ${tx.now}
      where subdistrict_id = ${tx.subdistrictId} and id = ${one.id}`);
    await closeDuty(tx, { kind: 'case.publish', subjectId: one.id });
    tx.audit({ action: 'case.publish', subjectKind: 'case', subjectId: one.id, text: { title: made.texts.title, covered: made.covered.length } });
    await tx.emit('case.published', { caseId: one.id });
    return ok();
  });

/** Takes a published case back, with the reason; it can be changed and agreed to anew. Errors: `not-found`, `not-allowed`, `wrong-state`, `required`. */
export const withdrawCase = (
  context: CommandContext,
  input: { caseId: string; reason: string },
): Promise<Result<void, 'not-found' | 'not-allowed' | 'wrong-state' | 'required' | 'key-reused'>> =>
  runCommand(context, 'withdraw-case', async (tx) => {
    const one = await lockCase(tx, input.caseId);
    if (!one) return err('not-found');
    // What came from elsewhere is nobody's neighbourhood's: the office takes it out.
    if (!tx.can(one.origin === 'own' ? 'case.withdraw' : 'case.import', { neighbourhoodId: one.neighbourhoodId })) return err('not-allowed');
    if (one.state !== 'published') return err('wrong-state');
    const reason = input.reason.trim().slice(0, 300);
    if (reason === '') return err('required');
    await tx.exec(
      sql`update showcase_case set state = 'withdrawn', withdrawn_reason = ${reason} where subdistrict_id = ${tx.subdistrictId} and id = ${one.id}`,
    );
    tx.audit({ action: 'case.withdraw', subjectKind: 'case', subjectId: one.id, text: { title: one.title, reason } });
    await tx.emit('case.withdrawn', { caseId: one.id });
    return ok();
  });
