import type { Project, ProjectStep, WorksStop } from '#modules/projects';
import { defineText } from '#platform/i18n';
import {
  Actions,
  Button,
  ButtonLink,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Fieldset,
  Form,
  Instant,
  KeyValues,
  Layout,
  Lead,
  Money,
  type PageFrame,
  Section,
  State,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { formOf, type Refused } from './works-nav.tsx';

export const stoppedText = defineText({
  title: { zh: '终止后的善后', en: 'After the stop' },
  lead: {
    zh: '做了什么、没做什么、买来的东西给谁，一件件写明；没用完的钱在结清账目时退回。',
    en: 'What is done, what stays undone, who gets what was bought; unspent money goes back with the settlement.',
  },
  decision: { zh: '终止决定', en: 'The decision' },
  none: { zh: '还没有写善后', en: 'Nothing written down yet' },
  done: { zh: '已经做了什么', en: 'What is done' },
  undone: { zh: '没有做的怎么办', en: 'What stays undone, and what becomes of it' },
  assets: { zh: '买来的东西给谁', en: 'Who gets what was bought' },
  asset: (no: number) => ({ zh: `物品 ${no}`, en: `Thing ${no}` }),
  more: { zh: '还有别的物品', en: 'More things' },
  name: { zh: '什么东西', en: 'What' },
  quantity: { zh: '多少', en: 'How many' },
  toWhom: { zh: '给谁', en: 'To whom' },
  save: { zh: '保存善后', en: 'Save' },
  saved: { zh: '善后已写明。', en: 'Written down.' },
  handOver: { zh: '已移交', en: 'Handed over' },
  handDay: { zh: '哪天交的', en: 'Day' },
  handNote: { zh: '谁收的', en: 'Who took it' },
  waits: { zh: '待移交', en: 'Waits' },
  handed: { zh: '移交已记下。', en: 'Written down.' },
  money: { zh: '没用完的钱', en: 'Unspent money' },
  left: { zh: '账上还有', en: 'Left' },
  returned: { zh: '已退回', en: 'Given back' },
  settle: { zh: '结清账目，退回结余', en: 'Settle and give back' },
});
/** Rows of things that the form offers. */
export const assetRows = [1, 2, 3, 4, 5] as const;

/** What works that were stopped leave behind. */
export function StoppedPage(props: {
  page: PageFrame;
  project: Project;
  decision: ProjectStep | null;
  stop: WorksStop | null;
  leftFen: bigint;
  returnedFen: bigint;
  settled: boolean;
  today: string;
  may: boolean;
  maySettle: boolean;
  refused?: Refused;
}) {
  const { page, project, stop } = props;
  const t = stoppedText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: project.title, href: at }, { label: t.title }]}>
      <Lead>{t.lead}</Lead>
      {props.decision && (
        <Section title={t.decision}>
          <p>{props.decision.reason}</p>
          <p class="soft">
            {props.decision.byName} <Instant at={props.decision.at} />
          </p>
        </Section>
      )}
      <Section title={t.money}>
        <KeyValues
          items={[
            [t.left, <Money fen={props.leftFen} />],
            [t.returned, <Money fen={props.returnedFen} />],
          ]}
        />
        {!props.settled && props.maySettle && (
          <Actions>
            <ButtonLink href={`${at}/settlement`}>{t.settle}</ButtonLink>
          </Actions>
        )}
      </Section>
      {stop && (
        <Section title={t.assets}>
          <KeyValues
            items={[
              [t.done, stop.done],
              [t.undone, stop.undone],
            ]}
          />
          {stop.assets.map((asset) => (
            <article id={`asset-${asset.no}`}>
              <p>
                <b>
                  {asset.name} {asset.quantity}
                </b>{' '}
                → {asset.toWhom}{' '}
                {asset.handedOn === null ? (
                  <State tone="wait">{t.waits}</State>
                ) : (
                  <State tone="good">{`${t.handOver} ${dayText(asset.handedOn, page.lang, 'short')}`}</State>
                )}{' '}
                {asset.handedNote}
              </p>
              {asset.handedOn === null && props.may && (
                <Form action={`${at}/stopped/${asset.no}`} {...formOf(props.refused, `asset-${asset.no}`)}>
                  <FieldRow>
                    <DateField name="day" label={t.handDay} value={props.today} max={props.today} required />
                    <TextField name="note" label={t.handNote} maxLength={300} />
                  </FieldRow>
                  <Actions>
                    <Button kind="quiet">{t.handOver}</Button>
                  </Actions>
                </Form>
              )}
            </article>
          ))}
        </Section>
      )}
      {!stop && !props.may && <Empty title={t.none} />}
      {!stop && props.may && (
        <Form action={`${at}/stopped`} {...formOf(props.refused, 'stop')}>
          <TextArea name="done" label={t.done} rows={3} maxLength={2000} required />
          <TextArea name="undone" label={t.undone} rows={3} maxLength={2000} required />
          <Thing row={1} lang={page.lang} />
          <details class="fold" open={props.refused?.at === 'stop'}>
            <summary>{t.more}</summary>
            {assetRows.slice(1).map((row) => (
              <Thing row={row} lang={page.lang} />
            ))}
          </details>
          <Actions>
            <Button>{t.save}</Button>
          </Actions>
        </Form>
      )}
    </Layout>
  );
}

function Thing({ row, lang }: { row: number; lang: PageFrame['lang'] }) {
  const t = stoppedText[lang];
  return (
    <Fieldset legend={t.asset(row)}>
      <FieldRow>
        <TextField name={`name${row}`} label={t.name} maxLength={200} />
        <TextField name={`quantity${row}`} label={t.quantity} maxLength={50} size="short" />
        <TextField name={`to${row}`} label={t.toWhom} maxLength={200} together />
      </FieldRow>
    </Fieldset>
  );
}
