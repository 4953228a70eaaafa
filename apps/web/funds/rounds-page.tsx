import type { Round } from '#modules/funds';
import {
  Button,
  ButtonLink,
  dataTable,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  NumberField,
  type PageFrame,
  State,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { roundText } from './round-text.ts';
import { roundStateName, roundTone } from './round-words.ts';

/** A round in the list. */
export interface RoundRow {
  round: Round;
  projects: number;
  committedFen: bigint;
}

/** All rounds, newest first. */
export function RoundsPage({
  page,
  today,
  rows,
  mayOpen,
  query,
}: {
  page: PageFrame;
  today: string;
  rows: readonly RoundRow[];
  mayOpen: boolean;
  query: Record<string, string>;
}) {
  const { lang, base } = page;
  const t = roundText[lang];
  const add = mayOpen && (
    <ButtonLink href={`${base}/rounds/new`} kind={rows.length === 0 ? 'primary' : 'quiet'}>
      {t.newRound}
    </ButtonLink>
  );
  return (
    <Layout page={page} title={t.rounds} wide>
      <Lead>{t.roundsLead}</Lead>
      {rows.length > 0 && add}
      {dataTable({
        rows,
        query,
        lang,
        base: `${base}/rounds`,
        caption: t.rounds,
        tools: rows.length > 8,
        empty: (
          <Empty title={t.noRounds} action={add}>
            {t.noRoundsBody}
          </Empty>
        ),
        columns: [
          { key: 'name', label: t.name, value: ({ round }) => round.name, render: ({ round }) => <a href={`${base}/rounds/${round.id}`}>{round.name}</a> },
          {
            key: 'state',
            label: t.state,
            value: ({ round }) => roundStateName(round, today, lang),
            render: ({ round }) => <State tone={roundTone(round, today)}>{roundStateName(round, today, lang)}</State>,
          },
          {
            key: 'period',
            label: t.period,
            value: ({ round }) => round.opensOn,
            render: ({ round }) => `${dayText(round.opensOn, lang, 'short')}—${dayText(round.closesOn, lang, 'short')}`,
          },
          { key: 'projects', label: t.projects, value: ({ projects }) => projects, numeric: true },
          { key: 'pool', label: t.pool, value: ({ round }) => round.poolFen, render: ({ round }) => yuanText(round.poolFen, { whole: true }), numeric: true },
          {
            key: 'left',
            label: t.left,
            value: ({ round, committedFen }) => round.poolFen - committedFen,
            render: ({ round, committedFen }) => yuanText(round.poolFen - committedFen, { whole: true }),
            numeric: true,
          },
        ],
      })}
    </Layout>
  );
}

/** The form that opens a round. */
export function NewRoundPage(props: { page: PageFrame; today: string; hasPolicy: boolean; errors?: FormErrors; values?: FormValues }) {
  const { page, today } = props;
  const { lang, base } = page;
  const t = roundText[lang];
  const year = today.slice(0, 4);
  return (
    <Layout page={page} title={t.newRound} crumbs={[{ label: t.rounds, href: `${base}/rounds` }, { label: t.newRound }]}>
      <Lead>{t.newRoundLead}</Lead>
      {!props.hasPolicy && <Empty title={t.policyFirst} action={<ButtonLink href={`${base}/policy/adopt`}>{t.stepPolicy}</ButtonLink>} />}
      {props.hasPolicy && (
        <Form action={`${base}/rounds/new`} errors={props.errors} values={props.values}>
          <TextField name="name" label={t.name} value={t.nameValue(year)} maxLength={80} required />
          <FieldRow>
            <NumberField name="year" label={t.year} value={year} required />
            <MoneyField name="pool" label={t.pool} hint={t.poolHint} required />
          </FieldRow>
          <FieldRow>
            <DateField name="opensOn" label={t.opensOn} value={today} required />
            <DateField name="closesOn" label={t.closesOn} required />
          </FieldRow>
          <NumberField name="reviewersWanted" label={t.reviewersWanted} unit={t.persons} required />
          <TextArea name="callText" label={t.callText} hint={t.callHint} maxLength={4000} />
          <Button>{t.openIt}</Button>
        </Form>
      )}
    </Layout>
  );
}
