import {
  Actions,
  ActionForm,
  Button,
  ButtonLink,
  DutyList,
  Empty,
  Form,
  Instant,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  TextField,
} from '../ui/index.ts';
import { kitText } from '../kit/text.ts';
import { accountText } from './text.ts';

/** Several subdistricts on one deployment: which one? */
export function chooseSubdistrictPage(page: PageFrame, all: readonly { code: string; name: string }[]) {
  const t = kitText[page.lang];
  return (
    <Layout page={page} title={t.chooseSubdistrict}>
      {all.length === 0 ? <Empty title={t.noSubdistrict}>{t.noSubdistrictBody}</Empty> : null}
      <DutyList items={all.map((one) => ({ title: one.name, href: `/s/${one.code}` }))} />
    </Layout>
  );
}

export function signInPage(page: PageFrame, view: { to: string; contact: string; error?: string; demo: boolean; letterPath?: string }) {
  const t = accountText[page.lang];
  return (
    <Layout page={page} title={t.signIn}>
      <Lead>{t.signInLead}</Lead>
      <Form action="/sign-in" errors={view.error ? { contact: view.error } : {}} values={{ contact: view.contact }}>
        <input type="hidden" name="to" value={view.to} />
        <TextField name="contact" label={t.contact} autocomplete="username" required />
        <Button>{t.sendCode}</Button>
      </Form>
      <Section title={t.haveLetter}>
        <p>{t.haveLetterBody}</p>
        <Actions>
          <ButtonLink href={view.letterPath ?? '/activate'} kind="quiet">
            {t.useLetter}
          </ButtonLink>
          {view.demo ? (
            <ButtonLink href="/demo" kind="quiet">
              {t.demoTitle}
            </ButtonLink>
          ) : null}
        </Actions>
      </Section>
      <Section title={t.noPhone}>
        <p>{t.noPhoneBody}</p>
      </Section>
    </Layout>
  );
}

export function enterCodePage(page: PageFrame, view: { to: string; contact: string; error?: string; demo: boolean }) {
  const t = accountText[page.lang];
  return (
    <Layout page={page} title={t.enterCode}>
      <Lead>{t.codeSent(view.contact)}</Lead>
      {view.demo ? (
        <Soft>
          {t.codeSentDemo}{' '}
          <a href="/demo/outbox" target="_blank" rel="noopener">
            {t.demoOutbox}
          </a>
        </Soft>
      ) : null}
      <Form action="/sign-in/code" errors={view.error ? { code: view.error } : {}}>
        <input type="hidden" name="to" value={view.to} />
        <input type="hidden" name="contact" value={view.contact} />
        <TextField name="code" label={t.code} hint={t.codeHint} autocomplete="one-time-code" digits required />
        <Button>{t.signIn}</Button>
      </Form>
      <p>
        <a href={`/sign-in?to=${encodeURIComponent(view.to)}`}>{t.again}</a>
      </p>
    </Layout>
  );
}

export function linkPage(page: PageFrame, view: { token: string; fresh?: boolean; error?: string }) {
  const t = accountText[page.lang];
  return (
    <Layout page={page} title={view.fresh ? t.lastStep : t.linkTitle}>
      {view.error ? (
        <Empty
          title={view.error}
          action={
            <ButtonLink href="/sign-in" kind="quiet">
              {t.signIn}
            </ButtonLink>
          }
        />
      ) : (
        <>
          <Lead>{view.fresh ? t.lastStepBody : t.linkBody}</Lead>
          <ActionForm action={`/link/${view.token}`}>{t.linkOpen}</ActionForm>
        </>
      )}
    </Layout>
  );
}

/** One member of the demo's cast. */
export interface CastMember {
  accountId: string;
  name: string;
  roles: string[];
  place: string;
  to: string;
}

export function demoPage(page: PageFrame, cast: readonly CastMember[]) {
  const t = accountText[page.lang];
  const places = [...new Set(cast.map((member) => member.place))];
  return (
    <Layout page={page} title={t.demoTitle}>
      <Lead>{t.demoLead}</Lead>
      {cast.length === 0 ? <Empty title={t.demoEmpty} /> : null}
      {places.map((place) => (
        <Section title={place}>
          <DutyList
            items={cast
              .filter((member) => member.place === place)
              .map((member) => ({
                title: member.name,
                detail: member.roles.join('、'),
                action: (
                  <ActionForm action="/demo/sign-in" kind="quiet" fields={{ accountId: member.accountId, to: member.to }}>
                    {t.demoAs(member.name)}
                  </ActionForm>
                ),
              }))}
          />
        </Section>
      ))}
    </Layout>
  );
}

export function outboxPage(page: PageFrame, messages: readonly { to: string; at: Date; text: string }[]) {
  const t = accountText[page.lang];
  return (
    <Layout page={page} title={t.outboxTitle}>
      <Lead>{t.outboxLead}</Lead>
      {messages.length === 0 ? (
        <Empty title={t.outboxEmpty} />
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t.to}</th>
              <th>{t.at}</th>
              <th>{t.words}</th>
            </tr>
          </thead>
          <tbody>
            {messages.map((message) => (
              <tr>
                <td data-h={t.to}>{message.to}</td>
                <td data-h={t.at}>
                  <Instant at={message.at} />
                </td>
                <td data-h={t.words}>{message.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Layout>
  );
}
