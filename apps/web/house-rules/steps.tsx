import { addDays } from '#libs/civil-time';
import { ballotLaws } from '#modules/ballots';
import { everybodyCouldComment, forceOf, textIsOpen } from '#modules/house-rules';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  DateField,
  dayText,
  FieldRow,
  Form,
  RadioField,
  Section,
  Soft,
  TextField,
  TextArea,
  TimeField,
} from '../ui/index.ts';
import type { RulePageView } from './rule-page.tsx';
import { houseRuleText } from './text.ts';

/** What those who run the rules do next, as far as the version has come. */
export function Steps(props: RulePageView) {
  const { view } = props;
  if (!view.may.draft && !view.may.vote) return null;
  const { version } = view;
  if (textIsOpen(version)) return <OpenSteps {...props} />;
  if (version.state === 'voting') return <VotingSteps {...props} />;
  if (version.state === 'adopted') return <AdoptedSteps {...props} />;
  return <NewVersion {...props} />;
}

const returned = (props: RulePageView, form: string) => (props.back?.form === form ? { errors: props.back.errors, values: props.back.values } : {});
const here = ({ page, view }: RulePageView) => `${page.base}/house-rules/${view.rule.id}/versions/${view.version.no}`;

function OpenSteps(props: RulePageView) {
  const { page, view, today } = props;
  const { version } = view;
  const t = houseRuleText[page.lang];
  const waiting = view.comments.filter((one) => one.reply === null && one.hidden === 'no').length;
  return (
    <Section title={t.next} id="next">
      <Actions>
        <ButtonLink kind={view.clauses.length === 0 ? 'primary' : 'quiet'} href={`${here(props)}/edit`}>
          {t.edit}
        </ButtonLink>
      </Actions>
      {view.clauses.length > 0 && version.state === 'draft' && (
        <Form id="discuss" action={`${here(props)}/discuss`} {...returned(props, 'discuss')}>
          <DateField name="until" label={t.until} hint={t.discussHint} required min={today} />
          <Button>{t.discussButton}</Button>
        </Form>
      )}
      {version.state === 'discussion' && version.commentsUntil !== null && (
        <>
          {!everybodyCouldComment(version, today) ? (
            <p>{t.voteTooEarly(dayText(version.commentsUntil, page.lang))}</p>
          ) : waiting > 0 ? (
            <p>{t.voteUnanswered(waiting)}</p>
          ) : (
            <VoteForm {...props} form="vote" />
          )}
          <details class="fold" open={props.back?.form === 'discuss' || undefined}>
            <summary>{t.postpone}</summary>
            <Form id="discuss" action={`${here(props)}/discuss`} {...returned(props, 'discuss')}>
              <DateField name="until" label={t.until} hint={t.discussHint} required min={version.commentsUntil} />
              <Button kind="quiet">{t.postpone}</Button>
            </Form>
          </details>
        </>
      )}
      <details class="fold" open={props.back?.form === 'withdraw' || undefined}>
        <summary>{t.withdraw}</summary>
        <Form id="withdraw" action={`${here(props)}/withdraw`} {...returned(props, 'withdraw')}>
          <TextField name="reason" label={t.withdrawReason} required maxLength={500} />
          <Button kind="danger">{t.withdraw}</Button>
        </Form>
      </details>
    </Section>
  );
}

