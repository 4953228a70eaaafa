import { type ResolvedPack, rubricRule, unsetOf } from '#libs/policy';
import type { Setting } from '#libs/policy';

/** What comes of a mid-term check. */
export const midTermResults = ['passed', 'improve', 'failed'] as const;
export type MidTermResult = (typeof midTermResults)[number];

/** One criterion of the mid-term check. */
export interface MidTermCriterion {
  code: string;
  title: string;
  weight: number;
  max: number;
}

/** What was given for one. */
export interface MidTermScore extends MidTermCriterion {
  points: number;
  reason: string;
}

/** By what the check is scored; `source` says whose it is, `unset` that neither the policy nor the office has said. */
export type MidTermRubric = { kind: 'set'; criteria: MidTermCriterion[]; source: string } | { kind: 'unset'; asks: boolean };

/** Key of the office's own rubric where the policy has none: `进度:40,经费:30,参与:30`, names with weights that add up to 100. */
export const midTermRubricKey = 'mid-term.rubric';

/** Reads the office's own rubric; null when it is none or its weights do not add up to 100. Every criterion is scored from 0 to 100. */
export function readMidTermRubric(text: string): MidTermCriterion[] | null {
  const parts = text.split(/[,，]/).map((part) => /^\s*([^:：,，]{1,30})[:：]\s*(\d{1,3})\s*$/.exec(part));
  const criteria = parts.flatMap((part, at) =>
    part?.[1] && part[2] ? [{ code: `c${at + 1}`, title: part[1].trim(), weight: Number(part[2]), max: 100 }] : [],
  );
  if (criteria.length === 0 || criteria.length !== parts.length || criteria.some((one) => one.weight === 0)) return null;
  return criteria.reduce((sum, one) => sum + one.weight, 0) === 100 ? criteria : null;
}

/** The rubric by the policy, else the office's own; unset where neither says. `asks`: the policy has one whose figures are still open. */
export function midTermRubric(pack: ResolvedPack | null, setting: Pick<Setting, 'value' | 'setBy'> | null): MidTermRubric {
  const found = pack ? rubricRule(pack, 'mid-term') : null;
  if (found) {
    const criteria = found.rule.criteria.flatMap((one) =>
      one.weightPercent === null || one.maxPoints === null ? [] : [{ code: one.code, title: one.title.zh, weight: one.weightPercent, max: one.maxPoints }],
    );
    if (unsetOf(found).length === 0 && criteria.length === found.rule.criteria.length)
      return { kind: 'set', criteria, source: `${found.rule.source} ${found.rule.clause}` };
  }
  const own = setting ? readMidTermRubric(setting.value) : null;
  return own && setting ? { kind: 'set', criteria: own, source: `自治办设定（${setting.setBy}）` } : { kind: 'unset', asks: found !== null };
}

/** Points out of 100, in hundredths, cut off: each criterion's share of its full points times its weight. Null without a rubric. */
export const midTermTotal = (scores: readonly MidTermScore[]): bigint | null =>
  scores.length === 0 ? null : scores.reduce((sum, one) => sum + (BigInt(one.points) * BigInt(one.weight) * 100n * 1000n) / BigInt(one.max), 0n) / 1000n;

/** Every criterion of the rubric has its points, within what it gives, and a reason. */
export const everyCriterionIsScored = (criteria: readonly MidTermCriterion[], scores: readonly { code: string; points: number; reason: string }[]): boolean =>
  scores.length === criteria.length &&
  criteria.every((one) => {
    const given = scores.filter((score) => score.code === one.code);
    const [only] = given;
    return given.length === 1 && only !== undefined && Number.isInteger(only.points) && only.points >= 0 && only.points <= one.max && only.reason.trim() !== '';
  });
