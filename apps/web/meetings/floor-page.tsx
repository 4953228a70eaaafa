import { currentItem } from '#modules/meetings';
import { maskName } from '#modules/people';
import { ActionForm, Actions, Button, ButtonLink, Form, Layout, Lead, type PageFrame, Section, Soft, State } from '../ui/index.ts';
import { Note } from './note.tsx';
import { Present } from './parts.tsx';
import { dropButton } from './run-floor.tsx';
import { ProposalState } from './run-proposals.tsx';
import { runText } from './run-text.ts';
import { needWords, type RunView } from './run-view.ts';

export interface FloorPageView {
  page: PageFrame;
  view: RunView;
  /** The reader: signed in or not, whether they are counted, and where. */
  me: { here: boolean; personId: string | null; unit: { unit: string; inRoom: boolean } | null; voice: 'yes' | 'no' | 'abstain' | null };
}

/** The meeting on a participant's phone: what is under discussion, asking for the word, raising a hand from afar. */
export function FloorPage({ page, view, me }: FloorPageView) {
  const { lang } = page;
  const t = runText[lang];
  const { meeting, record } = view;
  const at = `${page.base}/meetings/${meeting.id}`;
  const here = `${at}/floor`;
  const current = currentItem(record.opened);
  const waiting = record.words.filter((word) => word.state === 'waiting');
  const mine = waiting.findIndex((word) => word.personId !== null && word.personId === me.personId);
  const speaking = record.words.find((word) => word.state === 'speaking');
  return (
    <Layout page={page} title={t.floorTitle} crumbs={[{ label: meeting.title, href: at }]}>
      <Lead>{meeting.title}</Lead>
      <Present view={view} />
      <h2>{current === null ? t.noneOpen : `${t.item(current)}${lang === 'zh' ? '：' : ': '}${view.agenda[current - 1] ?? ''}`}</h2>
      {speaking && (
        <p>
          <State tone="act">{speaking.personId !== null && speaking.personId === me.personId ? t.youSpeak : t.speaking(maskName(speaking.name))}</State>
        </p>
      )}
      {!me.here && (
        <Note tone="ask" title={t.signInFirst}>
          <Actions>
            <ButtonLink href={`${at}/sign-in`}>{t.goSignIn}</ButtonLink>
          </Actions>
        </Note>
      )}
      <VoiceSection page={page} view={view} me={me} />
      {me.here && (
        <Section title={t.floor} id="floor">
          {mine >= 0 && waiting[mine] ? (
            <>
              <p>
                <b>{t.myTurn(mine)}</b>
              </p>
              {dropButton(here, waiting[mine].id, t.drop)}
            </>
          ) : (
            <ActionForm kind={view.asked ? 'quiet' : 'primary'} action={`${here}/word`}>
              {t.askWord}
            </ActionForm>
          )}
        </Section>
      )}
      {view.proposals.length > 0 && (
        <Section title={t.proposals} id="proposals">
          <ul>
            {view.proposals.map((one) => (
              <li>
                <b>{t.proposal(one.proposal.no)}</b> {one.proposal.versions.at(-1)?.text} <ProposalState one={one} lang={lang} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Actions>
        <ButtonLink kind="quiet" href={here}>
          {t.refresh}
        </ButtonLink>
      </Actions>
    </Layout>
  );
}

/** The hands that are up now, and the answer of whoever takes part from afar. */
function VoiceSection({ page, view, me }: FloorPageView) {
  const { lang } = page;
  const t = runText[lang];
  const { asked } = view;
  if (!asked) return me.here ? <Soft>{t.nothingAsked}</Soft> : null;
  return (
    <Section title={t.hands} id="hands">
      <p>
        <State tone="act">{t.counting}</State> <b>{asked.question.question}</b>
      </p>
      <Soft>{needWords(asked.question.need, lang)}</Soft>
      {me.unit === null ? (
        me.here && <p>{t.voiceWatch}</p>
      ) : me.unit.inRoom ? (
        <p>{t.voiceRoom}</p>
      ) : (
        <Form action={`${page.base}/meetings/${view.meeting.id}/floor/voice`} id="voice">
          <p>{t.voiceLead}</p>
          {me.voice && (
            <p>
              <b>{t.voiced(t[me.voice])}</b>
            </p>
          )}
          <input type="hidden" name="question" value={asked.question.id} />
          <Actions>
            {(['yes', 'no', 'abstain'] as const).map((choice) => (
              <Button kind={choice === 'abstain' ? 'quiet' : 'primary'} name="choice" value={choice}>
                {t[choice]}
              </Button>
            ))}
          </Actions>
        </Form>
      )}
    </Section>
  );
}
