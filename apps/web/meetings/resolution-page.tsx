import { cite, civilCode278, lacksItsBallot, organicLaw16, type ProgressKind, type ResolutionProgress, type Turn } from '#modules/meetings';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import {
  Actions,
  Button,
  DateField,
  dayText,
  type DutyItem,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  type Option,
  type PageFrame,
  Photos,
  Section,
  SelectField,
  Soft,
  Story,
  type Tone,
  TextArea,
} from '../ui/index.ts';
import { resolutionText } from './form-text.ts';
import { Note } from './note.tsx';
import { followText } from './resolution-text.ts';
import { ResolutionState } from './parts.tsx';
import type { ResolutionView } from './view.ts';

export interface ResolutionPageView {
  page: PageFrame;
  item: ResolutionView;
  place: { code: string; name: string };
  meeting: { id: string; title: string } | null;
  story: readonly (ResolutionProgress & { by: string })[];
  turns: readonly DutyItem[];
  /** Steps the reader may take now. */
  may: readonly Exclude<ProgressKind, 'overdue'>[];
  turn: Turn;
  /** The ballot that decided it, and those that could be named. */
  ballot: { id: string; question: string } | null;
  ballots: readonly Option[];
  /** Appraisal meetings that were held here, to choose from. */
  appraisals: readonly Option[];
  back?: { errors: FormErrors; values: FormValues };
}

const tones: Record<ProgressKind, Tone> = {
  report: 'plain',
  finish: 'act',
  accept: 'good',
  return: 'bad',
  overdue: 'bad',
  appraise: 'good',
  'ask-later': 'wait',
  'grant-later': 'act',
  'refuse-later': 'bad',
  reopen: 'bad',
};

/** A resolution and what became of it: who said what when, and the form for whose turn it is. */
export function ResolutionPage(props: ResolutionPageView) {
  const { page, item, meeting, may } = props;
  const { lang, base } = page;
  const { resolution } = item;
  const t = resolutionText[lang];
  const f = followText[lang];
  const label = {
    report: t.report,
    finish: t.finish,
    accept: t.accept,
    return: t.return,
    appraise: t.appraise,
    overdue: t.overdueStep,
    'ask-later': f['ask-later'],
    'grant-later': f['grant-later'],
    'refuse-later': f['refuse-later'],
    reopen: f.reopen,
  };
  const steps = may.filter((kind) => kind !== 'ask-later');
  return (
    <Layout
      page={page}
      title={t.title}
      crumbs={
        meeting
          ? [{ label: meeting.title, href: `${base}/meetings/${meeting.id}` }]
          : [{ label: props.place.name, href: `${base}/n/${props.place.code}/meetings` }]
      }
    >
      <p class="lead">{resolution.text}</p>
      <p>
        <ResolutionState state={resolution.state} />
      </p>
      <KeyValues
        items={[
          [t.executor, item.executor],
          [t.supervisor, item.supervisor],
          [t.deadline, dayText(resolution.deadline, lang)],
          [f.firstDeadline, resolution.firstDeadline === resolution.deadline ? undefined : dayText(resolution.firstDeadline, lang)],
          [f.money, resolution.money === null ? undefined : f[resolution.money]],
          [f.ballot, props.ballot ? <a href={`${base}/ballots/${props.ballot.id}`}>{props.ballot.question}</a> : undefined],
          [t.decidedOn, dayText(resolution.decidedOn, lang)],
          [t.from, meeting ? <a href={`${base}/meetings/${meeting.id}`}>{meeting.title}</a> : undefined],
        ]}
      />
      {lacksItsBallot(resolution) && (
        <Note tone="bad" title={f.ballotMissing} clause={resolution.money === 'residents' ? cite(organicLaw16) : cite(civilCode278)}>
          <p>{f.ballotMissingBody}</p>
          {props.ballots.length > 0 && (
            <Form id="ballot" action={`${base}/resolutions/${resolution.id}/ballot`}>
              <SelectField name="ballot" label={f.nameBallot} required options={props.ballots} />
              <Button kind="quiet">{f.nameBallot}</Button>
            </Form>
          )}
        </Note>
      )}
      <Section title={t.story} id="story">
        <Story
          items={[
            {
              state: 'done',
              when: dayText(resolution.decidedOn, lang),
              datetime: resolution.decidedOn,
              title: f.decided,
              ...(meeting ? { href: `${base}/meetings/${meeting.id}`, body: <p>{meeting.title}</p> } : {}),
            },
            ...props.story.map((line) => ({
              state: 'done' as const,
              when: instantText(line.at, lang),
              datetime: line.at.toISOString(),
              title: line.by || label[line.kind],
              badge: { tone: tones[line.kind], text: label[line.kind] },
              body: (
                <>
                  {line.deadline !== null && (
                    <p>
                      <b>{(line.kind === 'ask-later' ? f.askedFor : f.movedTo)(dayText(line.deadline, lang))}</b>
                    </p>
                  )}
                  <p>{line.text}</p>
                  {line.meetingId !== null && (
                    <p>
                      <a href={`${base}/meetings/${line.meetingId}`}>{f.judgedAt}</a>
                    </p>
                  )}
                  {line.fileIds.length > 0 && (
                    <Photos
                      items={line.fileIds.map((id, n) => ({ src: `${base}/files/${id}`, href: `${base}/files/${id}`, alt: `${label[line.kind]} ${n + 1}` }))}
                    />
                  )}
                </>
              ),
            })),
            ...(resolution.state === 'appraised' || resolution.state === 'done'
              ? []
              : [{ state: 'next' as const, when: dayText(resolution.deadline, lang), datetime: resolution.deadline, title: f.dueItem }]),
          ]}
        />
        {props.story.length === 0 && <Soft>{t.nothingYet}</Soft>}
        {steps.length > 0 && (
          <Form multipart action={`${base}/resolutions/${resolution.id}/follow`} errors={props.back?.errors} values={props.back?.values}>
            <TextArea name="text" label={t.words} required rows={3} maxLength={2000} />
            <FileField name="photos" label={t.photos} accept="image/*" multiple />
            {steps.includes('appraise') && props.appraisals.length > 0 && (
              <SelectField name="meeting" label={f.appraisal} hint={f.appraisalHint} options={props.appraisals} />
            )}
            <Actions>
              {steps.map((kind, n) => (
                <Button kind={n === 0 ? 'primary' : 'quiet'} name="kind" value={kind}>
                  {label[kind]}
                </Button>
              ))}
            </Actions>
          </Form>
        )}
        {may.includes('ask-later') && (
          <details class="fold" open={props.back?.errors.deadline !== undefined || undefined}>
            <summary>{f['ask-later']}</summary>
            <Form id="later" multipart action={`${base}/resolutions/${resolution.id}/follow`} errors={props.back?.errors} values={props.back?.values}>
              <DateField name="deadline" label={f.laterDay} hint={f.laterHint} required />
              <TextArea name="text" label={t.words} required rows={2} maxLength={2000} />
              <Button kind="quiet" name="kind" value="ask-later">
                {f['ask-later']}
              </Button>
            </Form>
          </details>
        )}
      </Section>
      <WhoseTurn items={props.turns} />
    </Layout>
  );
}
