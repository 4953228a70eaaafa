import { type givenRoles, heldOn, type Organisation, type RoleAssignment } from '#modules/people';
import type { Neighbourhood } from '#modules/places';
import { handoverText } from '../handovers/text.ts';
import { kitText } from '../kit/index.ts';
import {
  ActionForm,
  Button,
  dataTable,
  DateField,
  Day,
  Empty,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  SelectField,
  State,
  type TableSpec,
  TextField,
} from '../ui/index.ts';
import { peopleText } from './text.ts';

/** Roles of a neighbourhood or of the whole subdistrict. */
export interface RolesView {
  page: PageFrame;
  title: string;
  path: string;
  today: string;
  neighbourhood: Neighbourhood | null;
  roles: readonly RoleAssignment[];
  query: Record<string, string | undefined>;
  /** What the reader may give; null = nothing. */
  give: {
    roles: readonly (typeof givenRoles)[number][];
    /** Several people of the name that was typed: to choose from. */
    candidates: readonly { personId: string; label: string }[];
    neighbourhoods: readonly Neighbourhood[];
    entrances: readonly { id: string; label: string }[];
    organisations: readonly Organisation[];
  } | null;
  errors?: FormErrors;
  values?: FormValues;
}

/** The list of roles, for the page and for Excel. */
export function roleTable(view: RolesView): TableSpec<RoleAssignment> {
  const { lang, base } = view.page;
  const t = peopleText[lang];
  const words = kitText[lang];
  const stateOf = (role: RoleAssignment) => (heldOn(role, view.today) ? 'holds' : role.fromDay > view.today ? 'coming' : 'over');
  const mayEnd = (role: RoleAssignment) => view.give !== null && view.give.roles.includes(role.role) && stateOf(role) !== 'over';
  return {
    rows: view.roles,
    query: view.query,
    lang,
    base: `${base}${view.path}`,
    caption: view.title,
    columns: [
      { key: 'role', label: t.role, value: (r) => words[r.role] },
      {
        key: 'name',
        label: t.name,
        value: (r) => r.personName,
        render: (r) => (view.give ? <a href={`${base}/people/${r.personId}`}>{r.personName}</a> : r.personName),
      },
      ...(view.neighbourhood
        ? []
        : [
            {
              key: 'place',
              label: t.place,
              value: (r: RoleAssignment) => r.neighbourhoodName ?? t.wholeSubdistrict,
            },
          ]),
      { key: 'organisation', label: t.organisation, value: (r) => r.organisationName },
      { key: 'from', label: t.fromDay, value: (r) => r.fromDay, render: (r) => <Day day={r.fromDay} /> },
      {
        key: 'to',
        label: t.toDay,
        value: (r) => r.toDay,
        render: (r) => (r.toDay ? <Day day={r.toDay} /> : t.untilEnded),
      },
      {
        key: 'state',
        label: t.state,
        value: (r) => t[stateOf(r)],
        render: (r) => <State tone={stateOf(r) === 'holds' ? 'good' : 'plain'}>{t[stateOf(r)]}</State>,
      },
      ...(view.give
        ? [
            {
              key: 'do',
              label: t.actions,
              sortable: false,
              value: () => null,
              render: (r: RoleAssignment) =>
                mayEnd(r) ? (
                  <ActionForm action={`${base}/roles/${r.id}/end`} kind="quiet">
                    {t.endRole}
                  </ActionForm>
                ) : (
                  '—'
                ),
            },
          ]
        : []),
    ],
    filters: [
      {
        key: 'is',
        label: t.state,
        options: (['holds', 'coming', 'over'] as const).map((state) => ({ value: state, label: t[state] })),
        matches: (r, value) => stateOf(r) === value,
      },
      {
        key: 'as',
        label: t.role,
        options: [...new Set(view.roles.map((r) => r.role))].map((role) => ({
          value: role,
          label: words[role],
        })),
        matches: (r, value) => r.role === value,
      },
    ],
    empty: <Empty title={t.noRoles}>{view.give ? t.noRolesDo : undefined}</Empty>,
  };
}

export function RolesPage(view: RolesView) {
  const { page, neighbourhood } = view;
  const t = peopleText[page.lang];
  return (
    <Layout
      page={page}
      title={view.title}
      crumbs={neighbourhood ? [{ label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` }] : undefined}
      wide
    >
      <Lead>{t.rolesLead}</Lead>
      <p>
        <a href={`${page.base}/deputies`}>{handoverText[page.lang].deputies}</a>
        {view.give && !neighbourhood && (
          <>
            {' · '}
            <a href={`${page.base}/handovers`}>{handoverText[page.lang].handovers}</a>
          </>
        )}
      </p>
      {dataTable(roleTable(view))}
      {view.give && <Give view={view} give={view.give} />}
    </Layout>
  );
}

function Give({ view, give }: { view: RolesView; give: NonNullable<RolesView['give']> }) {
  const { page } = view;
  const t = peopleText[page.lang];
  const words = kitText[page.lang];
  return (
    <Section title={t.giveRole} id="give">
      <Form action={`${page.base}${view.path}`} errors={view.errors} values={view.values}>
        <SelectField name="role" label={t.role} required options={give.roles.map((role) => ({ value: role, label: words[role] }))} />
        {!view.neighbourhood && (
          <SelectField
            name="neighbourhoodId"
            label={t.place}
            emptyLabel={t.wholeSubdistrict}
            options={give.neighbourhoods.map((n) => ({ value: n.id, label: n.name }))}
          />
        )}
        <FieldRow>
          <TextField name="name" label={t.name} hint={t.whoHint} required maxLength={60} />
          <TextField name="phone" label={t.newPhone} type="tel" hint={t.phoneHint} maxLength={20} />
        </FieldRow>
        {give.candidates.length > 0 && (
          <SelectField
            name="personId"
            label={t.which}
            required
            options={[...give.candidates.map((one) => ({ value: one.personId, label: one.label })), { value: 'new', label: t.whoNew }]}
          />
        )}
        {give.entrances.length > 0 && (
          <SelectField name="entranceId" label={t.entrance} hint={t.entranceHint} options={give.entrances.map((e) => ({ value: e.id, label: e.label }))} />
        )}
        {give.organisations.length > 0 && (
          <SelectField name="organisationId" label={t.forOrganisation} options={give.organisations.map((o) => ({ value: o.id, label: o.name }))} />
        )}
        <FieldRow>
          <DateField name="fromDay" label={t.fromDay} value={view.today} required />
          <DateField name="toDay" label={t.toDay} hint={t.toDayHint} />
        </FieldRow>
        <Button>{t.giveRole}</Button>
      </Form>
    </Section>
  );
}
