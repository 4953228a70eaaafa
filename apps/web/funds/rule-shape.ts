import type { RuleKind } from '#libs/policy';
import type { Shape } from './rule-field.ts';
import { moneyShapes } from './shapes-money.ts';
import { stepShapes } from './shapes-steps.ts';

export { type Field, ruleField, type Rows, type Shape } from './rule-field.ts';

/** What a form asks of each kind of rule that an office writes. */
export const ruleShapes: Partial<Record<RuleKind, Shape>> = { ...moneyShapes, ...stepShapes };
