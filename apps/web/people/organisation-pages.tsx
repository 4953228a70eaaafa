import { type Organisation, organisationKinds } from '#modules/people';
import type { Neighbourhood } from '#modules/places';
import {
  Button,
  ButtonLink,
  CheckField,
  dataTable,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  SelectField,
  State,
  type TableSpec,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { peopleText } from './text.ts';

/** Organisations of a neighbourhood or of the subdistrict. */
export interface OrganisationsView {
  page: PageFrame;
  title: string;
  path: string;
  neighbourhood: Neighbourhood | null;
  organisations: readonly Organisation[];
  placeNames: ReadonlyMap<string, string>;
  query: Record<string, string | undefined>;
  mayEdit: boolean;
  /** Whether the viewer may open this one's form. */
  mayOpen: (organisation: Organisation) => boolean;
}

/** The list of organisations, for the page and for Excel. */
export function organisationTable(view: OrganisationsView): TableSpec<Organisation> {
  const { lang, base } = view.page;
  const t = peopleText[lang];
  return {
    rows: view.organisations,
    query: view.query,
    lang,
    base: `${base}${view.path}`,
    caption: view.title,
    columns: [
      {
        key: 'name',
        label: t.organisationName,
        value: (o) => o.name,
        render: (o) => (
          <>
            {view.mayOpen(o) ? <a href={`${base}/organisations/${o.id}`}>{o.name}</a> : o.name} {!o.active && <State>{t.inactive}</State>}
          </>
        ),
      },
      { key: 'kind', label: t.kind, value: (o) => t[o.kind] },
      {
        key: 'place',
        label: t.place,
        value: (o) => (o.neighbourhoodId ? (view.placeNames.get(o.neighbourhoodId) ?? '') : t.wholeSubdistrict),
      },
      {
        key: 'phone',
        label: t.phone,
        value: (o) => o.phone,
        render: (o) => (o.phone ? <a href={`tel:${o.phone}`}>{o.phone}</a> : '—'),
      },
      { key: 'note', label: t.note, value: (o) => o.note },
    ],
    filters: [
      {
        key: 'as',
        label: t.kind,
        options: organisationKinds.map((kind) => ({ value: kind, label: t[kind] })),
        matches: (o, value) => o.kind === value,
      },
    ],
    empty: (
      <Empty title={t.noOrganisations} action={view.mayEdit ? <ButtonLink href={newHref(view)}>{t.newOrganisation}</ButtonLink> : undefined}>
        {view.mayEdit ? t.noOrganisationsDo : undefined}
      </Empty>
    ),
  };
}
const newHref = (view: OrganisationsView): string => `${view.page.base}/organisations/new${view.neighbourhood ? `?place=${view.neighbourhood.code}` : ''}`;

export function OrganisationsPage(view: OrganisationsView) {
  const { page, neighbourhood } = view;
  const t = peopleText[page.lang];
  return (
    <Layout
      page={page}
      title={view.title}
      crumbs={neighbourhood ? [{ label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` }] : undefined}
      wide
    >
      <Lead>{t.organisationsLead}</Lead>
      {view.mayEdit && view.organisations.length > 0 && (
        <ButtonLink kind="quiet" href={newHref(view)}>
          {t.newOrganisation}
        </ButtonLink>
      )}
      {dataTable(organisationTable(view))}
    </Layout>
  );
}

/** Makes or changes an organisation. */
export function OrganisationForm(props: {
  page: PageFrame;
  action: string;
  known?: Organisation;
  neighbourhoods: readonly Neighbourhood[];
  neighbourhoodId?: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, known } = props;
  const t = peopleText[page.lang];
  return (
    <Layout page={page} title={known?.name ?? t.newOrganisation} crumbs={[{ label: t.organisations, href: `${page.base}/organisations` }]}>
      <Form action={props.action} errors={props.errors} values={props.values}>
        <TextField name="name" label={t.organisationName} value={known?.name} required maxLength={100} />
        <SelectField name="kind" label={t.kind} value={known?.kind} required options={organisationKinds.map((kind) => ({ value: kind, label: t[kind] }))} />
        <SelectField
          name="neighbourhoodId"
          label={t.place}
          value={known ? (known.neighbourhoodId ?? undefined) : props.neighbourhoodId}
          emptyLabel={t.wholeSubdistrict}
          options={props.neighbourhoods.map((n) => ({ value: n.id, label: n.name }))}
        />
        <TextField name="phone" label={t.phone} type="tel" value={known?.phone ?? undefined} maxLength={20} />
        <TextArea name="note" label={t.note} value={known?.note ?? undefined} maxLength={500} rows={3} />
        {known && <CheckField name="active" label={t.active} hint={t.activeHint} checked={known.active} />}
        <Button>{t.save}</Button>
      </Form>
    </Layout>
  );
}
