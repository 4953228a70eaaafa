import { Button, Form, Instant, Lead, Money, type PageFrame, RadioField, Section, Soft, TextField } from '../ui/index.ts';
import { movesText } from './moves-text.ts';
import type { RequestView } from './request-page.tsx';

/** Payments of a request that were undone, and the office's form to undo the one in force. */
export function ReverseSection({ page, view, here }: { page: PageFrame; view: RequestView; here: string }) {
  const t = movesText[page.lang];
  const { moves } = view;
  const back = view.back?.form === 'reverse' ? { errors: view.back.errors, values: view.back.values } : {};
  const fromAdvance = moves.advances.some((advance) => advance.settlement?.expenseId === view.request.expenseId && view.request.expenseId !== null);
  return (
    <>
      {moves.reversals.length > 0 && (
        <Section title={t.reversals}>
          <ul class="plain">
            {moves.reversals.map((each) => (
              <li>
                <Money fen={moves.undone.find((expense) => expense.id === each.expenseId)?.amountFen ?? 0n} />{' '}
                {t.reversedBy(moves.names.get(each.reversedBy) ?? '', each.reason)} <Instant at={each.at} style="short" />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {moves.rights.undo && (
        <details open={view.back?.form === 'reverse'}>
          <summary>{t.reversePayment}</summary>
          <Lead>{t.reverseLead}</Lead>
          <Form id="reverse" action={`${here}/reverse-payment`} {...back}>
            <TextField name="reason" label={t.reverseReason} required maxLength={300} size="long" />
            {fromAdvance ? (
              <Soft>{t.thenAdvance}</Soft>
            ) : (
              <RadioField
                name="then"
                label={t.then}
                value="reopen"
                required
                options={[
                  { value: 'reopen', label: t.reopen },
                  { value: 'end', label: t.end },
                ]}
              />
            )}
            <Button kind="danger">{t.reverseButton}</Button>
          </Form>
        </details>
      )}
    </>
  );
}
