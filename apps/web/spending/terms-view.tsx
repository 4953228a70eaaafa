import type { PurchaseField, SaidBy } from '#modules/funds';
import { ButtonLink, dayText, Section, Soft, useFrame, useLang, yuanText } from '../ui/index.ts';
import type { Extras } from './extras.ts';
import { purchaseText } from './purchase-text.ts';

function Said({ by }: { by: SaidBy | undefined }) {
  const lang = useLang();
  if (!by) return null;
  return <span class="soft">{'clause' in by ? `${by.source} ${by.clause}` : purchaseText[lang].setBy(by.setBy, dayText(by.setOn, lang))}</span>;
}

/** What policy and office ask of this purchase, each with who says so; what nobody has set is said to be unset. */
export function TermsView({ extras }: { extras: Pick<Extras, 'terms' | 'unset' | 'may'> }) {
  const lang = useLang();
  const { base } = useFrame();
  const t = purchaseText[lang];
  const { terms } = extras;
  const items: [string, PurchaseField][] = [
    ...(terms.quotesLeast === null ? [] : [[t.termQuotes(terms.quotesLeast), 'quotesFromFen'] as [string, PurchaseField]]),
    ...(terms.receivedBefore === null ? [] : [[t[`termReceived${terms.receivedBefore}`], 'receivedFromFen'] as [string, PurchaseField]]),
    ...(terms.receiptToFen === null ? [] : [[t.termReceipt(yuanText(terms.receiptToFen)), 'receiptToFen'] as [string, PurchaseField]]),
    ...(terms.labourToFen === null ? [] : [[t.termLabour(yuanText(terms.labourToFen)), 'labourToFen'] as [string, PurchaseField]]),
    ...(terms.payerNotRequester ? [[t.termPayer, 'payerIsNotRequester'] as [string, PurchaseField]] : []),
  ];
  if (items.length === 0 && extras.unset.length === 0) return null;
  return (
    <Section title={t.terms} id="terms">
      {items.length > 0 && (
        <ul>
          {items.map(([words, field]) => (
            <li>
              {words} <Said by={terms.said[field]} />
            </li>
          ))}
        </ul>
      )}
      {extras.unset.length > 0 && (
        <details>
          <summary>{t.unsetTitle}</summary>
          <Soft>{t.unsetLead}</Soft>
          <ul>
            {extras.unset.map((field) => (
              <li>{t[field]}</li>
            ))}
          </ul>
          {extras.may.set && (
            <p>
              <ButtonLink kind="quiet" href={`${base}/policy/settings`}>
                {t.setHere}
              </ButtonLink>
            </p>
          )}
        </details>
      )}
    </Section>
  );
}
