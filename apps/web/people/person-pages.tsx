import type { assistedActsFor, Person, PersonHome, RoleAssignment } from '#modules/people';
import { kitText } from '../kit/index.ts';
import {
  ActionForm,
  Button,
  CheckField,
  dataTable,
  Day,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  type TableSpec,
  TextField,
} from '../ui/index.ts';
import { peopleText } from './text.ts';

/** People of a neighbourhood, or of the subdistrict. */
export interface PeopleView {
  page: PageFrame;
  title: string;
  /** Path of the list below the base. */
  path: string;
  people: readonly Person[];
  mayExport: boolean;
  query: Record<string, string | undefined>;
}

/** The list of people, for the page and for Excel. */
export function peopleTable(view: PeopleView): TableSpec<Person> {
  const { lang, base } = view.page;
  const t = peopleText[lang];
  return {
    rows: view.people,
    query: view.query,
    lang,
    base: `${base}${view.path}`,
    caption: view.title,
    mayExport: view.mayExport,
    columns: [
      {
        key: 'name',
        label: t.name,
        value: (p) => p.name,
        render: (p) => <a href={`${base}/people/${p.id}`}>{p.name}</a>,
      },
      { key: 'phone', label: t.phone, value: (p) => p.phone },
      { key: 'adult', label: t.adult, value: (p) => (p.adult ? t.yes : t.no) },
      { key: 'account', label: t.account, value: (p) => (p.accountId ? t.hasAccount : t.noAccount) },
    ],
    filters: [
      {
        key: 'has',
        label: t.account,
        options: [
          { value: 'yes', label: t.hasAccount },
          { value: 'no', label: t.noAccount },
        ],
        matches: (p, value) => (p.accountId !== null) === (value === 'yes'),
      },
    ],
    empty: <Empty title={t.noPeople}>{t.noPeopleDo}</Empty>,
  };
}

export function PeoplePage(view: PeopleView) {
  return (
    <Layout page={view.page} title={view.title} wide>
      <Lead>{peopleText[view.page.lang].peopleLead}</Lead>
      {dataTable(peopleTable(view))}
    </Layout>
  );
}

/** A person as those see them who work with them. */
export interface PersonView {
  page: PageFrame;
  person: Person;
  homes: readonly (PersonHome & { label: string })[];
  roles: readonly RoleAssignment[];
  assisted: Awaited<ReturnType<typeof assistedActsFor>>;
  may: { edit: boolean; link: boolean };
  errors?: FormErrors;
  values?: FormValues;
}

export function PersonPage(view: PersonView) {
  const { page, person, may } = view;
  const t = peopleText[page.lang];
  const roleWords = kitText[page.lang];
  const at = `${page.base}/people/${person.id}`;
  return (
    <Layout page={page} title={person.name}>
      <KeyValues
        items={[
          [t.phone, person.phone ?? undefined],
          [t.adult, person.adult ? t.yes : t.no],
          [t.account, person.accountId ? t.hasAccount : t.noAccount],
        ]}
      />
      <Section title={t.homesOf}>
        {view.homes.length === 0 ? (
          <Soft>{t.noHomes}</Soft>
        ) : (
          <ul>
            {view.homes.map((home) => (
              <li>
                <a href={`${page.base}/homes/${home.homeId}`}>{home.label}</a> <span class="soft">{t[home.relation]}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t.rolesOf}>
        {view.roles.length === 0 ? (
          <Soft>{t.noRoles}</Soft>
        ) : (
          <ul>
            {view.roles.map((role) => (
              <li>
                {roleWords[role.role]}{' '}
                <span class="soft">
                  {role.neighbourhoodName ?? t.wholeSubdistrict} <Day day={role.fromDay} /> — {role.toDay ? <Day day={role.toDay} /> : t.untilEnded}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {view.assisted.length > 0 && (
        <Section title={t.assisted}>
          <ul>
            {view.assisted.map((act) => (
              <li>
                <Instant at={act.at} /> {act.staffName} {act.action}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {may.edit && (
        <Section title={t.edit}>
          <Form action={at} errors={view.errors} values={view.values}>
            <TextField name="name" label={t.name} value={person.name} required maxLength={60} />
            <TextField name="phone" label={t.phone} type="tel" hint={t.phoneHint} value={person.phone ?? undefined} maxLength={20} />
            <CheckField name="adult" label={t.adult} checked={person.adult} />
            <Button kind="quiet">{t.save}</Button>
          </Form>
        </Section>
      )}
      {may.link && (
        <Section title={t.oneTimeLink}>
          <p>{t.oneTimeLinkHint}</p>
          <ActionForm action={`${at}/link`} kind="quiet">
            {t.oneTimeLink}
          </ActionForm>
        </Section>
      )}
    </Layout>
  );
}

/** A one-time link, shown once. */
export function LinkPage({ page, name, address }: { page: PageFrame; name: string; address: string }) {
  const t = peopleText[page.lang];
  return (
    <Layout page={page} title={t.linkTitle(name)}>
      <p>{t.linkShown}</p>
      <p>
        <code>{address}</code>
      </p>
    </Layout>
  );
}
