import { categories, isOpen, nextState, venues } from '#modules/matters';
import { Button, type ButtonKind, DateField, Form, Lead, Section, SelectField, Soft, TextArea, TextField, type View } from '../ui/index.ts';
import type { MatterPageProps } from './matter-page.tsx';
import { categoryWord, matterText, venueWord } from './text.ts';
import { choiceLabel } from './view.ts';

/** A form behind its name, open when it came back with errors. Works without script. */
function Fold(props: { page: MatterPageProps; name: string; label: string; button?: string; kind?: ButtonKind; lead?: string; children?: View }) {
  const { page, view, back } = props.page;
  const mine = back?.form === props.name ? back : undefined;
  return (
    <details class="fold" open={mine !== undefined}>
      <summary>{props.label}</summary>
      {props.lead !== undefined && <Soft>{props.lead}</Soft>}
      <Form id={props.name} action={`${page.base}/matters/${view.matter.id}/${props.name}`} errors={mine?.errors} values={mine?.values}>
        {props.children}
        <Button kind={props.kind}>{props.button ?? props.label}</Button>
      </Form>
    </details>
  );
}

/** What the committee and the office do with a matter. */
export function HandleForms(props: MatterPageProps) {
  const { page, view, today } = props;
  const { matter, may } = view;
  const t = matterText[page.lang];
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
        <Fold page={props} name="pass-on" label={t.passOn}>
          <TextField name="passedTo" label={t.passTo} hint={t.passToHint} required maxLength={100} />
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
      {mine.raiser && nextState(matter.state, { action: 'withdraw' }).ok && (
        <Fold page={props} name="withdraw" label={t.withdraw} kind="quiet" lead={t.withdrawLead}>
          <TextField name="reason" label={t.why} maxLength={200} size="long" />
        </Fold>
      )}
    </>
  );
}
