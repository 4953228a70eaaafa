import { plainYuan } from '#libs/money';
import type { Advance, AdvanceHolder } from '#modules/books';
import {
  Actions,
  Button,
  ButtonLink,
  DateField,
  dayText,
  FileField,
  Form,
  KeyValues,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  RadioField,
  Reason,
  Section,
  SelectField,
  State,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { movesText } from './moves-text.ts';
import type { RequestView } from './request-page.tsx';

type Props = { page: PageFrame; view: RequestView; here: string };
const backOf = (view: RequestView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});
const methods = (t: { transfer: string; cash: string }) => [
  { value: 'cash', label: t.cash },
  { value: 'transfer', label: t.transfer },
];

/** Advances of a request: who holds what since when, and the forms to hand out and settle. */
export function AdvanceSection(props: Props) {
  const { page, view, here } = props;
  const t = movesText[page.lang];
  const { moves } = view;
  if (moves.advances.length === 0 && !moves.rights.hand) return null;
  return (
    <Section title={t.advance} id="advance">
      {moves.advances.map((advance) => (
        <AdvanceFacts {...props} advance={advance} />
      ))}
      {moves.open && <Deadline {...props} />}
      {moves.advances.some((advance) => advance.state !== 'undone') && (
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/advance.pdf`} word>
            {t.advancePaper}
          </ButtonLink>
        </Actions>
      )}
      {moves.rights.settle && moves.open && <SettleForm {...props} advance={moves.open} />}
      {moves.rights.hand && <HandForm {...props} />}
    </Section>
  );
}

function AdvanceFacts({ page, view, here, advance }: Props & { advance: Advance }) {
  const t = movesText[page.lang];
  const { moves } = view;
  const { settlement } = advance;
  const file = (id: string | null) => moves.files.find((each) => each.id === id);
  const link = (id: string | null) => {
    const found = file(id);
    return found ? <a href={`${here}/proofs/${found.id}`}>{found.name}</a> : undefined;
  };
  return (
    <KeyValues
      items={[
        [
          t.heldBy,
          <>
            {advance.holder.name} <State tone={advance.state === 'open' ? 'wait' : advance.state === 'settled' ? 'good' : 'plain'}>{t[advance.state]}</State>
          </>,
        ],
        [
          t.amount,
          <>
            <Money fen={advance.amountFen} /> {t[advance.method]}
          </>,
        ],
        [t.since, `${dayText(advance.day, page.lang)}${advance.state === 'open' ? `，${t.days(moves.openDays)}` : ''}`],
        [t.handedBy, moves.names.get(advance.handedBy ?? '')],
        [t.why, advance.anotherReason ?? undefined],
        [t.proof, link(advance.proofFileId)],
        [t.settleDay, settlement ? dayText(settlement.day, page.lang) : undefined],
        [t.spentOf, settlement ? <Money fen={advance.amountFen - settlement.backFen} /> : undefined],
        [t.handedBack, settlement && settlement.backFen > 0n ? <Money fen={settlement.backFen} /> : undefined],
        [t.paidOnTop, settlement && settlement.backFen < 0n ? <Money fen={-settlement.backFen} /> : undefined],
        [t.differenceProof, link(settlement?.proofFileId ?? null)],
      ]}
    />
  );
}

function Deadline({ page, view }: Props) {
  const t = movesText[page.lang];
  const { limitDays, openDays, rights } = view.moves;
  if (limitDays === null)
    return (
      <p class="soft">
        {t.noLimit} {rights.setLimit && <a href={`${page.base}/project-deadlines`}>{t.setLimit}</a>}
      </p>
    );
  return openDays > limitDays ? <Reason outcome="note" title={t.overdue(limitDays)} /> : <p class="soft">{t.limit(limitDays)}</p>;
}

const keyOf = (holder: AdvanceHolder): string => (holder.kind === 'person' ? holder.personId : 'supplier');
const sameHands = (a: AdvanceHolder, b: AdvanceHolder): boolean => keyOf(a) === keyOf(b) && (a.kind === 'person' || a.name === b.name);

function HandForm({ page, view, here }: Props) {
  const t = movesText[page.lang];
  const { moves, request } = view;
  const busy = (holder: AdvanceHolder) => moves.otherOpen.some((each) => sameHands(each.holder, holder));
  const label = (holder: AdvanceHolder) => {
    const name = holder.kind === 'supplier' ? t.supplierHolder(holder.name) : holder.name;
    return busy(holder) ? t.holdsOne(name) : name;
  };
  return (
    <details open={view.back?.form === 'advance'}>
      <summary>{t.handTitle}</summary>
      <Lead>{t.handLead}</Lead>
      <Form id="advance" action={`${here}/advance`} multipart {...backOf(view, 'advance')}>
        <SelectField
          name="holder"
          label={t.holder}
          required
          value={moves.holders[0] ? keyOf(moves.holders[0]) : ''}
          options={moves.holders.map((holder) => ({ value: keyOf(holder), label: label(holder) }))}
        />
        <MoneyField name="amount" label={t.amount} hint={t.amountHint} value={plainYuan(request.amountFen)} required />
        <DateField name="day" label={t.handDay} value={view.today} max={view.today} required />
        <RadioField name="method" label={t.method} value="cash" required options={methods(t)} />
        <FileField name="proof" label={t.proof} hint={t.proofHint} accept="image/*,application/pdf" />
        {moves.holders.some(busy) && <TextField name="anotherReason" label={t.anotherReason} hint={t.anotherReasonHint} maxLength={300} size="long" />}
        <Button>{t.handButton}</Button>
      </Form>
    </details>
  );
}

function SettleForm({ page, view, here, advance }: Props & { advance: Advance }) {
  const t = movesText[page.lang];
  return (
    <>
      <h3>{t.settleTitle}</h3>
      <Lead>{t.settleLead(yuanText(advance.amountFen))}</Lead>
      <Form id="settle" action={`${here}/settle-advance`} multipart {...backOf(view, 'settle')}>
        {view.request.lines.map((line, index) => (
          <MoneyField name={`amount${index + 1}`} label={t.really(line.text)} value={plainYuan(line.amountFen)} required />
        ))}
        <DateField name="day" label={t.settleDay} value={view.today} min={advance.day} max={view.today} required />
        <RadioField name="method" label={t.differenceMethod} hint={t.differenceHint} options={methods(t)} />
        <FileField name="proof" label={t.differenceProof} accept="image/*,application/pdf" />
        <Button>{t.settleButton}</Button>
      </Form>
    </>
  );
}
