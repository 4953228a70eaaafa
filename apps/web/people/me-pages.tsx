import type { assistedActsFor, PersonHome, RoleAssignment, VouchRequest } from '#modules/people';
import { maskPhone } from '#modules/people';
import type { Neighbourhood } from '#modules/places';
import { kitText } from '../kit/index.ts';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dataTable,
  Day,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  TextField,
} from '../ui/index.ts';
import { meText } from './me-text.ts';

/** A home of mine, and how it is mine. */
export interface MeHome {
  homeId: string;
  label: string;
  place: string;
  relations: PersonHome['relation'][];
}

/** A person's own page; `person` null = signed in, but bound to nobody here. */
export interface MeView {
  page: PageFrame;
  name: string;
  person: {
    phone: string | null;
    homes: readonly MeHome[];
    roles: readonly RoleAssignment[];
    assisted: Awaited<ReturnType<typeof assistedActsFor>>;
  } | null;
}

export function MePage({ page, name, person }: MeView) {
  const t = meText[page.lang];
  const roleWords = kitText[page.lang];
  if (!person) {
    return (
      <Layout page={page} title={name || t.title}>
        <Empty title={t.notBound} action={<ButtonLink href={`${page.base}/activate`}>{t.useLetter}</ButtonLink>}>
          {t.notBoundBody}
        </Empty>
      </Layout>
    );
  }
  return (
    <Layout page={page} title={name}>
      <Actions>
        <ButtonLink href={`${page.base}/inbox`}>{t.inbox}</ButtonLink>
      </Actions>
      <Section title={t.homes}>
        {person.homes.length === 0 ? (
          <Soft>—</Soft>
        ) : (
          <ul>
            {person.homes.map((home) => (
              <li>
                {home.place} {home.label} <span class="soft">{home.relations.map((relation) => t[relation]).join('、')}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {person.roles.length > 0 && (
        <Section title={t.roles}>
          <ul>
            {person.roles.map((role) => (
              <li>
                {roleWords[role.role]}{' '}
                <span class="soft">
                  {role.neighbourhoodName ?? page.subdistrictName} <Day day={role.fromDay} />
                  {role.toDay && (
                    <>
                      {' '}
                      — <Day day={role.toDay} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.stored}>
        <p>{t.storedBody}</p>
        <p>{person.phone ? maskPhone(person.phone) : t.noPhone}</p>
        <Actions>
          <ButtonLink kind="quiet" href={`${page.base}/me/data.json`} download>
            {t.export}
          </ButtonLink>
          {person.phone && (
            <ActionForm action={`${page.base}/me/withdraw-phone`} kind="quiet">
              {t.withdrawPhone}
            </ActionForm>
          )}
        </Actions>
        {person.phone && <Soft>{t.withdrawHint}</Soft>}
        <Soft>{t.correct}</Soft>
      </Section>
      {person.assisted.length > 0 && (
        <Section title={t.assisted}>
          <ul>
            {person.assisted.map((act) => (
              <li>
                <Instant at={act.at} /> {act.staffName} {act.action}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Layout>
  );
}

/** Where a letter's code is entered. */
export function ActivatePage(props: { page: PageFrame; code: string; name: string; errors?: FormErrors; values?: FormValues }) {
  const { page } = props;
  const t = meText[page.lang];
  return (
    <Layout page={page} title={t.activateTitle}>
      <Lead>{t.activateLead}</Lead>
      <Form action={`${page.base}/activate`} errors={props.errors} values={props.values}>
        <TextField name="code" label={t.code} hint={t.codeHint} value={props.code} required maxLength={40} autocomplete="off" />
        <TextField name="name" label={t.yourName} hint={t.yourNameHint} value={props.name} required maxLength={60} autocomplete="name" />
        <Button>{t.activate}</Button>
      </Form>
    </Layout>
  );
}

/** Who waits to be vouched for. */
export function VouchPage({ page, neighbourhood, requests }: { page: PageFrame; neighbourhood: Neighbourhood; requests: readonly VouchRequest[] }) {
  const t = meText[page.lang];
  const answer = (request: VouchRequest, vouch: boolean) => (
    <ActionForm
      action={`${page.base}/vouching/${request.id}`}
      kind={vouch ? 'primary' : 'quiet'}
      fields={{ vouch: vouch ? 'yes' : 'no', place: neighbourhood.code }}
    >
      {vouch ? t.vouch : t.refuse}
    </ActionForm>
  );
  return (
    <Layout page={page} title={t.vouchTitle} crumbs={[{ label: neighbourhood.name, href: `${page.base}/n/${neighbourhood.code}` }]}>
      <Lead>{t.vouchLead}</Lead>
      {dataTable({
        rows: requests,
        query: {},
        lang: page.lang,
        base: `${page.base}/n/${neighbourhood.code}/vouching`,
        tools: false,
        caption: t.vouchTitle,
        columns: [
          { key: 'name', label: t.says, value: (r) => r.name },
          { key: 'door', label: t.door, value: (r) => r.label },
          { key: 'at', label: t.asked, value: (r) => r.askedAt },
          {
            key: 'do',
            label: t.vouch,
            value: () => null,
            render: (r) => (
              <>
                {answer(r, true)}
                {answer(r, false)}
              </>
            ),
          },
        ],
        empty: <Empty title={t.vouchNone}>{t.vouchNoneBody}</Empty>,
      })}
    </Layout>
  );
}
