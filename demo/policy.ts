import { ruleData } from '#libs/policy';
import { POLICY_PACKS } from '#policies';
import { changePolicyDraft, startPolicyDraft } from '#modules/funds';
import { done, type Stage } from './stage.ts';

/** The office is writing next year's version: a lower cap for a project. Nothing of it is in force. */
export async function tellPolicyDraft(stage: Stage): Promise<void> {
  stage.on(-2);
  const draftId = await done('policy draft', startPolicyDraft(await stage.as('officer', 'policy draft'), { packs: POLICY_PACKS, start: { from: 'copy' } }));
  const cap = POLICY_PACKS.find(({ code }) => code === 'demo-subdistrict')?.rules.find(({ id }) => id === 'demo-project-cap');
  if (!cap) throw new Error('the demo has a cap of projects');
  const rule = { ...ruleData(cap), amountFen: '4000000' };
  await done('policy cap', changePolicyDraft(await stage.as('officer', 'policy cap'), { draftId, change: { what: 'rule', rule } }));
}
