import {
  type Ballot,
  ballotLaws,
  channelCountsOf,
  type BallotOption,
  findBallot,
  linesFor,
  type MyLine,
  optionsOf,
  type Outcome,
  rollCountOf,
  type RollLine,
  rollOf,
  unfinishedLines,
  voiceCountOf,
  voicesOf,
  type Vote,
  votesOf,
} from '#modules/ballots';
import { electionOfBallot } from '#modules/elections';
import { findMeeting } from '#modules/meetings';
import { maskName, personNames } from '#modules/people';
import { findBuilding, findNeighbourhood } from '#modules/places';
import type { Lang } from '#platform/i18n';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Web } from '../kit/index.ts';
import type { DutyItem } from '../ui/index.ts';
import { ballotText } from './text.ts';

/** A line of the named result: who, what, by which way. */
export interface NamedVote {
  line: RollLine;
  label: string;
  vote: Vote | null;
  voter: string;
  changes: number;
  /** Who wrote it down, where somebody else did. */
  recorder: string;
}

/** Everything the page and the papers of a ballot show. */
export interface BallotView {
  ballot: Ballot;
  place: { id: string; code: string; name: string };
  /** The only building that votes, or null for the whole neighbourhood. */
  building: string | null;
  meeting: { id: string; title: string } | null;
  lawTitle: string;
  /** The whole roll, for the pages that show it. */
  roll: RollLine[];
  rollCount: number;
  options: BallotOption[];
  voted: number;
  /** How those who voted came, once it is closed. */
  channels: Awaited<ReturnType<typeof channelCountsOf>>;
  /** Lines whose voter began and has not confirmed: all for those who run the ballot, else the reader's own. */
  unfinished: Set<string>;
  /** The lines for which the reader may speak. */
  mine: MyLine[];
  /** Names of those who wrote down what others said or raised hands for. */
  recorders: ReadonlyMap<string, string>;
  /** The verdict of a closed ballot; of an open one nobody sees how the votes stand. */
  outcome: Outcome | null;
  /** Vote by vote, of a closed ballot, for the neighbourhood's own people (names masked) and those who answer for it; empty for all others. */
  named: NamedVote[];
  turns: DutyItem[];
  staff: boolean;
  /** Its papers are printed, entered and counted on its own pages; those of a consent or an election are not. */
  ownPapers: boolean;
  may: { showRoll: boolean; open: boolean; record: boolean; close: boolean; cancel: boolean; print: boolean; votes: boolean };
}

/** `62 户` or `120 人`. */
export const electorsWords = (ballot: Pick<Ballot, 'electorate'>, n: number, lang: Lang): string => `${n} ${ballotText[lang].unit(ballot.electorate)}`;

/** The label of a line: doors as they are, names masked for the public. */
export function shownLabel(ballot: Pick<Ballot, 'electorate'>, label: string, full: boolean): string {
  if (full || ballot.electorate === 'household' || ballot.electorate === 'owner') return label;
  const parts = label.split(' ');
  return [...parts.slice(0, -1), maskName(parts.at(-1) ?? '')].join(' ');
}

/** Reads a ballot for a page; a draft is there only for those who prepare it. `roll: false` where the page shows no roll: a vote costs the same however long it is. */
export async function loadBallot(w: Web, id: string, want: { roll: boolean } = { roll: true }): Promise<BallotView | null> {
  return w.read(async (tx) => {
    const ballot = await findBallot(tx, id);
    if (!ballot) return null;
    const at = { neighbourhoodId: ballot.neighbourhoodId };
    const staff = w.can('ballot.record', at);
    const full = w.can('ballot.names', at);
    // Nobody else has read of it before its roll is on display, nor needs to read that it was given up.
    if (ballot.rollNoticeId === null && !staff && !full) return null;
    const closed = ballot.state === 'closed';
    const votes = closed && ballot.secrecy === 'named' && w.can('ballot.votes', at);
    // None waits for another: they travel to the database together.
    const [place, roll, voices, mine, unfinished, rollCount, voted, options, channels, meeting, building, turns] = await Promise.all([
      findNeighbourhood(tx, ballot.neighbourhoodId),
      want.roll || votes ? rollOf(tx, id) : [],
      votes ? voicesOf(tx, id) : [],
      ballot.state === 'open' || closed ? linesFor(tx, ballot, w.actor) : [],
      ballot.state === 'open' ? unfinishedLines(tx, id) : new Set<string>(),
      rollCountOf(tx, id),
      voiceCountOf(tx, id),
      ballot.kind === 'yes-no' ? [] : optionsOf(tx, id),
      closed ? channelCountsOf(tx, id) : [],
      ballot.meetingId ? findMeeting(tx, ballot.meetingId) : null,
      ballot.buildingId ? findBuilding(tx, ballot.buildingId) : null,
      loadTurns(tx, { subjectId: id }, w),
    ]);
    if (!place) return null;
    const voiceOf = new Map(voices.map((vote) => [vote.electorId, vote]));
    const changes = new Map<string, number>();
    if (votes) for (const vote of await votesOf(tx, id)) changes.set(vote.electorId, Math.max(changes.get(vote.electorId) ?? 0, vote.version - 1));
    const written = [...voices, ...mine.flatMap(({ vote }) => vote ?? [])].filter((vote) => vote.channel === 'assisted' || vote.channel === 'hands');
    const recorders = await personNames(tx, [...new Set(written.flatMap((vote) => vote.recordedBy ?? []))]);
    return {
      ballot,
      place,
      building: building?.name ?? null,
      meeting: meeting ? { id: meeting.id, title: meeting.title } : null,
      lawTitle: ballotLaws[ballot.law]?.title[w.lang] ?? ballot.law,
      roll,
      rollCount,
      options,
      voted,
      channels,
      unfinished: staff ? unfinished : new Set(mine.map(({ line }) => line.id).filter((lineId) => unfinished.has(lineId))),
      mine,
      recorders,
      outcome: ballot.outcome,
      named: votes
        ? roll.map((line) => {
            const vote = voiceOf.get(line.electorId) ?? null;
            const name = vote?.voterName ?? '';
            return {
              line,
              label: shownLabel(ballot, line.label, full),
              vote,
              voter: full || name === '' ? name : maskName(name),
              recorder: recorders.get(vote?.recordedBy ?? '') ?? '',
              changes: changes.get(line.electorId) ?? 0,
            };
          })
        : [],
      turns,
      staff: staff || full,
      ownPapers: ballot.takenBy === 'ballot' && (!staff || (await electionOfBallot(tx, id)) === null),
      may: {
        showRoll: w.can('ballot.show-roll', at),
        open: w.can('ballot.open', at),
        record: staff,
        close: w.can('ballot.close', at),
        cancel: w.can('ballot.cancel', at),
        print: w.can('ballot.print', at),
        votes,
      },
    };
  });
}
