import { formNames, kindNames, noticeDaysGiven, noticeWasLongEnough } from '#modules/meetings';
import { ClausesThatApply } from '../house-rules/applies.tsx';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dayText,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  shanghaiParts,
  Soft,
  TextField,
} from '../ui/index.ts';
import { AttendanceSection, BallotsSection, FilesSection } from './meeting-sections.tsx';
import { aroundFacts, AroundSection } from './around-section.tsx';
import type { AroundView } from './around-view.ts';
import { Breaches, MeetingStateBadge, MinutesSection, ResolutionList } from './parts.tsx';
import { InsideSection } from './inside-section.tsx';
import { Note } from './note.tsx';
import { runText } from './run-text.ts';
import { meetingText } from './text.ts';
import type { MeetingView } from './view.ts';

export interface MeetingPageView {
  page: PageFrame;
  view: MeetingView;
  /** Whether it has begun: what belongs to the meeting itself can be done only then. */
  begun: boolean;
  around: AroundView;
  back?: { errors: FormErrors; values: FormValues };
}

/** The page of one meeting: notice, agenda, papers, who came, minutes, resolutions, ballots. */
export function MeetingPage(props: MeetingPageView) {
  const { page, view } = props;
  const { meeting, place } = view;
  const { lang, base } = page;
  const t = meetingText[lang];
  const here = `${base}/meetings/${meeting.id}`;
  return (
    <Layout
      page={page}
      title={meeting.title}
      crumbs={[{ label: t.title, href: `${base}/n/${place.code}/meetings` }]}
      description={meeting.purpose || undefined}
    >
      <p>
        <MeetingStateBadge state={meeting.state} /> <span class="soft">{kindNames[meeting.kind][lang]}</span>
      </p>
      {meeting.purpose !== '' && <Lead>{meeting.purpose}</Lead>}
      {meeting.cancelledReason !== null && (
        <Note tone="bad" title={t.cancelled}>
          {t.cancelledBecause(meeting.cancelledReason)}
        </Note>
      )}
      <KeyValues
        items={[
          [t.when, <b>{instantText(meeting.startsAt, lang)}</b>],
          [t.place, meeting.place],
          [t.convener, meeting.convener],
          [t.chair, view.chair],
          [t.recorder, view.recorder],
          [t.form, meeting.form ? formNames[meeting.form][lang] : undefined],
          [t.about, view.matter ? <a href={`${base}/matters/${view.matter.id}`}>{view.matter.title}</a> : undefined],
          [t.aboutProject, view.project ? <a href={`${base}/projects/${view.project.id}`}>{view.project.title}</a> : undefined],
          [t.invited, view.invited.length === 0 ? undefined : <Invited view={view} lang={lang} />],
          [t.notice, <NoticeLine {...props} />],
          ...aroundFacts(page, meeting, props.around),
        ]}
      />
      <Todo {...props} />
      <AroundSection page={page} meeting={meeting} around={props.around} begun={props.begun} />
      <Section title={t.agenda}>
        <ol>
          {view.agenda.map((item) => (
            <li>{item}</li>
          ))}
        </ol>
      </Section>
      <AttendanceSection {...props} />
      <Breaches meeting={meeting} />
      <MinutesSection view={view} />
      <InsideSection page={page} view={view} />
      {(view.resolutions.length > 0 || meeting.publishedVersion !== null) && (
        <Section
          title={t.resolutions}
          id="resolutions"
          action={view.may.resolve && meeting.heldAt ? <a href={`${here}/resolutions/new`}>{t.addResolution}</a> : undefined}
        >
          {view.resolutions.length === 0 ? <Soft>{t.noResolutions}</Soft> : <ResolutionList items={view.resolutions} base={base} dayText={dayText} />}
        </Section>
      )}
      <BallotsSection {...props} />
      <FilesSection {...props} />
      <ClausesThatApply page={page} applying={view.applying} />
      <WhoseTurn items={view.turns} />
      <Section title={t.paperPrints}>
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/notice.pdf`} word>
            {t.noticePdf}
          </ButtonLink>
          {view.may.attend && (
            <ButtonLink kind="quiet" href={`${here}/sheet.pdf`} word>
              {t.sheetPdf}
            </ButtonLink>
          )}
          {view.minutes.length > 0 && (
            <ButtonLink kind="quiet" href={`${here}/minutes.pdf`} word>
              {t.minutesPdf}
            </ButtonLink>
          )}
        </Actions>
      </Section>
      {view.may.cancel && meeting.state === 'called' && (
        <details class="fold" open={props.back !== undefined || undefined}>
          <summary>{t.cancel}</summary>
          <Form id="cancel" action={`${here}/cancel`} errors={props.back?.errors} values={props.back?.values}>
            <TextField name="reason" label={t.cancelReason} hint={t.cancelLead} required maxLength={500} />
            <Button kind="danger">{t.cancel}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}

function Invited({ view, lang }: { view: MeetingView; lang: 'zh' | 'en' }) {
  const clauses = [...new Set(view.invited.map((one) => one.clause).filter((clause) => clause !== null))];
  return (
    <>
      {view.invited.map((one) => one.words).join(lang === 'zh' ? '、' : ', ')}
      {clauses.map((clause) => (
        <small class="soft"> {meetingText[lang].requiredBy(clause)}</small>
      ))}
    </>
  );
}

function NoticeLine({ page, view }: MeetingPageView) {
  const { meeting } = view;
  const t = meetingText[page.lang];
  const given = t.noticeGiven(noticeDaysGiven(meeting), dayText(shanghaiParts(meeting.calledAt).day, page.lang));
  const rule =
    meeting.noticeDaysNeeded === null
      ? meeting.kind === 'hearing' || meeting.kind === 'assembly'
        ? t.noticeUnset
        : ''
      : t.noticeRule(meeting.noticeDaysNeeded, meeting.noticeClause ?? '');
  return (
    <>
      {meeting.noticeId ? <a href={`${page.base}/notices/${meeting.noticeId}`}>{given}</a> : given}
      {rule !== '' && (
        <small class="soft">
          {' '}
          {rule}
          {noticeWasLongEnough(meeting) ? '' : ` · ${t.tooShort}`}
        </small>
      )}
    </>
  );
}

/** What the reader can do now: sign in, or run the meeting. */
function Todo({ page, view, begun }: MeetingPageView) {
  const { meeting, may } = view;
  const t = meetingText[page.lang];
  const here = `${page.base}/meetings/${meeting.id}`;
  const buttons = [];
  if ((meeting.state === 'called' || meeting.state === 'held') && may.record && begun)
    buttons.push(<ButtonLink href={`${here}/run`}>{runText[page.lang].title}</ButtonLink>);
  if ((meeting.state === 'called' || meeting.state === 'held') && begun && !may.record && view.here)
    buttons.push(<ButtonLink href={`${here}/floor`}>{runText[page.lang].floorLink}</ButtonLink>);
  if (meeting.state === 'called' && may.hold && begun)
    buttons.push(
      <ActionForm kind="quiet" action={`${here}/hold`}>
        {t.hold}
      </ActionForm>,
    );
  if ((meeting.state === 'held' || (meeting.state === 'called' && begun)) && may.record)
    buttons.push(
      <ButtonLink kind={meeting.state === 'held' ? 'primary' : 'quiet'} href={`${here}/minutes`}>
        {t.writeMinutes}
      </ButtonLink>,
    );
  if (meeting.state === 'minuted' && may.publish) buttons.push(<ActionForm action={`${here}/publish`}>{t.publish}</ActionForm>);
  if (view.minutes.length > 0 && may.record)
    buttons.push(
      <ButtonLink kind="quiet" href={`${here}/minutes`}>
        {t.correctMinutes}
      </ButtonLink>,
    );
  return buttons.length > 0 ? <Actions>{buttons}</Actions> : null;
}
