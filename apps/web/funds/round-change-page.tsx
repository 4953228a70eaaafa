import { addDays, daysBetween } from '#libs/civil-time';
import { type Round, type RoundAsk, type RoundChange, theCallEndsEarly, type Told } from '#modules/funds';
import type { Project } from '#modules/projects';
import {
  Actions,
  Button,
  CheckField,
  DateField,
  dayText,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { roundFollowText } from './round-follow-text.ts';
import type { PlaceLine } from './round-follow-view.ts';
import { roundCrumbs } from './round-parts.tsx';
import { roundYearText } from './round-year-text.ts';

export type ChangeForm = 'extend' | 'close-early' | 'reopen' | 'cancel' | 'ask-reopen' | 'ask-cancel' | 'refuse';

/** What the page of a round's changes shows. */
export interface ChangePageView {
  page: PageFrame;
  today: string;
  round: Round;
  changes: readonly RoundChange[];
  told: readonly (Told & { changeId: string })[];
  ask: RoundAsk | null;
  /** Applications that still wait for an answer, with their place. */
  open: readonly { project: Project; placeName: string }[];
  awardsStand: boolean;
  /** Neighbourhoods that have handed in nothing yet. */
  late: readonly PlaceLine[];
  may: { manage: boolean; decide: boolean };
  form?: ChangeForm;
  errors?: FormErrors;
  values?: FormValues;
}

const kept = (view: ChangePageView, form: ChangeForm) => (view.form === form ? { errors: view.errors, values: view.values } : {});

/** Extending, reopening and calling off a round, and what was changed before. */
export function RoundChangePage(view: ChangePageView) {
  const { page, round, may, ask } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  const at = `${base}/rounds/${round.id}/change`;
  const over = round.state === 'reviewing' || round.state === 'decided';
  const mayEnd = (round.state === 'open' || round.state === 'reviewing') && !view.awardsStand;
  return (
    <Layout page={page} title={roundYearText[lang].change} crumbs={roundCrumbs(base, round, lang, roundYearText[lang].change)}>
      <Lead>{t.changeLead}</Lead>
      {round.state === 'cancelled' && <p>{t.nothingToChange}</p>}
      {ask && (
        <Section title={t.waiting(ask.kind === 'cancelled' ? t.cancel : t.reopen, ask.askedByName, dayText(ask.askedOn, lang, 'short'))}>
          <p>{ask.reason}</p>
          {may.decide && (
            <details open={view.form === 'refuse'}>
              <summary>{t.refuseAsk}</summary>
              <Form action={`${at}/refuse`} id="refuse" {...kept(view, 'refuse')}>
                <TextField name="reason" label={t.changeReason} required maxLength={1000} />
                <Button kind="quiet">{t.refuseAsk}</Button>
              </Form>
            </details>
          )}
        </Section>
      )}
      {round.state === 'open' && may.manage && (
        <Section title={t.extend} id="extend">
          <Form action={`${at}/extend`} id="extend" {...kept(view, 'extend')}>
            <DateField name="lastDay" label={t.newLastDay} hint={t.lastDayNow(dayText(round.closesOn, lang))} min={addDays(round.closesOn, 1)} required />
            <TextArea name="reason" label={t.changeReason} hint={t.changeReasonHint} rows={2} maxLength={1000} required />
            <CheckField name="moveSteps" label={t.moveSteps} checked={view.form !== 'extend'} />
            <Button>{t.extend}</Button>
          </Form>
        </Section>
      )}
      {may.manage && theCallEndsEarly(round, view.today) === null && <CloseEarlyForm view={view} />}
      {over && (may.decide || (may.manage && !ask)) && (
        <Section title={may.decide ? t.reopen : t.askReopen} id="reopen">
          <Form action={`${at}/${may.decide ? 'reopen' : 'ask-reopen'}`} id="reopen" {...kept(view, may.decide ? 'reopen' : 'ask-reopen')}>
            <DateField name="lastDay" label={t.newLastDay} value={ask?.lastDay ?? undefined} min={view.today} required />
            <TextArea
              name="reason"
              label={t.changeReason}
              hint={t.changeReasonHint}
              value={ask?.kind === 'reopened' ? ask.reason : undefined}
              rows={2}
              maxLength={1000}
              required
            />
            {may.decide && <CheckField name="moveSteps" label={t.moveSteps} checked={view.form !== 'reopen'} />}
            <Button>{may.decide ? t.reopen : t.askHead}</Button>
          </Form>
        </Section>
      )}
      {mayEnd && may.decide && <CancelForm view={view} />}
      {mayEnd && !may.decide && may.manage && !ask && (
        <Section title={t.askCancel} id="cancel">
          <Form action={`${at}/ask-cancel`} id="cancel" {...kept(view, 'ask-cancel')}>
            <TextArea name="reason" label={t.changeReason} rows={2} maxLength={1000} required />
            <Button kind="quiet">{t.askHead}</Button>
          </Form>
        </Section>
      )}
      {view.awardsStand && round.state !== 'decided' && <Soft>{t['awards-stand']}</Soft>}
      <Changes view={view} />
    </Layout>
  );
}

/** Ending the call before its day: what happens, and who would come too late, before the button. */
function CloseEarlyForm({ view }: { view: ChangePageView }) {
  const { page, round, late } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  const writing = late.filter(({ facts }) => facts.drafts > 0);
  const others = late.filter(({ facts }) => facts.drafts === 0);
  const names = (lines: readonly PlaceLine[]) => lines.map(({ place }) => place.name).join(lang === 'zh' ? '、' : ', ');
  return (
    <Section title={t.closeEarly} id="close-early">
      <p>{t.closeEarlyWhat(dayText(round.closesOn, lang), daysBetween(view.today, round.closesOn))}</p>
      {writing.length > 0 && (
        <p>
          <b>{t.writingNow(names(writing))}</b>
        </p>
      )}
      {others.length > 0 && (
        <p>
          {t.nothingYet(names(others))} <a href={`${base}/rounds/${round.id}/places`}>{t.seePlaces}</a>
        </p>
      )}
      <Form action={`${base}/rounds/${round.id}/change/close-early`} id="close-early" {...kept(view, 'close-early')}>
        <TextArea name="reason" label={t.changeReason} hint={t.changeReasonHint} rows={2} maxLength={1000} required />
        <Button kind="danger">{t.closeEarlyNow}</Button>
      </Form>
    </Section>
  );
}

function CancelForm({ view }: { view: ChangePageView }) {
  const { page, round, ask } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  return (
    <Section title={t.cancel} id="cancel">
      <Form action={`${base}/rounds/${round.id}/change/cancel`} id="cancel" {...kept(view, 'cancel')}>
        <TextArea
          name="reason"
          label={t.changeReason}
          hint={t.changeReasonHint}
          value={ask?.kind === 'cancelled' ? ask.reason : undefined}
          rows={2}
          maxLength={1000}
          required
        />
        {view.open.length > 0 && (
          <>
            <h3>{t.fates}</h3>
            <Soft>{t.fatesHint}</Soft>
            {view.open.map(({ project, placeName }) => (
              <Fieldset legend={`${project.title}（${placeName}）`}>
                <RadioField
                  name={`fate-${project.id}`}
                  label={t.fates}
                  options={[{ value: 'next-round', label: t.nextRound }, ...(project.state === 'returned' ? [] : [{ value: 'ended', label: t.ended }])]}
                  required
                />
                <TextField name={`why-${project.id}`} label={t.fateReason} hint={t.fateReasonHint} maxLength={1000} />
              </Fieldset>
            ))}
          </>
        )}
        <Actions>
          <Button kind="danger">{t.cancel}</Button>
        </Actions>
      </Form>
    </Section>
  );
}

function Changes({ view }: { view: ChangePageView }) {
  const { page, changes, told } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  if (changes.length === 0) return null;
  return (
    <Section title={t.changes} id="changes">
      {changes.map((change) => {
        const lines = told.filter(({ changeId }) => changeId === change.id);
        const projects = lines.filter(({ projectId }) => projectId !== null);
        return (
          <div class="rule">
            <p>
              <b>{{ extended: t.extend, 'closed-early': t.closeEarly, reopened: t.reopen, cancelled: t.cancel }[change.kind]}</b>{' '}
              {dayText(change.decidedOn, lang)} {change.decidedByName}
            </p>
            <p>
              {change.kind !== 'cancelled' && `${dayText(change.fromLastDay, lang)} → ${dayText(change.toLastDay, lang)}${lang === 'zh' ? '。' : '. '}`}
              {change.reason}
            </p>
            {projects.map((one) => (
              <p class="soft">
                <a href={`${base}/projects/${one.projectId}`}>{one.fate === 'ended' ? t.ended : t.nextRound}</a> {one.text}
              </p>
            ))}
            <p class="soft">
              {t.told(lines.length - projects.length, projects.length)} · <a href={`${base}/notices/${change.noticeId}`}>{roundYearText[lang].seeNotice}</a>
            </p>
          </div>
        );
      })}
    </Section>
  );
}
