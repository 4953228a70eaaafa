import {
  breachText,
  type Hands,
  type HandsNeed,
  type Meeting,
  type MeetingState,
  type MinutesBody as MinutesContent,
  minutesDelayDays,
  missingForQuorum,
  seatsNeeded,
} from '#modules/meetings';
import type { Lang } from '#platform/i18n';
import { instantText, KeyValues, Progress, Section, Soft, State, type Tone, useLang, VoteBar } from '../ui/index.ts';
import { resolutionText } from './form-text.ts';
import { RecordInMinutes } from './minutes-record.tsx';
import { minutesText } from './minutes-text.ts';
import { Note } from './note.tsx';
import { runText } from './run-text.ts';
import { needWords } from './run-view.ts';
import { meetingText } from './text.ts';
import { countWords, type MeetingView, type ResolutionView } from './view.ts';

const tones: Record<MeetingState, Tone> = { called: 'act', held: 'wait', minuted: 'wait', published: 'good', cancelled: 'plain' };

/** Where a meeting stands, in words and colour. */
export function MeetingStateBadge({ state }: { state: MeetingState }) {
  return <State tone={tones[state]}>{meetingText[useLang()][state]}</State>;
}

/** How many have come; for an assembly with the half it must pass. */
export function Present({ view }: { view: Pick<MeetingView, 'meeting' | 'present' | 'entitled'> }) {
  const lang = useLang();
  const t = meetingText[lang];
  const { meeting, present, entitled } = view;
  const words = (n: number) => countWords(meeting, n, lang);
  if (entitled === null || entitled === 0)
    return (
      <p>
        <b>{t.signedIn(words(present))}</b>
      </p>
    );
  const half = !meeting.quorum || (meeting.quorum.strict && 2 * meeting.quorum.num === meeting.quorum.den);
  const missing = missingForQuorum(present, entitled, meeting.quorum ?? undefined);
  const needed = words(meeting.quorum ? seatsNeeded(meeting.quorum, entitled) : present + missing);
  const quorumSentence = (): string => {
    const [here, all] = [words(present), words(entitled)];
    if (missing === 0) return half ? t.quorumMet(here, all) : t.quorumMetOther(here, all, needed);
    if (meeting.state === 'called') return half ? t.quorumMissing(here, all, words(missing)) : t.quorumMissingOther(here, all, words(missing));
    return half ? t.quorumFailed(here, all) : t.quorumFailedOther(here, all, needed);
  };
  return (
    <>
      <Progress value={present} max={entitled} label={t.presentLabel} />
      <p>
        <b>{quorumSentence()}</b>
      </p>
    </>
  );
}

/** The rules that a meeting broke, each with its clause. */
export function Breaches({ meeting }: { meeting: Pick<Meeting, 'breaches'> }) {
  const lang = useLang();
  const t = meetingText[lang];
  return (
    <>
      {meeting.breaches.map((breach) => (
        <Note tone="ask" title={t.breaches} clause={breach.clause}>
          {breachText(breach)[lang]}
        </Note>
      ))}
    </>
  );
}

function HandsBar({ hands, need }: { hands: Hands; need: HandsNeed | null }) {
  const lang = useLang();
  const t = meetingText[lang];
  const r = runText[lang];
  const half = need === null || (need.strict && need.den === 2 * need.num);
  const verdict = `${r.present} ${hands.present} · ${r.need(needWords(need, lang))} · ${r.outcome(hands.passed ? 'passed' : 'not-passed')}`;
  return (
    <>
      <h4>{hands.question}</h4>
      <VoteBar
        yes={hands.yes}
        no={hands.no}
        abstain={hands.abstain}
        base={hands.present}
        thresholds={[
          need === null || half ? { percent: 50, label: t.halfOfPresent } : { percent: Math.round((100 * need.num) / need.den), label: needWords(need, lang) },
        ]}
        words={half ? t.handsWords(hands.passed, hands.present) : verdict}
      />
    </>
  );
}

