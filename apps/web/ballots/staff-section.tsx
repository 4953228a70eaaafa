import { mayClose, rollWasOpenToObjections } from '#modules/ballots';
import type { NoticeTerm } from '#modules/meetings';
import type { Lang } from '#platform/i18n';
import { ActionForm, Actions, Button, ButtonLink, CheckList, DateField, dayText, Form, instantText, Section, Soft, TextField } from '../ui/index.ts';
import type { BallotPageView } from './ballot-page.tsx';
import { ballotText } from './text.ts';
import { voteText } from './vote-text.ts';

/** What those who run the ballot do next. */
export function StaffSection(props: BallotPageView) {
  const { page, view } = props;
  const { ballot, may } = view;
  const t = ballotText[page.lang];
  const v = voteText[page.lang];
  const here = `${page.base}/ballots/${ballot.id}`;
  if (ballot.state === 'closed' || ballot.state === 'cancelled') return null;
  const canOpen = ballot.state === 'roll_shown' && rollWasOpenToObjections(ballot, props.today);
  const voting = ballot.state === 'open' && ballot.takenBy === 'ballot' && !mayClose(ballot, props.now);
  return (
    <>
      {ballot.state === 'roll_shown' && (
        <p>
          {t.opensFrom(dayText(ballot.objectionsUntil ?? '', page.lang))}{' '}
          {ballot.rollNoticeId && <a href={`${page.base}/notices/${ballot.rollNoticeId}`}>{t.seeObjections}</a>}
        </p>
      )}
      <Actions>
        {may.open && canOpen && <ActionForm action={`${here}/open`}>{t.openNow}</ActionForm>}
        {may.record && ballot.state === 'open' && view.ownPapers && (
          <ButtonLink kind="quiet" href={`${here}/papers`}>
            {t.papersLink}
          </ButtonLink>
        )}
        {may.record && voting && (
          <ButtonLink kind="quiet" href={`${here}/assist`}>
            {v.assist}
          </ButtonLink>
        )}
        {may.record && voting && (
          <ButtonLink kind="quiet" href={`${here}/tablets`}>
            {v.tablet}
          </ButtonLink>
        )}
        {may.close && ballot.state === 'open' && view.ownPapers && mayClose(ballot, props.now) && (
          <ActionForm action={`${here}/close`}>{t.closeNow}</ActionForm>
        )}
      </Actions>
      {may.cancel && ballot.state !== 'open' && (
        <details class="fold" open={props.back?.errors['reason'] !== undefined || undefined}>
          <summary>{t.cancel}</summary>
          <Form id="cancel" action={`${here}/cancel`} errors={props.back?.errors} values={props.back?.values}>
            <TextField name="reason" label={t.cancelReason} hint={t.cancelLead} required maxLength={500} />
            <Button kind="danger">{t.cancel}</Button>
          </Form>
        </details>
      )}
      {may.showRoll && ballot.state === 'draft' && (
        <Section title={t.showRoll}>
          <RollForm {...props} />
        </Section>
      )}
      {may.showRoll && ballot.state === 'roll_shown' && (
        <details class="fold" open={props.back !== undefined || undefined}>
          <summary>{t.showRollAgain}</summary>
          <RollForm {...props} />
        </details>
      )}
      {may.close && voting && <Soft>{t.closesBy(instantText(ballot.closesAt, page.lang, 'weekday'))}</Soft>}
    </>
  );
}

/** The office's term with its days and the first day that fits. */
export const termText = (term: NoticeTerm, lang: Lang): string =>
  ballotText[lang].termWords(term.days, term.counting === 'working', dayText(term.earliest, lang));

function RollForm({ page, view, today, people, term, back }: BallotPageView) {
  const { ballot } = view;
  const t = ballotText[page.lang];
  return (
    <Form id="roll" action={`${page.base}/ballots/${ballot.id}/roll`} errors={back?.errors} values={back?.values}>
      <DateField
        name="until"
        label={t.objectionsUntil}
        hint={term ? `${t.showRollHint}${page.lang === 'zh' ? '' : ' '}${termText(term, page.lang)}${page.lang === 'zh' ? '。' : '.'}` : t.showRollHint}
        required
        min={term?.earliest ?? today}
      />
      {ballot.electorate === 'representative' && <CheckList name="people" label={t.representatives} required options={people} />}
      <Button kind={ballot.state === 'draft' ? 'primary' : 'quiet'}>{ballot.state === 'draft' ? t.showRoll : t.showRollAgain}</Button>
    </Form>
  );
}