function VoteForm(props: RulePageView & { form: 'vote' | 'repeal' }) {
  const { page, view, today } = props;
  const t = houseRuleText[page.lang];
  if (view.laws.length === 0)
    return (
      <div class="reason ask">
        <p>{t.lawUnset}</p>
        {view.may.set && (
          <p>
            <a href={`${page.base}/house-rules/settings`}>{t.setLaw}</a>
          </p>
        )}
      </div>
    );
  const laws = view.laws.map((law) => ({ value: law, label: ballotLaws[law]?.title[page.lang] ?? law }));
  return (
    <Form id={props.form} action={`${here(props)}/${props.form}`} {...returned(props, props.form)}>
      {props.form === 'vote' && <Soft>{t.voteLead}</Soft>}
      {props.form === 'repeal' && <TextArea name="reason" label={t.repealReason} required rows={3} maxLength={500} />}
      <RadioField name="law" label={t.law} required value={laws.length === 1 ? laws[0]?.value : undefined} options={laws} />
      <FieldRow>
        <DateField name="day" label={t.closesDay} required min={today} />
        <TimeField name="time" label={t.closesTime} required value="20:00" />
      </FieldRow>
      <Button kind={props.form === 'vote' ? 'primary' : 'danger'}>{props.form === 'vote' ? t.voteButton : t.repealButton}</Button>
    </Form>
  );
}

function VotingSteps(props: RulePageView) {
  const { page, view, today } = props;
  const { ballot } = view;
  const t = houseRuleText[page.lang];
  if (ballot === null) return null;
  return (
    <Section title={t.next} id="next">
      <Actions>
        <ButtonLink kind={ballot.state === 'closed' ? 'quiet' : 'primary'} href={`${page.base}/ballots/${ballot.id}`}>
          {t.seeBallot}
        </ButtonLink>
        {ballot.state === 'cancelled' && <ActionForm action={`${here(props)}/take-back`}>{t.takeBack}</ActionForm>}
      </Actions>
      {ballot.state === 'closed' && ballot.outcome !== null && (
        <Form id="settle" action={`${here(props)}/settle`} {...returned(props, 'settle')}>
          <p>{ballot.outcome.passed ? t.settlePassed : t.settleFailed}</p>
          {ballot.outcome.passed && (
            <FieldRow>
              <DateField name="fromDay" label={t.fromDay} required min={today} />
              <DateField name="toDay" label={t.toDay} min={today} />
            </FieldRow>
          )}
          <Button>{t.settleButton}</Button>
        </Form>
      )}
    </Section>
  );
}

function AdoptedSteps(props: RulePageView) {
  const { page, view, today } = props;
  const { version, repealBallot } = view;
  const t = houseRuleText[page.lang];
  const force = forceOf(version, today);
  const waits = repealBallot !== null && (repealBallot.state !== 'closed' || repealBallot.outcome?.passed === true) && repealBallot.state !== 'cancelled';
  return (
    <>
      {force === 'in-force' && repealBallot?.state === 'closed' && repealBallot.outcome?.passed === true && (
        <Section title={t.next} id="next">
          <Form id="settle-repeal" action={`${here(props)}/settle-repeal`} {...returned(props, 'settle-repeal')}>
            <p>{t.settleRepealPassed}</p>
            <DateField name="lastDay" label={t.lastDay} required min={addDays(today, -1)} />
            <Button>{t.settleRepealButton}</Button>
          </Form>
        </Section>
      )}
      {force === 'in-force' && repealBallot?.state === 'closed' && repealBallot.outcome?.passed === false && <p>{t.settleRepealFailed}</p>}
      <NewVersion {...props} />
      {force === 'in-force' && !waits && (
        <details class="fold" open={props.back?.form === 'repeal' || undefined}>
          <summary>{t.repeal}</summary>
          <VoteForm {...props} form="repeal" />
        </details>
      )}
    </>
  );
}

function NewVersion(props: RulePageView) {
  const { page, view } = props;
  const t = houseRuleText[page.lang];
  if (view.versions.some((one) => ['draft', 'discussion', 'voting'].includes(one.state))) return null;
  return (
    <details class="fold" open={props.back?.form === 'new-version' || undefined}>
      <summary>{t.newVersion}</summary>
      <Form id="new-version" action={`${page.base}/house-rules/${view.rule.id}/new-version`} {...returned(props, 'new-version')}>
        <TextArea name="reason" label={t.reason} hint={t.reasonHint} required rows={3} maxLength={2000} />
        <Button kind="quiet">{t.newVersionButton}</Button>
      </Form>
    </details>
  );
}
