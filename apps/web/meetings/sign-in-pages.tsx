import type { UnmatchedLine } from '#modules/meetings';
import {
  Actions,
  Button,
  ButtonLink,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { Note } from './note.tsx';
import { Present } from './parts.tsx';
import { meetingText } from './text.ts';
import type { MeetingView } from './view.ts';

/** One tap: the code came with the scanned address; whoever typed the address types the code. */
export function SignInPage(props: { page: PageFrame; view: MeetingView; name: string; code: string; errors?: FormErrors }) {
  const { page, view } = props;
  const { meeting } = view;
  const t = meetingText[page.lang];
  const here = `${page.base}/meetings/${meeting.id}`;
  return (
    <Layout page={page} title={t.signInTitle} crumbs={[{ label: meeting.title, href: here }]}>
      <Lead>
        {meeting.title}
        <br />
        {instantText(meeting.startsAt, page.lang)} · {meeting.place}
      </Lead>
      {view.here ? (
        <>
          <Note tone="good" title={t.signInKnown} />
          <ButtonLink kind="quiet" href={here}>
            {meeting.title}
          </ButtonLink>
        </>
      ) : (
        <Form action={`${here}/sign-in`} errors={props.errors} values={{ code: props.code }}>
          {props.code !== '' && !props.errors ? (
            <input type="hidden" name="code" value={props.code} />
          ) : (
            <TextField name="code" label={t.codeLabel} hint={t.codeHint} required autocomplete="off" size="short" />
          )}
          <Button>{t.signInButton(props.name)}</Button>
        </Form>
      )}
    </Layout>
  );
}

/** Entry of the paper list; lines that fitted nobody come back with their reason, alone in the field. */
export function AttendancePage(props: { page: PageFrame; view: MeetingView; unmatched?: readonly UnmatchedLine[]; errors?: FormErrors; values?: FormValues }) {
  const { page, view } = props;
  const { meeting } = view;
  const t = meetingText[page.lang];
  const here = `${page.base}/meetings/${meeting.id}`;
  const unmatched = props.unmatched ?? [];
  return (
    <Layout page={page} title={t.paperEntry} crumbs={[{ label: meeting.title, href: here }]}>
      <Lead>{t.paperLead}</Lead>
      <Present view={view} />
      {unmatched.length > 0 && (
        <Note tone="ask" title={t.unmatchedTitle(unmatched.length)}>
          <ul>
            {unmatched.map((line) => (
              <li>
                {line.line} <span class="soft">{t[line.reason]}</span>
              </li>
            ))}
          </ul>
        </Note>
      )}
      <Form multipart action={`${here}/attendance`} errors={props.errors} values={props.values}>
        <TextArea name="lines" label={t.lines} hint={t.linesHint} rows={12} />
        <TextArea name="guests" label={t.guests} hint={t.guestsHint} rows={3} />
        <RadioField
          name="how"
          label={t.howEntered}
          required
          value="paper"
          options={[
            { value: 'paper', label: t.entryPaper },
            { value: 'staff', label: t.entryStaff },
          ]}
        />
        <FileField name="sheet" label={t.sheet} accept="image/*,application/pdf" />
        <Button>{t.enter}</Button>
      </Form>
      <Actions>
        <ButtonLink kind="quiet" href={`${here}/admit`}>
          {aroundText[page.lang].admit}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${here}/sheet.pdf`} word>
          {t.sheetPdf}
        </ButtonLink>
      </Actions>
    </Layout>
  );
}
