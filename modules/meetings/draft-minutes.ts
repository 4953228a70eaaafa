import type { Hands, MinutedRecord, MinutesBody } from './minutes.ts';
import { handsAndVoices, type MeetingRecord, outcomeOfProposal, presentAtCount, secondsOfItems, secondsSpoken, standingCount } from './proceedings.ts';

/** Nothing was recorded while the meeting ran: the minutes are written from memory and paper. */
export const nothingWasRecorded = (record: MeetingRecord): boolean =>
  record.opened.length + record.words.length + record.proposals.length + record.questions.length + record.decisions.length === 0;

/** What the record says was said and decided, to begin the minutes with: the recorder corrects it before anybody signs. */
export function draftMinutes(record: MeetingRecord): Pick<MinutesBody, 'said' | 'itemDecisions' | 'decisions'> {
  const standing = record.decisions.filter((decision) => decision.struck === null);
  return {
    said: record.words
      .filter((word) => word.state === 'spoken' && word.said !== '')
      .map((word) => ({ who: word.name, text: word.said, ...(word.position === null ? {} : { item: word.position }) })),
    itemDecisions: standing.flatMap((decision) => (decision.position === null ? [] : [{ item: decision.position, text: decision.text }])),
    decisions: standing.filter((decision) => decision.position === null).map((decision) => decision.text),
  };
}

/** The record as it stands in the minutes: proposals with their versions, every count with its counters, who spoke how long. */
export function minuteTheRecord(record: MeetingRecord, agenda: readonly string[], quorate: boolean, until: Date): MinutedRecord {
  const seconds = secondsOfItems(record.opened, until);
  const numberOf = (proposalId: string | null) => record.proposals.find((one) => one.id === proposalId)?.no ?? null;
  const amendments = record.proposals.flatMap((one) => one.amendments);
  return {
    items: agenda.map((title, index) => ({ item: index + 1, title, seconds: seconds.get(index + 1) ?? null })),
    speakers: record.words
      .filter((word) => word.state === 'speaking' || word.state === 'spoken')
      .map((word) => ({ item: word.position, name: word.name, seconds: secondsSpoken(word, until), limitSeconds: word.limitSeconds })),
    proposals: record.proposals.map((proposal) => ({
      no: proposal.no,
      item: proposal.position,
      author: proposal.authorName,
      outcome: outcomeOfProposal(proposal, record.questions, quorate),
      ballotId: proposal.ballotId,
      versions: proposal.versions.map((version) => ({
        version: version.version,
        text: version.text,
        amendment: amendments.find((one) => one.id === version.amendmentId)?.no ?? null,
      })),
      amendments: proposal.amendments.map(({ no, authorName, text, state }) => ({ no, author: authorName, text, state })),
    })),
    hands: record.questions
      .filter((question) => question.counts.length > 0)
      .map((question) => ({
        item: question.position,
        question: question.question,
        proposal: numberOf(question.proposalId),
        amendment: amendments.find((one) => one.id === question.amendmentId)?.no ?? null,
        need: question.need,
        clause: question.clause,
        counts: question.counts.map((count) => ({
          yes: count.yes,
          no: count.no,
          abstain: count.abstain,
          room: presentAtCount(count) - count.onlinePresent,
          onlineYes: count.onlineYes,
          onlineNo: count.onlineNo,
          onlineAbstain: count.onlineAbstain,
          onlinePresent: count.onlinePresent,
          counters: [count.firstCounter, count.secondCounter],
          reason: count.reason,
        })),
      })),
  };
}

/** The hands that decided something, as lines of the minutes: the last count of each question, passed only with a quorum. */
export function handsOf(record: MeetingRecord, quorate: boolean): Hands[] {
  return record.questions.flatMap((question) => {
    const count = standingCount(question);
    if (!count || question.need === null) return [];
    const amendment = record.proposals.flatMap((one) => one.amendments).find((one) => one.id === question.amendmentId);
    const proposal = record.proposals.find((one) => one.id === question.proposalId);
    const about = amendment && proposal ? `提案${proposal.no}的修正案${amendment.no}：` : proposal ? `提案${proposal.no}：` : '';
    const words = [...`${about}${question.question}`];
    return [
      {
        question: words.length > 300 ? `${words.slice(0, 299).join('')}…` : words.join(''),
        ...handsAndVoices(count),
        present: presentAtCount(count),
        passed: quorate && count.majority === true,
      },
    ];
  });
}

/** By how many heads the counters found more in the room than had signed in by the end: the minutes say so. */
export const foundMoreThanSigned = (record: MeetingRecord, signedInRoom: number): number =>
  Math.max(0, ...record.questions.flatMap((question) => question.counts.map((count) => (count.found ?? 0) - signedInRoom)));
