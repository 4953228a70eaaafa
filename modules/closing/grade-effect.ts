import { z } from 'zod';
import { nextYearEffect, gradesRule } from '#libs/policy';
import { sql, type Tx } from '#platform/database';
import { currentPack, type KeptRules, type QuotaAdjustment } from '#modules/funds';

/** What the grades of a year do to a neighbourhood's next. */
export interface GradeEffectOfPlace {
  neighbourhoodId: string;
  name: string;
  grades: { projectId: string; serial: string; title: string; grade: string; final: boolean }[];
  effect:
    | { kind: 'none-graded' }
    /** The policy says nothing of it, or leaves open which of several grades counts. */
    | { kind: 'not-set'; why: 'no-grades-rule' | 'no-effect' | 'which-counts' }
    | { kind: 'set'; code: string; title: { zh: string; en: string }; quotaPercent: number | null; mayApply: boolean; clause: string; source: string };
}

const row = z.object({
  id: z.string(),
  name: z.string(),
  grades: z.array(z.object({ projectId: z.string(), serial: z.string(), title: z.string(), grade: z.string(), final: z.boolean() })),
});

/**
 * The effect of a year's grades on each neighbourhood's next yearly sum, by the policy in force on `day`. A grade is final when the community took it,
 * an objection was answered, or the last day to object has passed.
 */
export async function gradeEffects(tx: Tx, year: number, day: string, kept?: KeptRules): Promise<GradeEffectOfPlace[]> {
  const pack = await currentPack(tx, day, kept);
  const found = pack ? gradesRule(pack) : null;
  const places = await tx.all(
    sql`select n.id, n.name, coalesce((select jsonb_agg(jsonb_build_object('projectId', p.id, 'serial', p.serial, 'title', p.title, 'grade', g.grade,
        'final', coalesce(e.project_id is not null or (t.object_until < ${day}::date and o.project_id is null), false)) order by p.serial)
      from project p join grade g on g.subdistrict_id = p.subdistrict_id and g.project_id = p.id
        and g.no = (select max(l.no) from grade l where l.subdistrict_id = g.subdistrict_id and l.project_id = g.project_id)
      left join grade_notice t on t.subdistrict_id = p.subdistrict_id and t.project_id = p.id
      left join grade_objection o on o.subdistrict_id = p.subdistrict_id and o.project_id = p.id
      left join grade_end e on e.subdistrict_id = p.subdistrict_id and e.project_id = p.id
      where p.subdistrict_id = n.subdistrict_id and p.neighbourhood_id = n.id and p.year = ${year}), '[]') as grades
    from neighbourhood n where n.subdistrict_id = ${tx.subdistrictId} order by n.name, n.id`,
    row,
  );
  return places.map(({ id, name, grades }): GradeEffectOfPlace => {
    const of = (effect: GradeEffectOfPlace['effect']): GradeEffectOfPlace => ({ neighbourhoodId: id, name, grades, effect });
    if (grades.length === 0) return of({ kind: 'none-graded' });
    if (!pack || !found) return of({ kind: 'not-set', why: 'no-grades-rule' });
    const codes = grades.map((one) => one.grade);
    const effect = nextYearEffect(pack, codes);
    if (!effect) {
      const severalCount = new Set(codes).size > 1 && (found.rule.nextYearBy ?? null) === null;
      return of({
        kind: 'not-set',
        why: severalCount && found.rule.grades.some((one) => one.quotaPercent != null || one.mayApply !== undefined) ? 'which-counts' : 'no-effect',
      });
    }
    const named = found.rule.grades.find((one) => one.code === effect.code);
    // A percentage that the policy names and leaves open is not the same as "nothing changes".
    if (named?.quotaPercent === null && effect.mayApply) return of({ kind: 'not-set', why: 'no-effect' });
    return of({
      kind: 'set',
      code: effect.code,
      title: named?.title ?? { zh: effect.code, en: effect.code },
      quotaPercent: effect.quotaPercent,
      mayApply: effect.mayApply,
      clause: found.rule.clause,
      source: found.rule.source,
    });
  });
}

/** Why the effect is not known, as a step of how a quota was reached. */
const unsetWords = {
  'no-grades-rule': '上年等级：规定里没有等级，自治办还没有设定，额度不变',
  'no-effect': '上年等级：等级怎么影响额度，自治办还没有设定，额度不变',
  'which-counts': '上年等级：有好几个等级时算哪一个，自治办还没有设定，额度不变',
} as const;

/**
 * What the grades of a year do to each neighbourhood's proposed quota, with the grades as the reason: for `suggestQuotas` of a round of the year after. Where the
 * policy leaves it open the quota stays as it is, and the reason says so.
 */
export const gradeAdjustments = async (tx: Tx, year: number, day: string, kept?: KeptRules): Promise<QuotaAdjustment[]> =>
  (await gradeEffects(tx, year, day, kept)).flatMap(({ neighbourhoodId, grades, effect }): QuotaAdjustment[] => {
    if (effect.kind === 'none-graded') return [];
    if (effect.kind === 'not-set') return [{ neighbourhoodId, reason: unsetWords[effect.why] }];
    const deciding = grades.filter((one) => one.grade === effect.code);
    const because = `上年“${deciding.map((one) => one.title).join('”“')}”评为“${effect.title.zh}”${deciding.every((one) => one.final) ? '' : '（等级还没有定）'}`;
    const law = { clause: effect.clause, source: effect.source };
    if (!effect.mayApply) return [{ neighbourhoodId, percent: 0, reason: `${because}：本年不能申报`, ...law }];
    return [{ neighbourhoodId, percent: effect.quotaPercent ?? 100, reason: `${because}：按平常的 ${effect.quotaPercent ?? 100}%`, ...law }];
  });
