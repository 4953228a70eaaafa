import { findBallot } from '#modules/ballots';
import {
  agendaOf,
  attendanceOf,
  findMeeting,
  type HandQuestion,
  mayDecide,
  mayRecord,
  type Meeting,
  type MeetingRecord,
  outcomeOfProposal,
  type Proposal,
  type ProposalOutcome,
  recordOf,
  standOf,
  unitsOf,
  voicesFromAfar,
} from '#modules/meetings';
import { findNeighbourhood } from '#modules/places';
import type { Lang } from '#platform/i18n';
import type { Web } from '../kit/index.ts';
import type { Option } from '../ui/index.ts';
import { runText } from './run-text.ts';

/** A proposal with what became of it; `decided` is its ballot's verdict, null while that is open. */
export interface ProposalView {
  proposal: Proposal;
  outcome: ProposalOutcome;
  ballot: { id: string; passed: boolean | null } | null;
}

/** Everything the pages of a running meeting show. */
export interface RunView {
  meeting: Meeting;
  place: { id: string; code: string; name: string };
  agenda: string[];
  record: MeetingRecord;
  proposals: ProposalView[];
  /** Who signed in, by `person id|name`. */
  people: Option[];
  present: number;
  entitled: number | null;
  quorate: boolean;
  units: { room: number; away: number };
  /** The question on which hands are raised now, with the voices from afar. */
  asked: { question: HandQuestion; voices: { yes: number; no: number; abstain: number } } | null;
  now: Date;
}

/** Reads a meeting while it runs; null when there is none. `running` says whether anything can be recorded. */
export async function loadRun(w: Web, id: string): Promise<(RunView & { running: boolean }) | null> {
  return w.read(async (tx) => {
    const meeting = await findMeeting(tx, id);
    const place = meeting ? await findNeighbourhood(tx, meeting.neighbourhoodId) : null;
    if (!meeting || !place) return null;
    const record = await recordOf(tx, id);
    const stand = meeting.state === 'called' ? await standOf(tx, meeting) : { present: meeting.presentCount ?? 0, entitled: meeting.entitledCount };
    const quorate = mayDecide(meeting, stand.present, stand.entitled);
    const proposals: ProposalView[] = [];
    for (const proposal of record.proposals) {
      const ballot = proposal.ballotId === null ? null : await findBallot(tx, proposal.ballotId);
      proposals.push({
        proposal,
        outcome: outcomeOfProposal(proposal, record.questions, quorate),
        ballot: ballot ? { id: ballot.id, passed: ballot.outcome?.passed ?? null } : null,
      });
    }
    const question = record.questions.find((one) => one.state === 'open');
    return {
      meeting,
      place,
      agenda: await agendaOf(tx, id),
      record,
      proposals,
      people: (await attendanceOf(tx, id)).map((one) => ({
        value: `${one.personId ?? ''}|${one.name}`,
        label: one.homeLabel === '' ? one.name : `${one.name}（${one.homeLabel}）`,
      })),
      ...stand,
      quorate,
      units: await unitsOf(tx, id),
      asked: question ? { question, voices: await voicesFromAfar(tx, id, question.id) } : null,
      now: w.now,
      running: mayRecord(meeting, w.now).ok,
    };
  });
}

/** 95 s → 1 分 35 秒. */
export const spanText = (seconds: number, lang: Lang): string => runText[lang].time(Math.floor(seconds / 60), seconds % 60);

/** The rule of a question in words: 到会三分之二以上. */
export function needWords(need: HandQuestion['need'], lang: Lang): string {
  const t = runText[lang];
  if (need === null) return t['count-only'];
  if (need.num === 1 && need.den === 2 && need.strict) return t.half;
  if (need.num === 2 && need.den === 3) return t['two-thirds'];
  if (need.num === 3 && need.den === 4) return t['three-quarters'];
  return `${need.num}/${need.den}`;
}
