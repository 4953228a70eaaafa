import { categories, isOpen, nextState, venues } from '#modules/matters';
import { DateField, Lead, Section, SelectField, TextArea, TextField } from '../ui/index.ts';
import { Fold } from './fold.tsx';
import { followText } from './follow-text.ts';
import type { MatterPageProps } from './matter-page.tsx';
import { PlanPicker } from './plan.tsx';
import { matterText } from './text.ts';
import { categoryWord, venueWord } from './words.ts';
import { choiceLabel } from './view.ts';

/** What the committee and the office do with a matter. */
export function HandleForms(props: MatterPageProps) {
  const { page, view, today } = props;
  const { matter, may } = view;
  const t = matterText[page.lang];
  const f = followText[page.lang];
  const can = (action: 'adopt' | 'answer' | 'pass-on' | 'decline' | 'merge') =>
    may.decide &&
    nextState(
      matter.state,
      action === 'adopt'
        ? { action, venue: 'hearing' }
        : action === 'pass-on'
          ? { action, passedTo: '-' }
          : action === 'merge'
            ? { action, intoId: '-' }
            : { action },
    ).ok;
  const ruling = may.rule && matter.hidden === 'appealed';
  const hiding = may.hide && matter.hidden === 'no';
  if (!may.decide && !ruling && !hiding) return null;
  const due = <DateField name="dueDay" label={t.dueDay} hint={t.dueDayHint} min={today} />;
  const reason = <TextArea name="reason" label={t.reason} required maxLength={2000} rows={3} />;
  return (
    <Section title={t.handle} id="handle">
      <Lead>{t.handleLead}</Lead>
      {ruling && (
        <Fold page={props} name="rule-appeal" label={t.rule}>
          <SelectField
            name="show"
            label={t.rule}
            required
            options={[
              { value: 'yes', label: t.ruleShow },
              { value: 'no', label: t.ruleConfirm },
            ]}
          />
          <TextArea name="reason" label={t.reason} required maxLength={500} rows={3} />
        </Fold>
      )}
      {can('adopt') && (
        <Fold page={props} name="adopt" label={t.adopt}>
          <SelectField name="venue" label={t.venue} required options={venues.map((value) => ({ value, label: venueWord(value, page.lang) }))} />
          {reason}
          {due}
        </Fold>
      )}
      {can('answer') && (
        <Fold page={props} name="answer" label={t.answer}>
          <TextArea name="reason" label={t.reply} required maxLength={2000} rows={4} />
        </Fold>
      )}
      {can('pass-on') && (
        <Fold page={props} name="pass-on" label={matter.state.state === 'passed-on' ? f.onceMore : t.passOn}>
          {view.organisations.length > 0 && (
            <SelectField name="organisationId" label={f.passToOrg} options={view.organisations.map((one) => ({ value: one.id, label: one.name }))} />
          )}
          <TextField name="passedTo" label={view.organisations.length > 0 ? f.passToOther : t.passTo} hint={t.passToHint} maxLength={100} />
          {reason}
          {due}
        </Fold>
      )}
      {can('decline') && (
        <Fold page={props} name="decline" label={t.decline} kind="quiet">
          {reason}
        </Fold>
      )}
      {can('merge') && view.mergeTargets.length > 0 && (
        <Fold page={props} name="merge" label={t.merge} kind="quiet">
          <SelectField
            name="intoId"
            label={t.mergeInto}
            required
            options={view.mergeTargets.map((other) => ({ value: other.id, label: choiceLabel(other) }))}
          />
          {reason}
        </Fold>
      )}
      {may.decide && isOpen(matter) && (
        <Fold page={props} name="sort" label={t.sort} kind="quiet">
          <TextField name="title" label={t.newName} required maxLength={60} value={matter.title} size="long" />
          <SelectField
            name="category"
            label={t.category}
            required
            value={matter.category}
            options={categories.map((value) => ({ value, label: categoryWord(value, page.lang) }))}
          />
        </Fold>
      )}
      {may.decide && isOpen(matter) && view.plans.length > 0 && <PlaceForm {...props} />}
      {hiding && (
        <Fold page={props} name="hide" label={t.hide} kind="danger" lead={t.hideLead}>
          <TextArea name="reason" label={t.reason} required maxLength={500} rows={3} />
        </Fold>
      )}
    </Section>
  );
}

/** What the raiser and the supporters can do with their matter. */
export function OwnForms(props: MatterPageProps) {
  const { page, view } = props;
  const { matter, mine, may } = view;
  const t = matterText[page.lang];
  return (
    <>
      {mine.raiser && matter.hidden === 'hidden' && (
        <Fold page={props} name="appeal" label={t.appeal}>
          <TextArea name="reason" label={t.appealWhy} required maxLength={500} rows={3} />
        </Fold>
      )}
      {may.reopen && nextState(matter.state, { action: 'reopen' }).ok && (
        <Fold page={props} name="reopen" label={t.reopen}>
          <TextArea name="reason" label={t.reopenWhy} required maxLength={2000} rows={3} />
        </Fold>
      )}
      {mine.raiser && !may.decide && isOpen(matter) && view.plans.length > 0 && <PlaceForm {...props} />}
      {mine.raiser && nextState(matter.state, { action: 'withdraw' }).ok && (
        <Fold page={props} name="withdraw" label={t.withdraw} kind="quiet" lead={t.withdrawLead}>
          <TextField name="reason" label={t.why} maxLength={200} size="long" />
        </Fold>
      )}
    </>
  );
}

/** Marks the place on the plan, or a better one. */
function PlaceForm(props: MatterPageProps) {
  const { page, view } = props;
  const t = followText[page.lang];
  return (
    <Fold page={props} name="place" label={view.spot === null ? t.place1 : t.placeAgain} kind="quiet">
      <PlanPicker plans={view.plans} value={view.spot?.key} />
    </Fold>
  );
}
