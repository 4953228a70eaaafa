import { referralNumber, thisComesNext, totalCost, type UpwardReferral, upwardState } from '#modules/office';
import type { FileInfo } from '#platform/files';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  DateField,
  dayText,
  Empty,
  FieldRow,
  FileField,
  FileList,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  State,
  Story,
  TextArea,
  TextField,
  type Tone,
  yuanText,
} from '../ui/index.ts';
import { referralText, yearText } from './text.ts';

const tones: Record<ReturnType<typeof upwardState>, Tone> = { written: 'act', waiting: 'wait', overdue: 'bad', answered: 'good', ended: 'plain' };

/** All files that were referred upwards. */
export function ReferralListPage(props: {
  page: PageFrame;
  referrals: readonly UpwardReferral[];
  places: ReadonlyMap<string, string>;
  today: string;
  mayWrite: boolean;
  query: Record<string, string>;
}) {
  const { page, today } = props;
  const t = referralText[page.lang];
  const action = props.mayWrite ? <ButtonLink href={`${page.base}/office/referrals/new`}>{t.write}</ButtonLink> : undefined;
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: yearText[page.lang].office, href: `${page.base}/office` }, { label: t.title }]} wide>
      <Lead>{t.lead}</Lead>
      {dataTable<UpwardReferral>({
        rows: props.referrals,
        query: props.query,
        lang: page.lang,
        base: `${page.base}/office/referrals`,
        caption: t.title,
        empty: <Empty title={t.none} action={action} />,
        columns: [
          { key: 'no', label: t.number, value: referralNumber },
          {
            key: 'title',
            label: t.name,
            value: ({ title }) => title,
            render: (one) => <a href={`${page.base}/office/referrals/${one.id}`}>{one.title}</a>,
          },
          { key: 'place', label: t.place, value: ({ neighbourhoodId }) => props.places.get(neighbourhoodId ?? '') ?? null },
          { key: 'to', label: t.to, value: ({ toName }) => toName },
          { key: 'cost', label: t.costs, numeric: true, value: ({ costs }) => totalCost(costs) },
          { key: 'granted', label: t.grantedFen, numeric: true, value: ({ steps }) => steps.at(-1)?.grantedFen ?? null },
          {
            key: 'state',
            label: t.state,
            value: (one) => t[upwardState(one, today)],
            render: (one) => <State tone={tones[upwardState(one, today)]}>{t[upwardState(one, today)]}</State>,
          },
        ],
      })}
      {props.referrals.length > 0 && <Actions>{action}</Actions>}
    </Layout>
  );
}

