import { raw } from 'hono/html';
import type { Meeting } from '#modules/meetings';
import { Button, Form, type FormErrors, type FormValues, instantText, Layout, Lead, type PageFrame, Soft, TextField } from '../ui/index.ts';
import { aroundText } from './around-words.ts';

/** A person's own code for one meeting, big enough to be scanned from another phone or read out. */
export function PassPage(props: { page: PageFrame; meeting: Meeting; name: string; code: string; qr: string }) {
  const { page, meeting } = props;
  const t = aroundText[page.lang];
  return (
    <Layout page={page} title={t.passTitle} crumbs={[{ label: meeting.title, href: `${page.base}/meetings/${meeting.id}` }]}>
      <Lead>
        {meeting.title}
        <br />
        {instantText(meeting.startsAt, page.lang)} · {meeting.place}
      </Lead>
      <div class="pass">
        {raw(props.qr)}
        <p>
          <b>{props.code}</b>
        </p>
        <p>{props.name}</p>
      </div>
      <p>{t.passLead}</p>
      <Soft>{t.passOnly}</Soft>
    </Layout>
  );
}

/** The recorder lets somebody in by the code on their phone; a scanned address brings the code along. */
export function AdmitPage(props: { page: PageFrame; meeting: Meeting; code: string; errors?: FormErrors; values?: FormValues }) {
  const { page, meeting } = props;
  const t = aroundText[page.lang];
  const here = `${page.base}/meetings/${meeting.id}`;
  return (
    <Layout page={page} title={t.admit} crumbs={[{ label: meeting.title, href: here }]}>
      <Lead>{t.admitLead}</Lead>
      <Form action={`${here}/admit`} errors={props.errors} values={props.values ?? { code: props.code }}>
        <TextField name="code" label={t.passTitle} required autocomplete="off" size="short" maxLength={6} />
        <Button>{t.admitButton}</Button>
      </Form>
    </Layout>
  );
}
