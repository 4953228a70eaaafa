import type { Award } from '#modules/books';
import { type GoodsGift, type Project, valueBases } from '#modules/projects';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  DateField,
  dayText,
  FieldRow,
  FileField,
  Form,
  KeyValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import type { Back } from './load.ts';
import { sourcesText } from './text.ts';

/** What the page of goods shows. */
export interface GoodsView {
  project: Project;
  award: Award;
  goods: GoodsGift[];
  today: string;
  /** The person who looks: whoever put a value does not agree to it. */
  personId: string | null;
  rights: { value: boolean; agree: boolean; print: boolean };
  back?: Back | undefined;
}

const toneOf = { waiting: 'act', agreed: 'good', refused: 'bad' } as const;
const kept = (view: GoodsView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});

/** Goods and work given to a source in kind: what each is worth, who valued, who agreed, and what waits. */
export function GoodsPage({ page, view }: { page: PageFrame; view: GoodsView }) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const { project, award } = view;
  const here = `${base}/awards/${award.awardId}/goods`;
  return (
    <Layout
      page={page}
      title={t.goods}
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: t.title, href: `${base}/projects/${project.id}/sources` },
      ]}
    >
      <Lead>{t.goodsLead}</Lead>
      {view.goods.length === 0 && <Soft>{t.noGoods}</Soft>}
      {view.goods.map((gift) => (
        <Section title={gift.what} id={`g-${gift.id}`} action={<State tone={toneOf[gift.state]}>{t[gift.state]}</State>}>
          <KeyValues
            items={[
              [t.giverOfGoods, gift.giverName],
              [t.quantity, `${gift.quantity.replace(/\.?0+$/, '')} ${gift.unit}`],
              [t.value, <Money fen={gift.valueFen} />],
              [t.basisKind, `${t[gift.basis]}：${gift.basisText}`],
              [t.givenOn, dayText(gift.day, lang)],
              [t.valuedBy, gift.valuedByName],
              [gift.state === 'refused' ? t.disagree : t.agreedBy, gift.answeredByName ? `${gift.answeredByName} ${gift.note ?? ''}` : undefined],
              [t.photo, gift.photoFileId ? <a href={`${base}/files/${gift.photoFileId}`}>{t.openPaper}</a> : undefined],
            ]}
          />
          {gift.state === 'agreed' && view.rights.print && (
            <Actions>
              <ButtonLink kind="quiet" href={`${here}/${gift.id}/paper.pdf`} word>
                {t.goodsReceipt}
              </ButtonLink>
            </Actions>
          )}
          {gift.state === 'waiting' && view.rights.agree && gift.valuedBy === view.personId && <Soft>{t.ownValue}</Soft>}
          {gift.state === 'waiting' && view.rights.agree && gift.valuedBy !== view.personId && (
            <>
              <Actions>
                <ActionForm action={`${here}/${gift.id}/answer`} fields={{ agree: 'yes' }}>
                  {t.agree}
                </ActionForm>
              </Actions>
              <details open={view.back?.form === `answer-${gift.id}` || undefined}>
                <summary>{t.disagree}</summary>
                <Form id={`n${gift.id}`} action={`${here}/${gift.id}/answer`} {...kept(view, `answer-${gift.id}`)}>
                  <input type="hidden" name="agree" value="no" />
                  <TextField name="note" label={t.refuseNote} required maxLength={200} size="long" />
                  <Button kind="danger">{t.disagree}</Button>
                </Form>
              </details>
            </>
          )}
        </Section>
      ))}
      {view.rights.value && (
        <Section title={t.valueGoods}>
          <Form id="goods" action={here} multipart {...kept(view, 'goods')}>
            <FieldRow>
              <TextField name="giver" label={t.giverOfGoods} required maxLength={100} />
              <DateField name="day" label={t.givenOn} value={view.today} min={award.validFrom} max={view.today} required />
            </FieldRow>
            <FieldRow>
              <TextField name="what" label={t.what} required maxLength={200} />
              <NumberField name="quantity" label={t.quantity} decimals required />
              <TextField name="unit" label={t.unit} required maxLength={20} size="short" />
              <MoneyField name="value" label={t.value} required />
            </FieldRow>
            <RadioField name="basis" label={t.basisKind} required options={valueBases.map((value) => ({ value, label: t[value] }))} />
            <TextField name="basisText" label={t.basisText} hint={t.basisHint} required maxLength={200} size="long" />
            <FileField name="photo" label={t.photo} accept="image/*" capture="environment" />
            <Button>{t.valueGoods}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}
