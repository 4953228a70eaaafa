import { formatYuan } from '#libs/money';
import type { InfeasiblePlan, PlanHelp } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import { Section, Soft, State, useFrame, useLang } from '../ui/index.ts';
import { statementText } from './text.ts';

const helpText = {
  promised: 'helpPromised',
  'not-yet': 'helpNotYet',
  'out-of-time': 'helpOutOfTime',
  'other-use': 'helpOtherUse',
  policy: 'helpPolicy',
} as const;
const stageText = { approved: 'stageApproved', asked: 'stageAsked', budget: 'stageBudget' } as const;

/** What would help, as a sentence. */
export const helpWords = (help: PlanHelp, lang: Lang): string => statementText[lang][helpText[help.why]](help.name, formatYuan(help.amountFen));

/** Why a plan cannot be paid: 水泥需 3,000.00 元；可以支付它的来源（居民自筹）只有 2,100.00 元，缺 900.00 元。 */
export function planWords(plan: InfeasiblePlan, lang: Lang): string {
  const t = statementText[lang];
  const comma = lang === 'zh' ? '、' : ', ';
  const what = plan.lines.map((line) => (line.label === plan.plan.label || line.text === line.label ? line.text : `${line.text}（${line.label}）`)).join(comma);
  const needs = t.planNeeds(what, formatYuan(plan.neededFen));
  if (plan.payers.length === 0) return needs + t.planNobody(formatYuan(plan.missingFen));
  const names = plan.payers.map((payer) => payer.name).join(comma);
  return needs + t.planHas(lang === 'zh' ? `（${names}）` : ` (${names})`, formatYuan(plan.availableFen), formatYuan(plan.missingFen));
}

/** Plans that cannot be paid any more, with what would help; nothing where all can. `open` lets the viewer go to the request. */
export function PlansWarning({ plans, open }: { plans: readonly InfeasiblePlan[]; open: boolean }) {
  const lang = useLang();
  const { base } = useFrame();
  const t = statementText[lang];
  if (plans.length === 0) return null;
  return (
    <Section title={t.plansTitle} id="plans">
      <Soft>{t.plansLead}</Soft>
      {plans.map((plan) => (
        <div class="reason blocked">
          <p>
            <State tone="bad">{t[stageText[plan.plan.stage]]}</State>{' '}
            <b>{open && plan.plan.requestId !== null ? <a href={`${base}/spending/${plan.plan.requestId}`}>{plan.plan.label}</a> : plan.plan.label}</b>
          </p>
          <p>{planWords(plan, lang)}</p>
          <p class="soft">{t.helpsTitle}</p>
          <ul>
            {plan.helps.map((help) => (
              <li>
                {helpWords(help, lang)} {help.cures && <State tone="good">{t.helpCures}</State>}
              </li>
            ))}
            <li>{t.helpLess(formatYuan(plan.missingFen))}</li>
          </ul>
        </div>
      ))}
    </Section>
  );
}
