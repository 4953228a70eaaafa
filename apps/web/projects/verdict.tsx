import { cite, explain, explainVerdict, type Reason as PolicyReason, type Verdict } from '#libs/policy';
import { Reason, useFrame, useLang } from '../ui/index.ts';

const outcomes = { pass: 'passed', block: 'blocked', 'needs-ruling': 'ask', 'needs-setting': 'ask' } as const;

/** Every reason of a verdict, the ones that stop first. */
export function VerdictReasons({ verdict }: { verdict: Verdict }) {
  const lang = useLang();
  const { base } = useFrame();
  const order: PolicyReason['outcome'][] = ['block', 'needs-ruling', 'needs-setting', 'pass'];
  const sorted = [...verdict.reasons].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return (
    <>
      <p>
        <b>{explainVerdict(verdict, lang)}</b>
      </p>
      {sorted.map((reason) => (
        <Reason outcome={outcomes[reason.outcome]} title={reason.title[lang]} clause={cite(reason, lang)} sourceHref={`${base}/policy`}>
          {explain(reason, lang).replace(/（依据：.*）$|\([^()]*\)$/, '')}
        </Reason>
      ))}
    </>
  );
}
