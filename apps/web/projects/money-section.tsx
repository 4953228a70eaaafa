import { leverage } from '#libs/money';
import { Actions, BudgetBar, MoneyBar, Reason, Section, Soft, useFrame, useLang, yuanText, dayText } from '../ui/index.ts';
import { statementText } from '../statements/text.ts';
import { projectText } from './text.ts';
import type { ProjectView } from './view.ts';

/** Where the money comes from and goes, every figure leading to its entries. */
export function MoneySection({ view }: { view: ProjectView }) {
  const lang = useLang();
  const { base } = useFrame();
  const t = projectText[lang];
  const { account, application } = view;
  const accountHref = `${base}/projects/${view.project.id}/account`;
  const open = account.sources.length > 0;
  const noteOf = (kind: string, name: string): string | undefined => {
    const source = application?.sources.find((one) => one.kind === kind && one.name === name);
    return source?.perHouseholdFen && source.households ? t.perHousehold(yuanText(source.perHouseholdFen, { whole: true }), source.households) : undefined;
  };
  const planned = open
    ? account.sources.map((source) => ({ label: source.name, amountFen: source.plannedFen, note: noteOf(source.sourceKind, source.name) }))
    : (application?.sources ?? []).map((source) => ({ label: source.name, amountFen: source.plannedFen, note: noteOf(source.kind, source.name) }));
  const received = account.sources.filter((source) => source.receivedFen > 0n);
  const sum = (parts: readonly { amountFen: bigint }[]) => parts.reduce((all, part) => all + part.amountFen, 0n);
  const grantFen = (open ? account.sources.filter((s) => s.sourceKind === 'grant').reduce((all, s) => all + s.plannedFen, 0n) : application?.grantFen) ?? 0n;
  const times = account.leverage ?? (grantFen > 0n ? leverage(sum(planned) - grantFen, grantFen) : null);
  if (planned.length === 0) return null;
  return (
    <Section title={t.moneyTitle} id="money">
      {received.length === 0 ? (
        <>
          <Soft>{t.noMoneyYet}</Soft>
          <MoneyBar label={t.moneyPlanned} parts={planned} />
        </>
      ) : (
        <>
          <MoneyBar
            label={t.moneyIn}
            parts={account.sources.map((source) => ({
              label: source.name,
              amountFen: source.receivedFen,
              href: `${accountHref}#award-${source.awardId}`,
              note:
                [
                  source.receivedFen === source.plannedFen ? noteOf(source.sourceKind, source.name) : t.ofPlanned(yuanText(source.plannedFen, { whole: true })),
                  source.returnedFen > 0n ? t.returnedNote(yuanText(source.returnedFen)) : undefined,
                ]
                  .filter((part) => part !== undefined)
                  .join(lang === 'zh' ? '，' : ', ') || undefined,
            }))}
          />
          <h3>{t.moneyOut}</h3>
          <BudgetBar
            label={t.moneyOut}
            budgetFen={account.totals.receivedFen - account.totals.returnedFen}
            committedFen={account.totals.reservedFen + account.totals.advancedFen}
            spentFen={account.totals.spentFen}
          />
        </>
      )}
      {times !== null && times !== '0.0' && <p>{t.leverageLine(times)}</p>}
      {view.rulings.map((ruling) => (
        <Reason
          outcome={ruling.decision === 'allowed' ? 'passed' : 'blocked'}
          title={t.rulingTitle(ruling.item)}
          clause={ruling.clause}
          source={ruling.source}
          sourceHref={`${base}/policy`}
        >
          {(ruling.decision === 'allowed' ? t.ruledAllowed : t.ruledForbidden)(ruling.byName, dayText(ruling.day, lang, 'short'))}
          {ruling.reason}
        </Reason>
      ))}
      {open && (
        <Actions>
          <a href={accountHref}>{t.seeAccount}</a>
          <a href={`${accountHref}/public`}>{statementText[lang].publicVersion}</a>
        </Actions>
      )}
    </Section>
  );
}
