import { err, ok, type Result } from '#libs/result';
import { type CommandContext, read, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { type ApplicationDraft, emptySource, findProject, type ProjectOrigin, startApplication } from '#modules/projects';
import type { CaseFigures, CaseTexts } from './case.ts';
import { findCase } from './store.ts';

/**
 * A draft with a case's plan and budget in it: what to buy at which price, what to measure, how to keep it up. Who pays, the team, the
 * keeper, baselines and days are the new community's own and stay empty; its own words and resolutions stay too.
 */
export function planOfCase(draft: ApplicationDraft, texts: CaseTexts, figures: CaseFigures): ApplicationDraft {
  const kinds = new Set(draft.sources.map((source) => source.kind));
  const more = figures.sources.filter((source) => !kinds.has(source.kind)).map((source, index) => ({ ...emptySource(`c${index + 1}`), kind: source.kind }));
  return {
    ...draft,
    goal: [draft.goal, `参考案例《${texts.title}》的做法：\n${texts.method}`]
      .filter((part) => part.trim() !== '')
      .join('\n\n')
      .slice(0, 2000),
    indicators: figures.indicators.map((one) => ({ name: one.name, unit: one.unit, baseline: '', target: '' })),
    sources: [...draft.sources, ...more],
    lines: figures.lines.map((line) => ({
      name: line.name,
      category: line.category,
      unit: line.unit,
      quantity: line.quantity.replace(/\.0+$/, ''),
      unitPrice: line.unitPriceYuan,
      payer: '',
      shares: {},
    })),
    upkeepMonths: figures.upkeep ? String(figures.upkeep.everyMonths) : draft.upkeepMonths,
    upkeepYearly: figures.upkeep?.yearlyYuan ?? draft.upkeepYearly,
    upkeepPlan: figures.upkeep?.plan ?? draft.upkeepPlan,
  };
}

/**
 * Starts a project from a case: a draft application about the community's own matter, with plan and budget copied, not the people. Returns the project's id.
 * Errors: `not-found` (no such published case or matter), `not-allowed`, `not-deliberated` (the community has decided nothing about the matter yet).
 */
export async function startFromCase(
  context: CommandContext,
  input: { caseId: string; origin: ProjectOrigin },
): Promise<Result<string, 'not-found' | 'not-allowed' | 'not-deliberated' | 'key-reused'>> {
  const one = await read(context, (tx) => findCase(tx, input.caseId));
  if (one?.state !== 'published' || !one.texts || !one.figures) return err('not-found');
  const { texts, figures } = one;
  const started = await startApplication(context, input.origin, (draft) => planOfCase(draft, texts, figures));
  if (!started.ok) return started;
  const projectId = started.value;
  const noted = await runCommand({ ...context, ...(context.key === undefined ? {} : { key: `${context.key}-use` }) }, 'note-case-use', async (tx) => {
    if (!(await findProject(tx, projectId))) return err('not-found');
    await tx.exec(sql`insert into showcase_use (subdistrict_id, id, case_id, project_id, by_person_id, at) values (${tx.subdistrictId}, ${tx.newId()}, ${one.id},
      ${projectId}, ${tx.actor.personId}, ${tx.now}) on conflict do nothing`);
    tx.audit({ action: 'case.use', subjectKind: 'case', subjectId: one.id, text: { title: texts.title, projectId } });
    await tx.emit('case.used', { caseId: one.id, projectId });
    return ok();
  });
  return noted.ok ? ok(projectId) : noted;
}
