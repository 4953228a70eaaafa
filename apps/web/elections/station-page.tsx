import type { RollLine } from '#modules/ballots';
import {
  ActionForm,
  Actions,
  Button,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Section,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { electionText } from './text.ts';
import type { ElectionView } from './view.ts';

/** An elector at the table. */
export interface StationLine {
  line: RollLine;
  online: boolean;
  issued: boolean;
  returned: boolean;
}

/** The table of the polling place: find the elector on the roll, hand out the papers, tick when they are in the box. */
export function StationPage(props: {
  page: PageFrame;
  view: ElectionView;
  query: string;
  found: readonly StationLine[];
  total: number;
  back?: { errors: FormErrors; values: FormValues };
}) {
  const { page, view, query } = props;
  const { election } = view;
  const t = electionText[page.lang];
  const here = `${page.base}/elections/${election.id}`;
  const issued = view.visits.length;
  const returned = view.visits.filter((one) => one.returned).length;
  return (
    <Layout page={page} title={t.station} crumbs={[{ label: election.title, href: here }]}>
      <Lead>{t.stationLead}</Lead>
      <p>{t.issuedCount(issued, returned)}</p>
      <Form action={`${here}/station`} method="get" values={{ q: query }}>
        <TextField name="q" type="search" label={t.find} required maxLength={60} />
        <Button>{t.findButton}</Button>
      </Form>
      {query === '' ? <Soft>{t.findFirst}</Soft> : props.found.length === 0 ? <p>{t.notFound}</p> : null}
      {props.total > props.found.length && <Soft>{t.tooMany(props.total)}</Soft>}
      {props.found.map((one) => (
        <Section title={`${one.line.no}　${one.line.label}`}>
          {one.online && !one.returned && <State>{t.votedOnline}</State>}
          {one.returned && <State tone="good">{t.inBox}</State>}
          {one.issued && !one.returned && !one.online && <State tone="act">{t.hasPapers}</State>}
          <Actions>
            {!one.online && !one.issued && (
              <ActionForm action={`${here}/station`} fields={{ elector: one.line.electorId, place: 'station', q: query }}>
                {t.handOut}
              </ActionForm>
            )}
            {!one.online && !one.issued && election.rules['election.mobileBox'].value === 'yes' && (
              <ActionForm kind="quiet" action={`${here}/station`} fields={{ elector: one.line.electorId, place: 'mobile', q: query }}>
                {t.mobile}
              </ActionForm>
            )}
            {one.issued && !one.returned && (
              <ActionForm action={`${here}/box`} fields={{ elector: one.line.electorId, q: query }}>
                {t.takeIn}
              </ActionForm>
            )}
          </Actions>
          {!one.online && !one.issued && election.rules['election.proxies'].value !== '0' && (
            <details class="fold" open={props.back?.values['elector'] === one.line.electorId || undefined}>
              <summary>{t.proxy}</summary>
              <Form
                id={`proxy-${one.line.no}`}
                action={`${here}/station`}
                {...(props.back?.values['elector'] === one.line.electorId ? { errors: props.back.errors, values: props.back.values } : {})}
              >
                <input type="hidden" name="elector" value={one.line.electorId} />
                <input type="hidden" name="place" value="station" />
                <input type="hidden" name="q" value={query} />
                <NumberField name="proxy" label={t.proxyWho} required />
                <TextField name="note" label={t.proxyNote} hint={t.proxyNoteHint} required maxLength={200} />
                <Button kind="quiet">{t.handOut}</Button>
              </Form>
            </details>
          )}
        </Section>
      ))}
    </Layout>
  );
}
