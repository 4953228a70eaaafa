import { formatYuan } from '#libs/money';
import { assertNever } from '#libs/result';
import { isOwed, type Tranche, trancheConditions } from '#modules/projects';
import { Button, ButtonLink, CheckField, dataTable, dayText, FieldRow, Form, Money, SelectField, Soft, State, TextField } from '../ui/index.ts';
import { kept, type PartProps } from './part.ts';
import { sourcesText } from './text.ts';

/** What a tranche still waits for, with the figures of today. */
function lackWords(row: Tranche, lang: 'zh' | 'en'): string {
  const t = sourcesText[lang];
  switch (row.lacks) {
    case 'earlier':
      return t.lackEarlier;
    case 'points':
      return t.lackPoints(row.facts.points ?? '—', row.minimumPoints ?? 0);
    case 'raised':
      return t.lackRaised(formatYuan(row.facts.otherRaisedFen), formatYuan(row.facts.otherPlannedFen), row.raisedPercent ?? 0);
    case 'mid-term':
      return t.lackMidTerm;
    case 'start':
    case 'accepted':
      return t[row.lacks];
    case null:
      return '';
    default:
      return assertNever(row.lacks);
  }
}

/** How many parts the short form of the office offers conditions for. */
const offered = [1, 2, 3];

/** The plan of the grant's payments: what is due, what was paid, and for the office the order to print and what to do next. */
export function TranchePart({ page, view, source }: PartProps) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const { award, tranches } = source;
  const here = `${base}/awards/${award.awardId}`;
  const planForm = `tranches-${award.awardId}`;
  const mayPlan = view.moves && view.may('tranche.plan');
  const waiting = tranches.find((each) => each.dueOn === null);
  return (
    <>
      <h3>{t.tranches}</h3>
      {tranches.length === 0 ? (
        <Soft>
          <b>{t.noTranches}</b>
          <br />
          {t.noTranchesBody}
        </Soft>
      ) : (
        <>
          {dataTable({
            rows: tranches,
            query: {},
            lang,
            base: here,
            tools: false,
            caption: t.tranches,
            columns: [
              { key: 'no', label: t.tranche, value: (row) => row.no, render: (row) => t.trancheNo(row.no, row.percent) },
              {
                key: 'condition',
                label: t.condition,
                value: (row) =>
                  [
                    t[row.condition],
                    ...(row.minimumPoints === null ? [] : [t.needsPoints(row.minimumPoints)]),
                    ...(row.raisedPercent === null ? [] : [t.needsRaised(row.raisedPercent)]),
                  ].join(lang === 'zh' ? '，' : ', '),
              },
              { key: 'amount', label: t.amount, numeric: true, value: (row) => row.plannedFen },
              { key: 'paid', label: t.paid, numeric: true, value: (row) => row.paidFen },
              {
                key: 'state',
                label: t.state,
                value: (row) => (row.dueOn === null ? t.notDue : isOwed(row) ? t.due(dayText(row.dueOn, lang, 'short')) : t.paidInFull),
                render: (row) => (
                  <>
                    <State tone={row.dueOn === null ? 'plain' : isOwed(row) ? 'act' : 'good'}>
                      {row.dueOn === null ? t.notDue : isOwed(row) ? t.due(dayText(row.dueOn, lang, 'short')) : t.paidInFull}
                    </State>{' '}
                    {row.dueOn === null && row.lacks !== null && <small>{t.lacking(lackWords(row, lang))}</small>}
                    {row.dueOn === null && row.lacks === null && row.condition === 'mid-term' && <small>{t.lacking(t.lackWord)}</small>}
                    {row.dueOn !== null && view.may('tranche.paper') && <a href={`${here}/tranches/${row.id}/order.pdf`}>{t.order}</a>}
                  </>
                ),
              },
            ],
          })}
          <Soft>{`${t.basis}：${tranches[0]?.basis ?? ''}`}</Soft>
          {view.moves && view.may('money.receive-grant') && tranches.some(isOwed) && (
            <p>
              <ButtonLink href={`${base}/projects/${view.project.id}/receipts#a-${award.awardId}`}>{t.recordTranche}</ButtonLink>
            </p>
          )}
          {mayPlan && waiting?.condition === 'mid-term' && (
            <details open={view.back?.form === `due-${waiting.id}` || undefined}>
              <summary>{t.sayDue}</summary>
              <Form id={`d${waiting.id}`} action={`${here}/tranches/${waiting.id}/due`} {...kept(view, `due-${waiting.id}`)}>
                <TextField name="said" label={t.sayDueWhat} hint={t.sayDueHint} required maxLength={200} size="long" />
                <Button>{t.sayDue}</Button>
              </Form>
            </details>
          )}
        </>
      )}
      {mayPlan && tranches.length === 0 && (
        <Form id={`t${award.awardId}`} action={`${here}/tranches`} {...kept(view, planForm)}>
          <TextField name="percents" label={t.percents} hint={t.percentsHint} required maxLength={40} size="short" />
          <FieldRow>
            {offered.map((no) => (
              <SelectField
                name={`condition${no}`}
                label={t.conditionOf(no)}
                required={no === 1}
                value={no === 1 ? 'agreement' : ''}
                options={trancheConditions.map((condition) => ({ value: condition, label: t[condition] }))}
              />
            ))}
          </FieldRow>
          <CheckField name="keep" label={t.keepAsSetting} hint={t.keepHint} />
          <Button>{t.setPlan}</Button>
        </Form>
      )}
      {tranches.some((each) => each.openingFen > 0n) && (
        <p class="soft">
          {t.paidBefore} <Money fen={tranches.reduce((fen, each) => fen + each.openingFen, 0n)} />
        </p>
      )}
      {tranches.some((each) => each.receipts.length > 0) && view.may('receipts.read-names') && (
        <p class="soft">
          {tranches
            .flatMap((each) => each.receipts)
            .map((receipt) => (
              <>
                <a href={`${base}/receipts/${receipt.id}/paper.pdf`}>{receipt.number}</a> {dayText(receipt.day, lang, 'short')}{' '}
                <Money fen={receipt.amountFen} />{' '}
              </>
            ))}
        </p>
      )}
    </>
  );
}
