import { itIsStillAwaited, type Referral, referralOutcomes, referralState } from '#modules/matters';
import { ActionForm, DateField, dayText, instantText, KeyValues, RadioField, Section, shanghaiParts, Soft, State, TextArea, TextField } from '../ui/index.ts';
import { Fold } from './fold.tsx';
import { followText } from './follow-text.ts';
import type { MatterPageProps } from './matter-page.tsx';
import { outcomeWord } from './words.ts';

/** To whom the matter was passed on, how often they were asked, what came back; with the forms to note it. */
export function Following(props: MatterPageProps) {
  const { page, view, today } = props;
  const t = followText[page.lang];
  if (view.referrals.length === 0) return null;
  const running = view.referrals.find((one) => itIsStillAwaited(one));
  return (
    <Section title={t.followTitle} id="following">
      {view.referrals.map((one) => (
        <OneReferral {...props} referral={one} />
      ))}
      {running !== undefined && view.may.follow && (
        <>
          <Fold page={props} name="chase" label={t.chase}>
            <TextArea name="text" label={t.chaseWhat} required rows={3} maxLength={2000} />
          </Fold>
          <Fold page={props} name="receiver-answer" label={t.receiverAnswer}>
            <RadioField
              name="outcome"
              label={t.receiverOutcome}
              required
              options={referralOutcomes.map((value) => ({ value, label: outcomeWord(value, page.lang) }))}
            />
            <TextArea name="text" label={t.receiverText} required rows={4} maxLength={2000} />
            <DateField name="day" label={t.receiverDay} required min={shanghaiParts(running.at).day} max={today} value={today} />
          </Fold>
        </>
      )}
    </Section>
  );
}

const tones = { waiting: 'wait', overdue: 'bad', answered: 'good', ended: 'plain' } as const;
const words = { waiting: 'followWaiting', overdue: 'followOverdue', answered: 'followAnswered', ended: 'followEnded' } as const;

function OneReferral({ page, view, today, referral }: MatterPageProps & { referral: Referral }) {
  const { lang } = page;
  const t = followText[lang];
  const state = referralState(referral, today);
  return (
    <div class="rule">
      <p>
        <b>{referral.toName}</b> <State tone={tones[state]}>{t[words[state]]}</State>
      </p>
      <KeyValues
        items={[
          [t.followWhy, view.wordsShown ? referral.reason : undefined],
          [t.followDue, referral.dueDay === null ? t.followNoDue : dayText(referral.dueDay, lang)],
          [t.followChases, referral.chasedAt === null ? t.followNotChased : t.followChased(referral.chased, instantText(referral.chasedAt, lang, 'short'))],
          [
            t.followAnswer,
            referral.answer === null ? undefined : (
              <>
                {dayText(referral.answer.day, lang)} · {outcomeWord(referral.answer.outcome, lang)}
                <br />
                {view.wordsShown ? referral.answer.text : null}
              </>
            ),
          ],
        ]}
      />
      {referral.answer !== null && referral.endedAt === null && <Soft>{t.followTheirWord}</Soft>}
    </div>
  );
}

/** What those who asked say of the answer. An answer alone is never called settled. */
export function Voices(props: MatterPageProps) {
  const { page, view } = props;
  const { matter } = view;
  const t = followText[page.lang];
  if (matter.state.state !== 'answered') return null;
  const said = matter.settledBy + matter.unsettledBy > 0;
  return (
    <Section title={t.voicesTitle} id="voices">
      <p>{said ? t.voicesCount(matter.settledBy, matter.unsettledBy) : t.voicesNone}</p>
      {view.may.say && (
        <>
          <ActionForm action={`${page.base}/matters/${matter.id}/settled`}>{t.voiceSettled}</ActionForm>
          <Fold page={props} name="not-settled" label={t.voiceNot} button={t.voiceSay}>
            <TextField name="text" label={t.voiceNotWhat} required maxLength={500} size="long" />
            <Soft>{t.voiceReopenHint}</Soft>
          </Fold>
        </>
      )}
    </Section>
  );
}
