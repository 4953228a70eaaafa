import type { ResolvedPack } from '#libs/policy';
import { type KeptRuling, rulingStanding, type RulingStanding } from '#modules/funds';
import {
  Actions,
  Button,
  dataTable,
  DateField,
  dayText,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  type TableSpec,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { DecisionView, StandingView, validText } from './ruling-standing.tsx';
import { rulingText } from './ruling-text.ts';
import { fundText } from './text.ts';

/** A ruling with the project it was made for; no project where it was made for none. */
export interface RulingRow {
  ruling: KeptRuling;
  projectTitle: string;
  projectPlace: string;
}

/** What the list of rulings shows; `pack` is the policy of today. */
export interface RulingsView {
  page: PageFrame;
  rows: readonly RulingRow[];
  query: Record<string, string>;
  pack: ResolvedPack | null;
  today: string;
}

const standings: readonly RulingStanding[] = ['in-force', 'to-begin', 'run-out', 'withdrawn', 'superseded', 'rule-gone'];

/** The list as a table, also for Excel. */
export function rulingsTable({ page, rows, query, pack, today }: RulingsView): TableSpec<RulingRow> {
  const { lang, base } = page;
  const t = fundText[lang];
  const r = rulingText[lang];
  const standing = ({ ruling }: RulingRow) => rulingStanding(ruling, pack, today);
  return {
    rows,
    query,
    lang,
    base: `${base}/rulings`,
    caption: t.rulings,
    columns: [
      { key: 'item', label: t.item, value: ({ ruling }) => ruling.item, render: ({ ruling }) => <a href={`${base}/rulings/${ruling.id}`}>{ruling.item}</a> },
      { key: 'decision', label: t.decision, value: ({ ruling }) => t[ruling.decision], render: ({ ruling }) => <DecisionView ruling={ruling} /> },
      { key: 'standing', label: r.standing, value: (row) => r[standing(row).standing], render: (row) => <StandingView standing={standing(row)} /> },
      { key: 'reach', label: r.reach, value: ({ ruling }) => r[ruling.reach] },
      { key: 'valid', label: r.valid, value: ({ ruling }) => validText(ruling, lang) },
      { key: 'reason', label: t.reason, value: ({ ruling }) => ruling.reason },
      { key: 'terms', label: t.terms, value: ({ ruling }) => ruling.terms.join('、') },
      { key: 'project', label: t.project, value: ({ projectPlace, projectTitle }) => `${projectPlace} ${projectTitle}`.trim() || r.noProject },
      { key: 'by', label: t.ruledBy, value: ({ ruling }) => ruling.byName },
      { key: 'day', label: t.day, value: ({ ruling }) => ruling.day, render: ({ ruling }) => dayText(ruling.day, lang) },
    ],
    filters: [
      {
        key: 'decision',
        label: t.decision,
        options: (['allowed', 'forbidden'] as const).map((value) => ({ value, label: t[value] })),
        matches: ({ ruling }, value) => ruling.decision === value,
      },
      {
        key: 'standing',
        label: r.standing,
        options: standings.map((value) => ({ value, label: r[value] })),
        matches: (row, value) => standing(row).standing === value,
      },
      {
        key: 'reach',
        label: r.reach,
        options: (['general', 'project'] as const).map((value) => ({ value, label: r[value] })),
        matches: ({ ruling }, value) => ruling.reach === value,
      },
    ],
    empty: <Empty title={t.noRulings}>{t.noRulingsBody}</Empty>,
  };
}

/** Every ruling of the office, for everybody to search. */
export function RulingsPage(view: RulingsView) {
  const t = fundText[view.page.lang];
  return (
    <Layout page={view.page} title={t.rulings} wide crumbs={[{ label: t.policy, href: `${view.page.base}/policy` }, { label: t.rulings }]}>
      <Lead>{t.rulingsLead}</Lead>
      {dataTable(rulingsTable(view))}
    </Layout>
  );
}

/** One ruling: what, why, how far, how long, what became of it; and others on the same rule. */
export function RulingPage(props: {
  page: PageFrame;
  row: RulingRow;
  related: readonly RulingRow[];
  pack: ResolvedPack | null;
  today: string;
  /** May withdraw it or rule anew. */
  mayEnd: boolean;
  back?: { form: string; errors: FormErrors; values: FormValues };
}) {
  const { page, row, related, pack, today } = props;
  const { lang, base } = page;
  const t = fundText[lang];
  const r = rulingText[lang];
  const { ruling } = row;
  const replaced = related.find((other) => other.ruling.ended?.replacedBy === ruling.id);
  return (
    <Layout
      page={page}
      title={t.rulingOn(ruling.item)}
      crumbs={[{ label: t.policy, href: `${base}/policy` }, { label: t.rulings, href: `${base}/rulings` }, { label: ruling.item }]}
    >
      <p>
        <DecisionView ruling={ruling} /> <StandingView standing={rulingStanding(ruling, pack, today)} />
      </p>
      <Lead>{ruling.reason}</Lead>
      <KeyValues
        items={[
          [t.matterOf, ruling.item],
          [t.terms, ruling.terms.join('、')],
          [
            t.clause,
            <a href={`${base}/policy#rule-${ruling.ruleId}`}>
              {ruling.source} {ruling.clause}
            </a>,
          ],
          [r.version, ruling.policy ? `${ruling.policy.code} ${ruling.policy.version}` : r.versionUnknown],
          [r.reach, r[ruling.reach]],
          [r.valid, validText(ruling, lang)],
          [
            t.project,
            ruling.projectId === null ? undefined : (
              <a href={`${base}/projects/${ruling.projectId}`}>
                {row.projectPlace} {row.projectTitle}
              </a>
            ),
          ],
          [t.ruledBy, ruling.byName],
          [t.day, dayText(ruling.day, lang)],
        ]}
      />
      {ruling.reach === 'project' && <Soft>{t.onlyReference}</Soft>}
      <Section title={r.history}>
        <ol class="plain">
          {replaced && (
            <li>
              <a href={`${base}/rulings/${replaced.ruling.id}`}>{r.replaces}</a>
            </li>
          )}
          <li>{r.given(ruling.byName, dayText(ruling.day, lang))}</li>
          {ruling.ended && (
            <li>
              {r[ruling.ended.kind]}：{ruling.ended.reason} <span class="soft">{r.endedBy(ruling.ended.byName, dayText(ruling.ended.on, lang))}</span>{' '}
              {ruling.ended.replacedBy && <a href={`${base}/rulings/${ruling.ended.replacedBy}`}>{r.replacedBy}</a>}
            </li>
          )}
        </ol>
      </Section>
      {props.mayEnd && ruling.ended === null && <EndForms page={page} ruling={ruling} today={today} back={props.back} />}
      {related.length > 0 && (
        <Section title={t.sameRule}>{dataTable({ ...rulingsTable({ page, rows: related, query: {}, pack, today }), tools: false })}</Section>
      )}
    </Layout>
  );
}

function EndForms(props: { page: PageFrame; ruling: KeptRuling; today: string; back?: { form: string; errors: FormErrors; values: FormValues } }) {
  const { page, ruling, today } = props;
  const r = rulingText[page.lang];
  const here = `${page.base}/rulings/${ruling.id}`;
  const back = (form: string) => (props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {});
  return (
    <>
      <details open={props.back?.form === 'anew'}>
        <summary>{r.anew}</summary>
        <p class="soft">{r.anewLead}</p>
        <Form id="anew" action={`${here}/anew`} {...back('anew')}>
          <TextArea name="reason" label={r.anewReason} required rows={3} maxLength={500} />
          <RadioField
            name="reach"
            label={r.reach}
            required
            value={ruling.reach}
            options={(ruling.projectId === null ? (['general'] as const) : (['project', 'general'] as const)).map((value) => ({ value, label: r[value] }))}
          />
          <FieldRow>
            <DateField name="validFrom" label={r.validFrom} min={today} />
            <DateField name="validTo" label={r.validTo} min={today} />
          </FieldRow>
          <Actions>
            <Button name="decision" value="allowed">
              {ruling.decision === 'allowed' ? r.allowed : r.allow}
            </Button>
            <Button kind="danger" name="decision" value="forbidden">
              {ruling.decision === 'forbidden' ? r.forbidden : r.forbid}
            </Button>
          </Actions>
        </Form>
      </details>
      <details open={props.back?.form === 'withdraw'}>
        <summary>{r.end}</summary>
        <p class="soft">{r.endLead}</p>
        <Form id="withdraw" action={`${here}/withdraw`} {...back('withdraw')}>
          <TextField name="reason" label={r.endReason} required maxLength={500} size="long" />
          <Button kind="danger">{r.endButton}</Button>
        </Form>
      </details>
    </>
  );
}
