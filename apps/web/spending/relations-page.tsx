import type { PayeeRelation } from '#modules/projects';
import {
  Button,
  Day,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  shanghaiParts,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { purchaseText } from './purchase-text.ts';

/** Relations with suppliers that people here have declared of themselves. */
export function RelationsPage(props: {
  page: PageFrame;
  place: { code: string; name: string };
  relations: readonly PayeeRelation[];
  me: string | null;
  may: boolean;
  back?: { form: string; errors: FormErrors; values: FormValues };
}) {
  const { page } = props;
  const t = purchaseText[page.lang];
  const here = `${page.base}/n/${props.place.code}/relations`;
  const back = (form: string) => (props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {});
  return (
    <Layout page={page} title={t.relations} crumbs={[{ label: props.place.name, href: `${page.base}/n/${props.place.code}` }, { label: t.relations }]}>
      <Lead>{t.relationsLead}</Lead>
      {props.relations.length === 0 ? (
        <Soft>{t.relationsNone}</Soft>
      ) : (
        <ul class="plain">
          {props.relations.map((each) => (
            <li>
              <b>{each.payee}</b> {each.relation} {each.ended && <State>{t.ended}</State>}
              <p class="soft">
                {t.relationWho} {each.personName} · {t.since} <Day day={shanghaiParts(each.declaredAt).day} />
                {each.ended && ` · ${each.ended.reason}`}
              </p>
              {props.may && each.personId === props.me && !each.ended && (
                <details open={props.back?.form === each.id}>
                  <summary>{t.endRelation}</summary>
                  <Form id={`end-${each.id.slice(-6)}`} action={`${here}/end`} {...back(each.id)}>
                    <input type="hidden" name="relation" value={each.id} />
                    <TextField name="reason" label={t.endReason} required maxLength={200} size="long" />
                    <Button kind="quiet">{t.endRelation}</Button>
                  </Form>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
      {props.may && (
        <Section title={t.declare}>
          <Form id="declare" action={here} {...back('declare')}>
            <TextField name="payee" label={t.relationPayee} required maxLength={100} size="long" />
            <TextField name="relation" label={t.relationWhat} required maxLength={200} size="long" />
            <Button>{t.declare}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}