/** The form of a file. */
export function NewReferralPage(props: {
  page: PageFrame;
  places: readonly { id: string; name: string }[];
  from: { projectId: string; title: string; neighbourhoodId: string } | null;
  today: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, from } = props;
  const t = referralText[page.lang];
  return (
    <Layout page={page} title={t.write} crumbs={[{ label: t.title, href: `${page.base}/office/referrals` }, { label: t.write }]}>
      <Lead>{t.lead}</Lead>
      <Form action={`${page.base}/office/referrals/new${from ? `?project=${from.projectId}` : ''}`} errors={props.errors} values={props.values}>
        {from ? (
          <KeyValues items={[[t.project, <a href={`${page.base}/projects/${from.projectId}`}>{from.title}</a>]]} />
        ) : (
          <SelectField name="place" label={t.place} options={props.places.map(({ id, name }) => ({ value: id, label: name }))} />
        )}
        <TextField name="title" label={t.name} maxLength={120} required />
        <TextField name="to" label={t.to} hint={t.toHint} maxLength={100} required />
        <TextArea name="facts" label={t.facts} hint={t.factsHint} rows={5} maxLength={4000} required />
        <TextArea name="tried" label={t.tried} hint={t.triedHint} rows={5} maxLength={4000} required />
        <TextArea name="why" label={t.why} hint={t.whyHint} rows={4} maxLength={4000} required />
        <TextArea name="costs" label={t.costs} hint={t.costsHint} rows={4} required />
        <DateField name="due" label={t.due} min={props.today} />
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}

/** One file, what became of it, and what to record next. */
export function ReferralPage(props: {
  page: PageFrame;
  referral: UpwardReferral;
  placeName: string | null;
  projectTitle: string | null;
  files: ReadonlyMap<string, FileInfo>;
  today: string;
  mayWrite: boolean;
  form?: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, referral, today } = props;
  const { lang, base } = page;
  const t = referralText[lang];
  const here = `${base}/office/referrals/${referral.id}`;
  const state = upwardState(referral, today);
  const back = (form: string) => (props.form === form ? { errors: props.errors ?? {}, values: props.values ?? {} } : {});
  const steps = { sent: t.stepSent, chased: t.stepChased, answered: t.stepAnswered, ended: t.stepEnded };
  const may = (kind: 'sent' | 'chased' | 'answered' | 'ended') => props.mayWrite && thisComesNext(referral, kind);
  const day = <DateField name="day" label={t.day} value={today} max={today} required />;
  return (
    <Layout page={page} title={referral.title} crumbs={[{ label: t.title, href: `${base}/office/referrals` }, { label: referral.title }]}>
      <p>
        {referralNumber(referral)} <State tone={tones[state]}>{t[state]}</State>
      </p>
      <KeyValues
        items={[
          [t.to, referral.toName],
          [t.place, props.placeName ?? undefined],
          [t.project, referral.projectId ? <a href={`${base}/projects/${referral.projectId}`}>{props.projectTitle}</a> : undefined],
          [t.facts, referral.facts],
          [t.tried, referral.tried],
          [t.why, referral.why],
          [t.due, referral.dueDay ? dayText(referral.dueDay, lang) : undefined],
          [
            t.by,
            <>
              {referral.byName} <Instant at={referral.at} />
            </>,
          ],
        ]}
      />
      <Section title={t.costs}>
        {dataTable({
          rows: referral.costs,
          query: {},
          lang,
          base: here,
          tools: false,
          caption: t.costs,
          columns: [
            { key: 'name', label: t.item, value: ({ name }) => name },
            { key: 'basis', label: t.basis, value: ({ basis }) => basis || null },
            { key: 'fen', label: t.amount, numeric: true, value: ({ amountFen }) => amountFen },
          ],
        })}
        <p>
          {t.total} <Money fen={totalCost(referral.costs)} />
        </p>
      </Section>
      <Actions>
        <ButtonLink href={`${here}/file.pdf`} word>
          {t.paper}
        </ButtonLink>
      </Actions>
      {referral.steps.length > 0 && (
        <Section title={t.story}>
          <Story
            items={referral.steps.map((step, at) => {
              const file = props.files.get(step.fileId ?? '');
              return {
                state: at === referral.steps.length - 1 ? ('now' as const) : ('done' as const),
                when: dayText(step.day, lang),
                datetime: step.day,
                title: `${steps[step.kind]} · ${step.byName}`,
                body: (
                  <>
                    {step.outcome && (
                      <p>
                        {t.outcome}：{t[step.outcome]}
                        {step.grantedFen !== null && `，${yuanText(step.grantedFen)}`}
                      </p>
                    )}
                    {step.body !== '' && <p>{step.body}</p>}
                    {file && <FileList items={[{ name: file.name, href: `${base}/files/${file.id}`, sizeBytes: Number(file.sizeBytes) }]} />}
                  </>
                ),
              };
            })}
          />
        </Section>
      )}
      {may('sent') && (
        <Section title={t.send}>
          <Form action={`${here}/sent`} id="sent" {...back('sent')}>
            {day}
            <TextField name="body" label={t.words} maxLength={4000} />
            <Button>{t.send}</Button>
          </Form>
        </Section>
      )}
      {may('answered') && (
        <Section title={t.answer}>
          <Form action={`${here}/answered`} id="answered" {...back('answered')} multipart>
            <RadioField
              name="outcome"
              label={t.outcome}
              options={(['granted', 'partly', 'refused'] as const).map((value) => ({ value, label: t[value] }))}
              required
            />
            <FieldRow>
              <MoneyField name="granted" label={t.grantedFen} />
              {day}
            </FieldRow>
            <TextArea name="body" label={t.words} rows={3} maxLength={4000} required />
            <FileField name="files" label={t.file} />
            <Button>{t.answer}</Button>
          </Form>
        </Section>
      )}
      {may('chased') && (
        <details>
          <summary>{t.chase}</summary>
          <Form action={`${here}/chased`} id="chased" {...back('chased')}>
            {day}
            <TextField name="body" label={t.words} maxLength={4000} required />
            <Button kind="quiet">{t.chase}</Button>
          </Form>
        </details>
      )}
      {may('ended') && (
        <details>
          <summary>{t.end}</summary>
          <Form action={`${here}/ended`} id="ended" {...back('ended')}>
            {day}
            <TextField name="body" label={t.words} maxLength={4000} required />
            <Button kind="quiet">{t.end}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}
