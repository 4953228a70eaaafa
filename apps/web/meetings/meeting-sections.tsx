import { ballotText } from '../ballots/text.ts';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  FileField,
  FileList,
  Form,
  type PageFrame,
  Photos,
  Section,
  SelectField,
  Soft,
  TextField,
} from '../ui/index.ts';
import { Present } from './parts.tsx';
import { meetingText } from './text.ts';
import type { MeetingView } from './view.ts';

/** What a part of the meeting's page needs. */
export interface SectionView {
  page: PageFrame;
  view: MeetingView;
}

/** Who came, and the ways to sign in. */
export function AttendanceSection({ page, view }: SectionView) {
  const { meeting, may, attendees } = view;
  const { lang, base } = page;
  const t = meetingText[lang];
  if (meeting.state === 'cancelled') return null;
  const here = `${base}/meetings/${meeting.id}`;
  const how = { code: t.howCode, account: t.howAccount, pass: t.howPass, paper: t.howPaper, staff: t.howStaff };
  const open = meeting.state === 'called' || meeting.state === 'held';
  return (
    <Section title={t.attendance} id="attendance">
      {attendees.length === 0 ? <p>{t.nobodyYet}</p> : <Present view={view} />}
      {attendees.length > 0 && !view.staff && (
        <Soft>
          {attendees
            .slice(0, 60)
            .map((one) => one.name)
            .join(lang === 'zh' ? '、' : ', ')}
          {attendees.length > 60 && ` ${t.more(t.people(attendees.length - 60))}`}
        </Soft>
      )}
      <Actions>
        {meeting.state === 'called' && !view.here && (
          <ButtonLink kind={may.hold ? 'quiet' : 'primary'} href={`${here}/sign-in`}>
            {t.signIn}
          </ButtonLink>
        )}
        {meeting.state === 'called' && may.attend && (
          <ButtonLink kind="quiet" href={`${here}/board`}>
            {t.board}
          </ButtonLink>
        )}
        {open && may.attend && (
          <ButtonLink kind="quiet" href={`${here}/attendance`}>
            {t.paperEntry}
          </ButtonLink>
        )}
      </Actions>
      {view.staff && attendees.length > 0 && (
        <details class="fold">
          <summary>{t.list}</summary>
          {dataTable({
            lang,
            base: here,
            query: {},
            tools: false,
            caption: t.attendance,
            rows: attendees,
            columns: [
              { key: 'home', label: t.home, value: (row) => row.home },
              { key: 'name', label: t.person, value: (row) => row.name },
              { key: 'how', label: t.how, value: (row) => how[row.how] },
              { key: 'at', label: t.at, value: (row) => row.at },
            ],
          })}
        </details>
      )}
    </Section>
  );
}

/** The ballots that belong to the meeting. */
export function BallotsSection({ page, view }: SectionView) {
  const t = meetingText[page.lang];
  const b = ballotText[page.lang];
  const { meeting, ballots, may } = view;
  if (ballots.length === 0 && (!may.ballot || meeting.state === 'cancelled')) return null;
  const start = may.ballot && meeting.state !== 'cancelled' ? <a href={`${page.base}/ballots/new?meeting=${meeting.id}`}>{t.newBallot}</a> : undefined;
  return (
    <Section title={t.ballots} id="ballots" action={start}>
      {ballots.length === 0 ? (
        <Soft>{t.noBallots}</Soft>
      ) : (
        <ul>
          {ballots.map((ballot) => (
            <li>
              <a href={`${page.base}/ballots/${ballot.id}`}>{ballot.question}</a>{' '}
              <span class="soft">{ballot.outcome ? (ballot.outcome.passed ? b.passed : b.notPassed) : b[ballot.state]}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Papers and photos, and the form that adds one. */
export function FilesSection({ page, view }: SectionView) {
  const t = meetingText[page.lang];
  const { meeting, files, may } = view;
  const kinds: Record<string, string> = { paper: t.paper, photo: t.photo, sign_in_sheet: t.sign_in_sheet, signed_minutes: t.signed_minutes };
  const photos = files.filter((one) => one.kind === 'photo' && one.file.mediaType.startsWith('image/'));
  const papers = files.filter((one) => !photos.includes(one));
  if (files.length === 0 && (!may.record || meeting.state === 'cancelled')) return null;
  const href = (id: string) => `${page.base}/files/${id}`;
  return (
    <Section title={t.papers} id="papers">
      {files.length === 0 && <Soft>{t.noPapers}</Soft>}
      {photos.length > 0 && (
        <Photos
          items={photos.map((one) => ({
            src: href(one.file.id),
            href: href(one.file.id),
            alt: one.caption || one.file.name,
            caption: one.caption || undefined,
          }))}
        />
      )}
      {papers.length > 0 && (
        <FileList
          items={papers.map((one) => ({
            name: one.caption || one.file.name,
            href: href(one.file.id),
            sizeBytes: Number(one.file.sizeBytes),
            kind: kinds[one.kind],
            hash: one.file.sha256,
          }))}
        />
      )}
      {may.record && meeting.state !== 'cancelled' && (
        <details class="fold">
          <summary>{t.addFile}</summary>
          <Form id="file" multipart action={`${page.base}/meetings/${meeting.id}/files`}>
            <FileField name="file" label={t.file} required />
            <SelectField name="kind" label={t.fileKind} required value="photo" options={Object.entries(kinds).map(([value, label]) => ({ value, label }))} />
            <TextField name="caption" label={t.caption} maxLength={200} />
            <Button kind="quiet">{t.upload}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}
