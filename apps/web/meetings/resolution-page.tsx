import type { ProgressKind, ResolutionProgress, Turn } from '#modules/meetings';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import {
  Actions,
  Button,
  dayText,
  type DutyItem,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  type PageFrame,
  Photos,
  Section,
  Soft,
  Story,
  type Tone,
  TextArea,
} from '../ui/index.ts';
import { resolutionText } from './form-text.ts';
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
  back?: { errors: FormErrors; values: FormValues };
}

const tones: Record<ProgressKind, Tone> = { report: 'plain', finish: 'act', accept: 'good', return: 'bad', overdue: 'bad', appraise: 'good' };

/** A resolution and what became of it: who said what when, and the form for whose turn it is. */
export function ResolutionPage(props: ResolutionPageView) {
  const { page, item, meeting, may } = props;
  const { lang, base } = page;
  const { resolution } = item;
  const t = resolutionText[lang];
  const label = { report: t.report, finish: t.finish, accept: t.accept, return: t.return, appraise: t.appraise, overdue: t.overdueStep };
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
          [t.decidedOn, dayText(resolution.decidedOn, lang)],
          [t.from, meeting ? <a href={`${base}/meetings/${meeting.id}`}>{meeting.title}</a> : undefined],
        ]}
      />
      <Section title={t.story} id="story">
        {props.story.length === 0 ? (
          <Soft>{t.nothingYet}</Soft>
        ) : (
          <Story
            items={props.story.map((line) => ({
              state: 'done',
              when: instantText(line.at, lang),
              datetime: line.at.toISOString(),
              title: line.by || label[line.kind],
              badge: { tone: tones[line.kind], text: label[line.kind] },
              body: (
                <>
                  <p>{line.text}</p>
                  {line.fileIds.length > 0 && (
                    <Photos
                      items={line.fileIds.map((id, n) => ({ src: `${base}/files/${id}`, href: `${base}/files/${id}`, alt: `${label[line.kind]} ${n + 1}` }))}
                    />
                  )}
                </>
              ),
            }))}
          />
        )}
        {may.length > 0 && (
          <Form multipart action={`${base}/resolutions/${resolution.id}/follow`} errors={props.back?.errors} values={props.back?.values}>
            <TextArea name="text" label={t.words} required rows={3} maxLength={2000} />
            <FileField name="photos" label={t.photos} accept="image/*" multiple />
            <Actions>
              {may.map((kind, n) => (
                <Button kind={n === 0 ? 'primary' : 'quiet'} name="kind" value={kind}>
                  {label[kind]}
                </Button>
              ))}
            </Actions>
          </Form>
        )}
      </Section>
      <WhoseTurn items={props.turns} />
    </Layout>
  );
}
