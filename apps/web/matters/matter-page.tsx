import { matterNo, type MatterStep } from '#modules/matters';
import {
  Actions,
  ButtonLink,
  Columns,
  dayText,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  type PageFrame,
  Photos,
  Section,
  Soft,
  State,
  Story,
  type StoryItem,
} from '../ui/index.ts';
import { ClausesThatApply } from '../house-rules/applies.tsx';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import { HandleForms, OwnForms } from './handle-forms.tsx';
import { Following, Voices } from './follow-section.tsx';
import { followText } from './follow-text.ts';
import { PlanPicture, spotWords } from './plan.tsx';
import { Support, Thresholds } from './support-section.tsx';
import { matterText } from './text.ts';
import { categoryWord, standWord, stepWord, venueWord } from './words.ts';
import { type MatterView, stateTone, titleWords } from './view.ts';

/** The page of one matter. `back` is a form that came back with errors: which one and what was typed. */
export interface MatterPageProps {
  page: PageFrame;
  view: MatterView;
  today: string;
  back?: { form: string; errors: FormErrors; values: FormValues };
}

export function MatterPage(props: MatterPageProps) {
  const { page, view } = props;
  const { matter } = view;
  const { lang, base } = page;
  const t = matterText[lang];
  const title = view.wordsShown ? matter.title : titleWords(matter, lang);
  return (
    <Layout page={page} title={title} crumbs={[{ label: `${view.place.name} ${t.list}`, href: `${base}/n/${view.place.code}/matters` }]}>
      <p>
        <State tone={stateTone(matter)}>{standWord(matter, lang)}</State>{' '}
        <span class="soft">
          {matterNo(matter)} · {categoryWord(matter.category, lang)}
        </span>
      </p>
      <Columns
        main={
          <>
            <Words {...props} />
            <Voices {...props} />
            <OwnForms {...props} />
          </>
        }
        aside={<Support {...props} />}
      />
      <Following {...props} />
      <Thresholds {...props} />
      <WhoseTurn items={view.turns} />
      <ClausesThatApply page={page} applying={view.applying} />
      <Grown {...props} />
      <HandleForms {...props} />
      <Section title={t.history}>
        <Story items={view.steps.map((step) => stepItem(props, step))} />
      </Section>
    </Layout>
  );
}

const lines = (text: string) => text.split('\n').flatMap((line, i) => (i === 0 ? [line] : [<br />, line]));

function Words({ page, view }: MatterPageProps) {
  const { matter } = view;
  const t = matterText[page.lang];
  const { state } = matter;
  const into = state.state === 'merged' ? view.others.get(state.intoId) : undefined;
  return (
    <>
      {matter.hidden !== 'no' && (
        <div class="reason ask">
          <b>{t.hiddenLine(matter.hiddenReason ?? '')}</b>
          {view.wordsShown && <p>{t.hiddenSeen}</p>}
        </div>
      )}
      {view.wordsShown && <p class="lead">{lines(matter.text)}</p>}
      {view.wordsShown && matter.photoIds.length > 0 && (
        <Photos
          items={matter.photoIds.map((id, i) => ({ src: `${page.base}/files/${id}`, href: `${page.base}/files/${id}`, alt: t.photoAlt(i + 1, matter.title) }))}
        />
      )}
      {into !== undefined && (
        <p>
          {t.mergedInto}
          <a href={`${page.base}/matters/${into.id}`}>
            {matterNo(into)} {titleWords(into, page.lang)}
          </a>
        </p>
      )}
      <Soft>
        {t.by(view.raiser)} · {instantText(matter.raisedAt, page.lang)} · {t[matter.channel]}
        {view.enteredByName !== null && ` · ${t.enteredBy(view.enteredByName)}`}
      </Soft>
      <KeyValues
        items={[
          [
            followText[page.lang].spot,
            view.wordsShown && view.spot ? (spotWords(view.plans, view.spot.key, view.spot.note, page.lang) ?? undefined) : undefined,
          ],
          [t.passTo, state.state === 'passed-on' ? state.passedTo : undefined],
          [t.venue, 'venue' in state && state.venue !== null ? venueWord(state.venue, page.lang) : undefined],
        ]}
      />
      {view.wordsShown &&
        view.spot !== null &&
        view.plans.filter((plan) => plan.boxes.some((box) => box.key === view.spot?.key)).map((plan) => <PlanPicture plan={plan} marked={view.spot?.key} />)}
      {state.state === 'raised' && (
        <Soft>
          {matter.replyDueDay === null ? t.replyUnset : t.replyDue(dayText(matter.replyDueDay, page.lang))}
          {matter.replyDueDay === null && view.may.setSettings && (
            <>
              {' '}
              <a href={`${page.base}/matters/settings`}>{t.setReplyDays}</a>
            </>
          )}
        </Soft>
      )}
    </>
  );
}

function Grown({ page, view }: MatterPageProps) {
  const t = matterText[page.lang];
  const found = view.steps.filter((step) => (step.kind === 'meeting' || step.kind === 'project') && step.otherId !== null);
  const adopted = view.matter.state.state === 'adopted';
  const starts = adopted && view.may.decide;
  if (found.length === 0 && !starts) return null;
  return (
    <Section title={t.grown}>
      {found.length > 0 && (
        <ul>
          {found.map((step) => (
            <li>
              <a href={`${page.base}/${step.kind === 'meeting' ? 'meetings' : 'projects'}/${step.otherId}`}>
                {step.text ?? (step.kind === 'meeting' ? t.toMeeting : t.toProject)}
              </a>
            </li>
          ))}
        </ul>
      )}
      {starts && (
        <Actions>
          {view.may.callMeeting && <ButtonLink href={`${page.base}/meetings/new?matter=${view.matter.id}`}>{t.callMeeting}</ButtonLink>}
          <ButtonLink kind="quiet" href={`${page.base}/projects/new?matter=${view.matter.id}`}>
            {t.startProject}
          </ButtonLink>
        </Actions>
      )}
    </Section>
  );
}

function stepItem({ page, view }: MatterPageProps, step: MatterStep & { by: string }): StoryItem {
  const { lang, base } = page;
  const t = matterText[lang];
  const other = step.otherId === null ? undefined : view.others.get(step.otherId);
  const link = other ? (
    <a href={`${base}/matters/${other.id}`}>
      {matterNo(other)} {titleWords(other, lang)}
    </a>
  ) : step.kind === 'meeting' || step.kind === 'meeting-off' ? (
    <a href={`${base}/meetings/${step.otherId}`}>{step.kind === 'meeting' ? (step.text ?? t.toMeeting) : t.toMeeting}</a>
  ) : step.kind === 'project' ? (
    <a href={`${base}/projects/${step.otherId}`}>{step.text ?? t.toProject}</a>
  ) : null;
  // The words of a hidden matter must not come back through its old title.
  const text =
    step.kind === 'meeting' || step.kind === 'project' || (step.kind === 'sorted' && !view.wordsShown)
      ? null
      : step.kind === 'merged-in'
        ? t.mergedInCount(step.text ?? '0')
        : step.kind.startsWith('threshold')
          ? t.thresholdText(step.text ?? '')
          : step.text;
  return {
    state: 'done',
    title: stepWord(step.kind, lang),
    when: instantText(step.at, lang),
    datetime: step.at.toISOString(),
    body: (
      <>
        {text !== null && <p>{lines(text)}</p>}
        {link !== null && <p>{link}</p>}
        <Soft>
          {step.by}
          {step.dueDay !== null && ` · ${t.dueBy(dayText(step.dueDay, lang))}`}
        </Soft>
      </>
    ),
  };
}
