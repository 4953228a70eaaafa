import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  CheckList,
  dayText,
  FieldRow,
  Form,
  instantText,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  RadioField,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  type View,
} from '../ui/index.ts';
import { of } from './back.ts';
import { panelText } from './panel-text.ts';
import { poolText } from './pool-text.ts';
import type { PanelPageView } from './panel-view.ts';
import { PlanSection, RecusalSection } from './plan-parts.tsx';

/** How a round is reviewed, by whom, and what is shared out to whom. */
export function PanelPage(view: PanelPageView) {
  const { page, round } = view;
  const { lang, base } = page;
  const t = panelText[lang];
  const at = `${base}/rounds/${round.id}`;
  return (
    <Layout page={page} title={t.arrange} wide crumbs={[{ label: round.name, href: at }, { label: t.arrange }]}>
      <Lead>{t.arrangeLead(view.projects.length, round.reviewersWanted)}</Lead>
      <Actions>
        <ButtonLink href={`${at}/scores`} kind="quiet">
          {t.scores}
        </ButtonLink>
        <ButtonLink href={`${base}/reviewers`} kind="quiet">
          {poolText[lang].pool}
        </ButtonLink>
        {view.terms.blind?.value && (
          <ButtonLink href={`${at}/covered`} kind="quiet">
            {t.covers}
          </ButtonLink>
        )}
      </Actions>
      <PlanSection view={view} />
      <HowSection view={view} />
      <InviteSection view={view} />
      <Section
        title={t.sessions}
        id="sessions"
        action={
          view.may.pitch && view.runs ? (
            <ButtonLink href={`${at}/pitch/new`} kind="quiet">
              {t.newSession}
            </ButtonLink>
          ) : undefined
        }
      >
        <ul>
          {view.sessions.map((session) => (
            <li>
              <a href={`${base}/pitch/${session.id}`}>{session.title}</a> {instantText(session.startsAt, lang, 'short')} {session.place}
            </li>
          ))}
        </ul>
      </Section>
      <RecusalSection view={view} />
    </Layout>
  );
}

function HowSection({ view }: { view: PanelPageView }) {
  const { lang, base } = view.page;
  const t = panelText[lang];
  const { terms } = view;
  const said = (by: 'policy' | 'office', words: string): View => (
    <>
      {words} <small class="soft">{by === 'policy' ? t.byPolicy : t.byOffice}</small>
    </>
  );
  const unset = <State tone="wait">{t.unset}</State>;
  const now = view.setups[0];
  return (
    <Section title={t.howTitle} id="how">
      <KeyValues
        items={[
          [t.blind, terms.blind ? said(terms.blind.by, terms.blind.value ? t.blindYes : t.blindNo) : unset],
          [t.parts, terms.parts ? said(terms.parts.by, t.partsOf(terms.parts.value.review, terms.parts.value.pitch, terms.parts.value.vote)) : unset],
          [t.votePoints, terms.votePoints ? said(terms.votePoints.by, t[terms.votePoints.value]) : unset],
          [t.outlier, terms.outlierPoints === null ? unset : String(terms.outlierPoints)],
        ]}
      />
      {view.may.setup && view.runs && (
        <details class="fold" open={view.back?.form === 'setup'}>
          <summary>{t.setTitle}</summary>
          <Form action={`${base}/rounds/${view.round.id}/review/setup`} id="setup-form" {...of(view.back, 'setup')}>
            {terms.blind?.by !== 'policy' && (
              <RadioField
                name="blind"
                label={t.blind}
                value={now?.blind === true ? 'yes' : now?.blind === false ? 'no' : ''}
                options={[
                  { value: 'yes', label: t.blindYes },
                  { value: 'no', label: t.blindNo },
                  { value: '', label: t.notSaid },
                ]}
              />
            )}
            {terms.parts?.by !== 'policy' && (
              <>
                <p class="hint">{t.partsHint}</p>
                <FieldRow>
                  <NumberField name="review" label={t.reviewPart} value={now?.parts?.review.toString()} unit="%" />
                  <NumberField name="pitch" label={t.pitchPart} value={now?.parts?.pitch.toString()} unit="%" />
                  <NumberField name="vote" label={t.votePart} value={now?.parts?.vote.toString()} unit="%" />
                </FieldRow>
              </>
            )}
            {terms.votePoints?.by !== 'policy' && (
              <SelectField
                name="votePoints"
                label={t.votePoints}
                value={now?.votePoints ?? ''}
                options={(['of-voters', 'of-most', 'by-place'] as const).map((value) => ({ value, label: t[value] }))}
              />
            )}
            {view.ballots.length > 0 && (
              <SelectField
                name="voteBallotId"
                label={t.vote}
                value={now?.voteBallotId ?? ''}
                options={view.ballots.map(({ id, question }) => ({ value: id, label: question }))}
              />
            )}
            <NumberField name="outlier" label={t.outlier} value={now?.outlierPoints?.toString()} />
            <TextField name="reason" label={t.why} maxLength={300} required />
            <Button>{t.keepIt}</Button>
          </Form>
        </details>
      )}
      {view.setups.length > 0 && (
        <ul class="soft">
          {view.setups.map((one) => (
            <li>
              {dayText(one.setOn, lang)} {one.setByName}
              {lang === 'zh' ? '：' : ': '}
              {one.reason}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function InviteSection({ view }: { view: PanelPageView }) {
  const { lang, base } = view.page;
  const t = panelText[lang];
  const at = `${base}/rounds/${view.round.id}/review`;
  const words = (accepted: boolean | null, capacity: number) =>
    accepted === null
      ? lang === 'zh'
        ? '未答复'
        : 'no answer'
      : accepted
        ? lang === 'zh'
          ? `接受，最多 ${capacity} 个`
          : `accepts, at most ${capacity}`
        : lang === 'zh'
          ? '不参加'
          : 'declines';
  return (
    <Section title={t.invite} id="invite">
      <Soft>{t.inviteLead}</Soft>
      <ul>
        {view.invitations.map((one) => (
          <li>
            {one.personName} <State tone={one.accepted === null ? 'wait' : one.accepted ? 'good' : 'plain'}>{words(one.accepted, one.capacity)}</State>
            {view.may.assign && view.runs && one.accepted === null && (
              <Actions>
                <ActionForm action={`${at}/answer`} kind="quiet" fields={{ invitationId: one.id, answer: 'yes' }}>
                  {t.acceptFor}
                </ActionForm>
                <ActionForm action={`${at}/answer`} kind="quiet" fields={{ invitationId: one.id, answer: 'no' }}>
                  {t.declineFor}
                </ActionForm>
              </Actions>
            )}
          </li>
        ))}
      </ul>
      {view.may.assign && view.runs && view.notAsked.length > 0 && (
        <details class="fold" open={view.back?.form === 'invite'}>
          <summary>{t.invite}</summary>
          <Form action={`${at}/invite`} id="invite-form" {...of(view.back, 'invite')}>
            <CheckList
              name="people"
              label={t.who}
              required
              values={view.notAsked.map(({ personId }) => personId)}
              options={view.notAsked.map(({ personId, name }) => ({ value: personId, label: name }))}
            />
            <NumberField name="capacity" label={t.capacity} required />
            <Button>{t.send}</Button>
          </Form>
        </details>
      )}
    </Section>
  );
}
