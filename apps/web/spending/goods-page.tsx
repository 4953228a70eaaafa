import { maskName } from '#modules/people';
import { type Project, type SpendingRequest, twoResidentsReceivedTheGoods, whyNotReceive } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Lead,
  type Option,
  type PageFrame,
  Photos,
  Reason,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  useLang,
} from '../ui/index.ts';
import type { Extras } from './extras.ts';
import { purchaseText } from './purchase-text.ts';

/** Who confirmed the goods, with their pictures. */
function Receipts({ extras, here, named }: { extras: Pick<Extras, 'goods'>; here: string; named: boolean }) {
  const t = purchaseText[useLang()];
  if (extras.goods.length === 0) return <Soft>{t.goodsNone}</Soft>;
  const pictures = [...new Map(extras.goods.filter((each) => each.photoFileId !== null).map((each) => [each.photoFileId, each])).values()];
  return (
    <>
      <ul class="plain">
        {extras.goods.map((each) => (
          <li>
            <State tone="good">{t.goodsBy(named ? each.personName : maskName(each.personName))}</State> <Instant at={each.at} style="short" />{' '}
            <span class="soft">{each.way === 'phone' ? t.goodsOnPhone : t.goodsOnPaper}</span> {each.note}
          </li>
        ))}
      </ul>
      {pictures.length > 0 && (
        <Photos
          items={pictures.map((each) => ({
            src: `${here}/received/${each.photoFileId}`,
            href: `${here}/received/${each.photoFileId}`,
            alt: t.goodsPicOf(named ? each.personName : maskName(each.personName)),
          }))}
        />
      )}
    </>
  );
}

/** On the page of the request: how far it is, the link for residents, the sheet, and what comes back on paper. */
export function GoodsSection(props: { extras: Extras; here: string; residents: readonly Option[]; back?: { errors: FormErrors; values: FormValues } }) {
  const { extras, here } = props;
  const t = purchaseText[useLang()];
  const wanted = extras.terms.receivedBefore !== null;
  if (!wanted && extras.goods.length === 0) return null;
  const done = twoResidentsReceivedTheGoods(extras.goods);
  return (
    <Section title={t.goods} id="goods">
      <p>
        {wanted && <State tone={done ? 'good' : 'act'}>{done ? t.goodsDone : t.goodsMissing}</State>} <span class="soft">{t.goodsRule}</span>
      </p>
      <Receipts extras={extras} here={here} named />
      {extras.may.recordGoods && !done && (
        <>
          <Soft>{t.goodsShare}</Soft>
          <Actions>
            <ButtonLink kind="quiet" href={`${here}/received`}>
              {t.goodsOpen}
            </ButtonLink>
            <ButtonLink kind="quiet" href={`${here}/received.pdf`} word>
              {t.goodsSheet}
            </ButtonLink>
          </Actions>
          <details open={props.back !== undefined}>
            <summary>{t.goodsPaper}</summary>
            <Lead>{t.goodsPaperLead}</Lead>
            <Form id="goods-paper" action={`${here}/received-paper`} multipart errors={props.back?.errors} values={props.back?.values}>
              <SelectField name="first" label={t.goodsFirst} required options={props.residents} />
              <SelectField name="second" label={t.goodsSecond} options={props.residents} />
              <FileField name="scan" label={t.goodsScan} required accept="image/*,application/pdf" />
              <FileField name="photo" label={t.goodsPicture} accept="image/*" />
              <TextField name="note" label={t.goodsNote} maxLength={300} size="long" />
              <Button>{t.goodsRecord}</Button>
            </Form>
          </details>
        </>
      )}
    </Section>
  );
}

/** The page a resident opens on the phone: what came, and one button. */
export function GoodsPage(props: {
  page: PageFrame;
  request: SpendingRequest;
  project: Project;
  goods: Extras['goods'];
  me: string | null;
  may: boolean;
  /** Whoever may confirm when its time has come. */
  resident: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, request, goods } = props;
  const t = purchaseText[page.lang];
  const here = `${page.base}/spending/${request.id}`;
  const barred = props.me === null ? 'not-a-person' : whyNotReceive(request, goods, props.me);
  return (
    <Layout page={page} title={`${t.goods}：${request.item}`} crumbs={[{ label: props.project.title, href: `${page.base}/projects/${props.project.id}` }]}>
      <Lead>{t.goodsLead}</Lead>
      <KeyValues
        items={request.lines.map((line): [string, string] => [
          line.text,
          line.quantityMilli && line.unit ? `${countText(line.quantityMilli)} ${line.unit}` : '—',
        ])}
      />
      <Receipts extras={{ goods }} here={here} named={false} />
      {!props.may ? (
        <Reason outcome="note" title={t[props.resident ? 'goods-not-now' : 'only-residents']} />
      ) : barred === null ? (
        <Form action={`${here}/received`} multipart errors={props.errors} values={props.values}>
          <FileField name="photo" label={t.goodsPhoto} hint={t.goodsPhotoHint} accept="image/*" required={goods.every((each) => each.photoFileId === null)} />
          <TextField name="note" label={t.goodsNote} maxLength={300} size="long" />
          <Button>{t.goodsConfirm}</Button>
        </Form>
      ) : (
        <Reason outcome={barred === 'received-before' ? 'passed' : 'note'} title={t[barred]} />
      )}
    </Layout>
  );
}

/** A number of thousandths as people write it: 120, 1.5. */
export const countText = (milli: bigint): string => {
  const rest = String(milli % 1000n)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${milli / 1000n}${rest === '' ? '' : `.${rest}`}`;
};
