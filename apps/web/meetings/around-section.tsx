import { invitationStateNames, type Meeting, modeNames } from '#modules/meetings';
import { ActionForm, Actions, Button, ButtonLink, Form, type PageFrame, RadioField, Section, Soft, TextField, type View } from '../ui/index.ts';
import type { AroundView } from './around-view.ts';
import { aroundText } from './around-words.ts';
import { Note } from './note.tsx';

/** Facts for the head of a meeting's page: where, which body, which quorum. */
export function aroundFacts(page: PageFrame, meeting: Meeting, around: AroundView): (readonly [string, View])[] {
  const t = aroundText[page.lang];
  const { quorum } = meeting;
  return [
    ...(meeting.mode === 'room' ? [] : [[t.mode, modeNames[meeting.mode][page.lang]] as const]),
    ...(meeting.mode === 'room'
      ? []
      : [[t.online, around.onlineLink ? <a href={around.onlineLink}>{t.openOnline}</a> : <Soft>{t.onlineHidden}</Soft>] as const]),
    ...(around.bodyName === '' ? [] : [[t.body, around.bodyName] as const]),
    ...(quorum
      ? [
          [
            t.quorum,
            <>
              {t.quorumRule(quorum.strict, quorum.num, quorum.den)} <small class="soft">{quorum.clause}</small>
              {meeting.kind === 'committee' && <small class="soft"> · {t.noProxies}</small>}
            </>,
          ] as const,
        ]
      : meeting.kind === 'body' || meeting.kind === 'representatives' || meeting.kind === 'residents_committee'
        ? [[t.quorum, <Soft>{t.quorumUnset}</Soft>] as const]
        : []),
  ];
}

/** Invitations, answers, and the ways of coming: for whoever looks. */
export function AroundSection({ page, meeting, around, begun }: { page: PageFrame; meeting: Meeting; around: AroundView; begun: boolean }) {
  const t = aroundText[page.lang];
  const here = `${page.base}/meetings/${meeting.id}`;
  const { counts, mine } = around;
  const open = meeting.state === 'called';
  return (
    <>
      {mine && open && <MyInvitation {...{ page, meeting, around }} />}
      <Actions>
        {around.signInOpen && around.maySignIn && meeting.mode !== 'room' && <ActionForm action={`${here}/sign-in-online`}>{t.signInOnline}</ActionForm>}
        {open && around.maySignIn && <PassButton page={page} path={`${here}/pass`} made={around.hasPass} />}
        {open && !begun && (
          <ButtonLink kind="quiet" href={`${here}/meeting.ics`}>
            {t.ics}
          </ButtonLink>
        )}
        {around.series && (
          <ButtonLink kind="quiet" href={around.series.href}>
            {t.series(around.series.count)}
          </ButtonLink>
        )}
      </Actions>
      {(counts.all > 0 || around.mayInvite) && meeting.state !== 'cancelled' && (
        <Section title={t.invitations} id="invitations" action={around.mayInvite ? <a href={`${here}/invitations`}>{t.seeInvitations}</a> : undefined}>
          {counts.all === 0 ? (
            <Soft>{t.emptyList}</Soft>
          ) : (
            <p>
              {t.summary(counts.all, counts.seats)}
              {around.mayInvite && counts.untold > 0 && <b>{page.lang === 'zh' ? `，${t.untold(counts.untold)}` : `, ${t.untold(counts.untold)}`}</b>}
              <br />
              <span class="soft">{t.answers(counts.confirmed, counts.declined, counts.deputised)}</span>
            </p>
          )}
        </Section>
      )}
    </>
  );
}

function PassButton({ page, path, made }: { page: PageFrame; path: string; made: boolean }) {
  const t = aroundText[page.lang];
  return made ? (
    <ButtonLink kind="quiet" href={path}>
      {t.myPass}
    </ButtonLink>
  ) : (
    <ActionForm action={path} kind="quiet">
      {t.myPass}
    </ActionForm>
  );
}

function MyInvitation({ page, meeting, around }: { page: PageFrame; meeting: Meeting; around: AroundView }) {
  const t = aroundText[page.lang];
  const { mine } = around;
  if (!mine) return null;
  const deputies = !mine.seat || meeting.proxies;
  return (
    <Note tone="good" title={t.mine}>
      {mine.seat && <p>{t.mineSeat}</p>}
      {mine.state !== 'invited' && mine.state !== 'informed' && (
        <p>
          {t.mineAnswer}
          {page.lang === 'zh' ? '：' : ': '}
          <b>{mine.deputyName ? t.deputy(mine.deputyName) : invitationStateNames[mine.state][page.lang]}</b>
        </p>
      )}
      <Form id="answer" action={`${page.base}/meetings/${meeting.id}/answer`}>
        <RadioField
          name="kind"
          label={t.answerKind}
          required
          value={mine.state === 'declined' ? 'decline' : mine.state === 'deputised' ? 'deputise' : 'confirm'}
          options={[
            { value: 'confirm', label: t.confirm },
            { value: 'decline', label: t.decline },
            ...(deputies ? [{ value: 'deputise', label: t.deputise }] : []),
          ]}
        />
        {deputies && <TextField name="deputy" label={t.deputyName} hint={t.deputyHint} maxLength={80} />}
        <Button kind="quiet">{t.sendAnswer}</Button>
      </Form>
    </Note>
  );
}
