import { type NoteKind, perThousand, type SpendingNote } from '#modules/projects';
import {
  Button,
  dayText,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  Section,
  SelectField,
  Soft,
  TextArea,
  useFrame,
  useLang,
  yuanText,
} from '../ui/index.ts';
import type { Extras } from './extras.ts';
import { purchaseText } from './purchase-text.ts';

const ofOne = (perThousandFen: bigint): string => yuanText(perThousandFen / 1000n);
/** Fen for one unit, rounded down, in words: prices are compared with more digits than shown. */
export const unitPriceText = (amountFen: bigint, quantityMilli: bigint): string => ofOne(perThousand(amountFen, quantityMilli));

function Note({ note }: { note: SpendingNote }) {
  const lang = useLang();
  const { base } = useFrame();
  const t = purchaseText[lang];
  switch (note.kind) {
    case 'split':
      return (
        <li>
          <b>{t.split}</b>
          <p>{t.splitBody(note.days, note.others.length, yuanText(note.togetherFen))}</p>
          <ul>
            {note.others.map((other) => (
              <li>
                <a href={`${base}/spending/${other.requestId}`}>
                  {other.item} {yuanText(other.amountFen)}
                </a>{' '}
                <span class="soft">
                  {other.projectTitle}，{other.payee}，<Instant at={other.askedAt} style="short" />
                </span>
              </li>
            ))}
          </ul>
          {note.crossed.map((threshold) => (
            <p>{t[`crossed${threshold.what}`](threshold.who?.[lang] ?? '', yuanText(threshold.fen))}</p>
          ))}
        </li>
      );
    case 'related':
      return (
        <li>
          <b>{t.related}</b>
          <p>{t[note.by](note.person, note.payee, note.detail)}</p>
        </li>
      );
    case 'price':
      return (
        <li>
          <b>{t.priceNote}</b>
          <p>
            {t.priceBody(note.text, ofOne(note.perThousandFen), note.unit)}
            {note.isFar && note.apartPercent !== null && <b> {t.priceApart(String(note.apartPercent))}</b>}
          </p>
          <ul>
            {note.earlier.map((price) => (
              <li>
                <a href={price.voucherId ? `${base}/vouchers/${price.voucherId}` : `${base}/spending/${price.requestId}`}>
                  {t.priceRow(dayText(price.day, lang), price.seller, ofOne(price.perThousandFen))}
                </a>
              </li>
            ))}
          </ul>
        </li>
      );
    case 'quote':
      return (
        <li>
          <b>{t.quoteDiffers}</b>
          {note.otherPayee && <p>{t.quotePayee(note.supplier)}</p>}
          {note.otherAmount && <p>{t.quoteAmount(yuanText(note.priceFen))}</p>}
        </li>
      );
  }
}

/** Facts beside a request, with what was said to them; never a verdict. */
export function NotesSection(props: { extras: Extras; here: string; back?: { errors: FormErrors; values: FormValues } }) {
  const { extras, here } = props;
  const lang = useLang();
  const t = purchaseText[lang];
  const { notes } = extras.notes;
  if (notes.length === 0 && extras.answers.length === 0) return null;
  const words: Record<NoteKind, string> = {
    split: t.split,
    related: t.related,
    price: t.priceNote,
    quote: t.quoteDiffers,
    receipt: t.receiptNote,
    other: t.otherNote,
  };
  const kinds = [...new Set<NoteKind>([...notes.map((note) => note.kind), 'other'])];
  return (
    <Section title={t.notes} id="notes">
      <Soft>{t.notesLead}</Soft>
      <ul>
        {notes.map((note) => (
          <Note note={note} />
        ))}
      </ul>
      {extras.answers.map((answer) => (
        <p>
          <b>{t.answerBy(answer.byName)}</b>（{words[answer.note]}，<Instant at={answer.at} style="short" />
          ）：{answer.text}
        </p>
      ))}
      {extras.may.answer && (
        <details open={props.back !== undefined}>
          <summary>{t.answer}</summary>
          <Form id="answer" action={`${here}/answer`} errors={props.back?.errors} values={props.back?.values}>
            <SelectField name="note" label={t.answerAbout} required value={kinds[0]} options={kinds.map((kind) => ({ value: kind, label: words[kind] }))} />
            <TextArea name="text" label={t.answerText} required rows={3} maxLength={500} />
            <Button kind="quiet">{t.answerButton}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}
