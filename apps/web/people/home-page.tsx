import { type HomeOwner, type HouseholdMember, type lettersOf, type Organisation } from '#modules/people';
import { formatArea, formatCode, type Home, type Neighbourhood } from '#modules/places';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  CheckField,
  dataTable,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { HomeLetters } from './home-letters.tsx';
import { peopleText } from './text.ts';

/** A home with its owners and household, for those who work with them. */
export interface HomeView {
  page: PageFrame;
  now: Date;
  neighbourhood: Neighbourhood;
  home: Home;
  doorCode: string | null;
  members: readonly HouseholdMember[];
  owners: readonly HomeOwner[];
  letters: Awaited<ReturnType<typeof lettersOf>>;
  organisations: readonly Organisation[];
  may: { edit: boolean; editPlace: boolean; letters: boolean };
  /** A refused form: which one, and what was typed. */
  back?: { form: 'member' | 'owner'; errors: FormErrors; values: FormValues };
}

export function HomePage(view: HomeView) {
  const { page, home, neighbourhood, may } = view;
  const t = peopleText[page.lang];
  const at = `${page.base}/homes/${home.id}`;
  return (
    <Layout
      page={page}
      title={home.label}
      crumbs={[
        { label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` },
        { label: t.households, href: `${page.base}/n/${neighbourhood.code}/households` },
      ]}
    >
      <KeyValues
        items={[
          [t.floor, home.floor === null ? undefined : String(home.floor)],
          [t.area, home.areaCentiM2 === null ? undefined : `${formatArea(home.areaCentiM2)} ㎡`],
          [t.doorCode, view.doorCode ? <a href={`${page.base}/d/${view.doorCode}`}>{formatCode(view.doorCode)}</a> : undefined],
        ]}
      />
      {may.editPlace && (
        <Actions>
          <ButtonLink kind="quiet" href={`${at}/edit`}>
            {t.edit}
          </ButtonLink>
        </Actions>
      )}
      {home.householdId ? (
        <Members view={view} at={at} householdId={home.householdId} />
      ) : (
        <Section title={t.members}>
          <p>{t.emptyHome}</p>
          {may.edit && <ActionForm action={`${at}/move-in`}>{t.moveIn}</ActionForm>}
        </Section>
      )}
      <Owners view={view} at={at} />
      {home.householdId && <HomeLetters view={view} at={at} />}
      {home.householdId && may.edit && (
        <Section title={t.moveOutTitle}>
          <Soft>{t.moveOutBody}</Soft>
          <Actions>
            <ActionForm action={`${at}/move-out`} kind="quiet" fields={{ householdId: home.householdId }}>
              {t.moveOut}
            </ActionForm>
            <ActionForm action={`${at}/move-out`} kind="danger" fields={{ householdId: home.householdId, empty: 'on' }}>
              {t.moveOutEmpty}
            </ActionForm>
          </Actions>
        </Section>
      )}
    </Layout>
  );
}

function Members({ view, at, householdId }: { view: HomeView; at: string; householdId: string }) {
  const { page, may, members } = view;
  const t = peopleText[page.lang];
  const back = view.back?.form === 'member' ? view.back : undefined;
  return (
    <Section title={t.members}>
      {dataTable({
        rows: members,
        query: {},
        lang: page.lang,
        base: at,
        tools: false,
        caption: t.members,
        empty: <Soft>{t.noMembers}</Soft>,
        columns: [
          {
            key: 'name',
            label: t.name,
            value: (m) => m.name,
            render: (m) => (
              <>
                <a href={`${page.base}/people/${m.personId}`}>{m.name}</a> {m.head && <State tone="good">{t.head}</State>}
              </>
            ),
          },
          { key: 'relation', label: t.relation, value: (m) => t[m.relation] },
          { key: 'adult', label: t.adult, value: (m) => (m.adult ? t.yes : t.no) },
          { key: 'phone', label: t.phone, value: (m) => m.phone },
          { key: 'account', label: t.account, value: (m) => (m.hasAccount ? t.hasAccount : t.noAccount) },
          ...(may.edit
            ? [
                {
                  key: 'do',
                  label: t.actions,
                  sortable: false,
                  value: () => null,
                  render: (m: HouseholdMember) => (
                    <>
                      {!m.head && m.adult && (
                        <ActionForm action={`${at}/head`} kind="quiet" fields={{ householdId, memberId: m.memberId }}>
                          {t.makeHead}
                        </ActionForm>
                      )}
                      <ActionForm action={`${at}/members/end`} kind="quiet" fields={{ householdId, memberId: m.memberId }}>
                        {t.movedAway}
                      </ActionForm>
                    </>
                  ),
                },
              ]
            : []),
        ],
      })}
      {may.edit && (
        <details open={back !== undefined || members.length === 0}>
          <summary>{t.addMember}</summary>
          <Form action={`${at}/members`} id="member" errors={back?.errors} values={back?.values}>
            <input type="hidden" name="householdId" value={householdId} />
            <FieldRow>
              <TextField name="name" label={t.name} required maxLength={60} />
              <TextField name="phone" label={t.phone} type="tel" hint={t.phoneHint} maxLength={20} />
            </FieldRow>
            <SelectField
              name="relation"
              label={t.relation}
              value="resident"
              required
              options={[
                { value: 'resident', label: t.resident },
                { value: 'tenant', label: t.tenant },
              ]}
            />
            <CheckField name="adult" label={t.adult} checked={back === undefined} />
            <Button kind="quiet">{t.add}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}

function Owners({ view, at }: { view: HomeView; at: string }) {
  const { page, may, owners } = view;
  const t = peopleText[page.lang];
  const back = view.back?.form === 'owner' ? view.back : undefined;
  return (
    <Section title={t.owners}>
      {dataTable({
        rows: owners,
        query: {},
        lang: page.lang,
        base: at,
        tools: false,
        caption: t.owners,
        empty: <Soft>{t.noOwners}</Soft>,
        columns: [
          {
            key: 'name',
            label: t.name,
            value: (o) => o.name,
            render: (o) => (o.personId ? <a href={`${page.base}/people/${o.personId}`}>{o.name}</a> : o.name),
          },
          {
            key: 'share',
            label: t.share,
            value: (o) => `${o.shareNumerator}/${o.shareDenominator}`,
            numeric: true,
          },
          { key: 'phone', label: t.phone, value: (o) => o.phone },
          ...(may.edit
            ? [
                {
                  key: 'do',
                  label: t.actions,
                  sortable: false,
                  value: () => null,
                  render: (o: HomeOwner) => (
                    <ActionForm action={`${at}/owners/end`} kind="quiet" fields={{ ownerId: o.ownerId }}>
                      {t.noLonger}
                    </ActionForm>
                  ),
                },
              ]
            : []),
        ],
      })}
      {may.edit && (
        <details open={back !== undefined}>
          <summary>{t.addOwner}</summary>
          <Form action={`${at}/owners`} id="owner" errors={back?.errors} values={back?.values}>
            <FieldRow>
              <TextField name="name" label={t.name} hint={t.ownerNameHint} maxLength={60} />
              <TextField name="phone" label={t.phone} type="tel" maxLength={20} />
            </FieldRow>
            {view.organisations.length > 0 && (
              <SelectField name="organisationId" label={t.organisationInstead} options={view.organisations.map((o) => ({ value: o.id, label: o.name }))} />
            )}
            <TextField name="share" label={t.share} hint={t.shareHint} value="1/1" required size="short" maxLength={15} />
            <Button kind="quiet">{t.add}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}