/** What was said and decided on one item of the agenda; nothing when nothing was. */
function ItemBody({ title, item, body }: { title: string; item: number; body: MinutesContent }) {
  const t = meetingText[useLang()];
  const said = body.said.filter((one) => one.item === item);
  const decisions = body.itemDecisions.filter((one) => one.item === item);
  if (said.length + decisions.length === 0) return null;
  return (
    <section class="item">
      <h3>{title}</h3>
      {said.length > 0 && <KeyValues items={said.map((one) => [one.who, one.text] as const)} />}
      {decisions.length > 0 && (
        <>
          <h4>{t.decisionsTitle}</h4>
          <ul>
            {decisions.map((one) => (
              <li>{one.text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** One version of the minutes. */
export function MinutesBody({ view, minutes }: { view: MeetingView; minutes: MeetingView['minutes'][number] }) {
  const lang = useLang();
  const t = meetingText[lang];
  const m = minutesText[lang];
  const { head } = minutes.body;
  // The hands of the record stand first, each with what it needed; what was typed into the minutes follows the rule of half.
  const needs = (minutes.body.record?.hands ?? []).filter((one) => one.need !== null).map((one) => one.need);
  const unplaced = minutes.body.said.filter((one) => one.item === undefined);
  const delay = minutesDelayDays(view.meeting, minutes.recordedAt);
  return (
    <>
      <Soft>
        {t.version(minutes.version, instantText(minutes.recordedAt, lang), minutes.recorder)}
        {delay > 0 && ` · ${t.late(delay)}`}
      </Soft>
      {minutes.correction !== '' && (
        <Note tone="ask" title={t.correction}>
          {minutes.correction}
        </Note>
      )}
      {head && head.away > 0 && (
        <p>{m.room(countWords(view.meeting, head.present, lang), countWords(view.meeting, head.room, lang), countWords(view.meeting, head.away, lang))}</p>
      )}
      {head && head.foundMore > 0 && <Note tone="ask" title={m.foundMore(countWords(view.meeting, head.foundMore, lang))} />}
      {view.agenda.map((title, index) => (
        <ItemBody title={m.itemLegend(index + 1, title)} item={index + 1} body={minutes.body} />
      ))}
      {unplaced.length > 0 && (
        <>
          <h3>{t.saidTitle}</h3>
          <KeyValues items={unplaced.map((one) => [one.who, one.text] as const)} />
        </>
      )}
      {minutes.body.record && <RecordInMinutes record={minutes.body.record} lang={lang} />}
      {minutes.hands.length > 0 && (
        <>
          <h3>{t.handsTitle}</h3>
          {minutes.hands.map((hands, n) => (
            <HandsBar hands={hands} need={needs[n] ?? null} />
          ))}
        </>
      )}
      {minutes.body.decisions.length > 0 && (
        <>
          <h3>{t.decisionsTitle}</h3>
          <ul>
            {minutes.body.decisions.map((text) => (
              <li>{text}</li>
            ))}
          </ul>
        </>
      )}
      {minutes.body.notes !== '' && (
        <>
          <h3>{t.notesTitle}</h3>
          {minutes.body.notes.split('\n').map((line) => (
            <p>{line}</p>
          ))}
        </>
      )}
    </>
  );
}

const resolutionTones: Record<ResolutionView['resolution']['state'], Tone> = { open: 'wait', progress: 'act', done: 'good', overdue: 'bad', appraised: 'good' };

/** Where a resolution stands. */
export function ResolutionState({ state }: { state: ResolutionView['resolution']['state'] }) {
  return <State tone={resolutionTones[state]}>{resolutionText[useLang()][state]}</State>;
}

/** Resolutions with who carries them out, who watches, and by when. */
export function ResolutionList({ items, base, dayText }: { items: readonly ResolutionView[]; base: string; dayText: (day: string, lang: Lang) => string }) {
  const lang = useLang();
  const t = resolutionText[lang];
  return (
    <ol>
      {items.map(({ resolution, executor, supervisor }) => (
        <li>
          <p>
            <a href={`${base}/resolutions/${resolution.id}`}>
              <b>{resolution.text}</b>
            </a>{' '}
            <ResolutionState state={resolution.state} />
          </p>
          <Soft>{`${t.executor} ${executor} · ${t.supervisor} ${supervisor} · ${t.deadline} ${dayText(resolution.deadline, lang)}`}</Soft>
        </li>
      ))}
    </ol>
  );
}

/** The minutes that the reader may see: for staff also a version that waits to be published; older ones folded away. */
export function MinutesSection({ view }: { view: MeetingView }) {
  const t = meetingText[useLang()];
  const { meeting, minutes } = view;
  const last = minutes.at(-1);
  if (!last)
    return meeting.state === 'held' || meeting.state === 'minuted' ? (
      <Section title={t.minutes} id="minutes">
        <Soft>{t.minutesWait}</Soft>
      </Section>
    ) : null;
  const older = minutes.slice(0, -1).reverse();
  return (
    <Section title={t.minutes} id="minutes">
      {last.version !== meeting.publishedVersion && (
        <Note tone="ask" title={t.minuted}>
          {t.draftNote}
        </Note>
      )}
      <MinutesBody view={view} minutes={last} />
      {older.length > 0 && (
        <details>
          <summary>{t.olderVersions}</summary>
          {older.map((each) => (
            <MinutesBody view={view} minutes={each} />
          ))}
        </details>
      )}
    </Section>
  );
}
