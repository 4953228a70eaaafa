import type { Voucher } from '#modules/books';
import { plainYuan } from '#libs/money';
import { Button, dataTable, Form, type FormErrors, type FormValues, MoneyField, Section, Soft, State, useFrame, useLang, yuanText } from '../ui/index.ts';
import type { Extras } from './extras.ts';
import { purchaseText } from './purchase-text.ts';
import { spendingText } from './text.ts';

/** Which voucher proves which line with how much, and the form where it is still open. */
export function ProofSection(props: {
  extras: Extras;
  vouchers: readonly Voucher[];
  here: string;
  back?: { form: string; errors: FormErrors; values: FormValues };
}) {
  const { extras } = props;
  const lang = useLang();
  const { base } = useFrame();
  const t = purchaseText[lang];
  const standing = props.vouchers.filter((voucher) => !voucher.withdrawn);
  if (extras.proven.length === 0 || standing.length === 0 || (extras.proven.length === 1 && standing.length === 1)) return null;
  const openOf = (voucher: Voucher) =>
    voucher.provesFen - extras.shares.filter((share) => share.voucherId === voucher.id).reduce((fen, share) => fen + share.amountFen, 0n);
  const openLines = extras.proven.filter((line) => line.provenFen < line.amountFen);
  return (
    <Section title={t.proof} id="proof">
      <Soft>{t.proofLead}</Soft>
      {dataTable({
        rows: extras.proven,
        query: {},
        lang,
        base: props.here,
        tools: false,
        caption: t.proof,
        columns: [
          { key: 'text', label: t.proofLine, value: (row) => row.text },
          { key: 'paid', label: t.proofPaid, numeric: true, value: (row) => row.amountFen },
          {
            key: 'vouchers',
            label: t.proofVouchers,
            value: (row) => String(row.provenFen),
            render: (row) => (
              <>
                {extras.shares
                  .filter((share) => share.lineId === row.lineId)
                  .map((share) => (
                    <div>
                      <a href={`${base}/vouchers/${share.voucherId}`}>
                        {spendingText[lang].voucherNo(standing.find((voucher) => voucher.id === share.voucherId)?.number ?? '')}
                      </a>{' '}
                      {yuanText(share.amountFen)}
                    </div>
                  ))}
                {row.provenFen < row.amountFen && (
                  <State tone="act">
                    {t.proofOpen} {yuanText(row.amountFen - row.provenFen)}
                  </State>
                )}
              </>
            ),
          },
        ],
      })}
      {extras.may.prove &&
        standing
          .filter((voucher) => openOf(voucher) > 0n && openLines.length > 0)
          .map((voucher) => (
            <Form
              id={`prove-${voucher.number}`}
              action={`${base}/vouchers/${voucher.id}/lines`}
              {...(props.back?.form === voucher.id ? { errors: props.back.errors, values: props.back.values } : {})}
            >
              <p>
                <b>{t.proofSay(voucher.number, yuanText(openOf(voucher)))}</b>
              </p>
              {openLines.map((line) => {
                const lineOpen = line.amountFen - line.provenFen;
                const only = openLines.length === 1 ? (lineOpen < openOf(voucher) ? lineOpen : openOf(voucher)) : undefined;
                return (
                  <MoneyField
                    name={`line${line.no}`}
                    label={t.proofShare(line.text, yuanText(lineOpen))}
                    value={only === undefined ? undefined : plainYuan(only)}
                  />
                );
              })}
              <Button kind="quiet">{t.proofButton}</Button>
            </Form>
          ))}
    </Section>
  );
}
