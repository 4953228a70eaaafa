import { formatInstant } from '#libs/civil-time';
import { dropDutiesAbout, openDuties } from '#modules/inbox';
import { membersOfNeighbourhood } from '#modules/people';
import type { CommandTx } from '#platform/command';
import { sql } from '#platform/database';
import type { Ballot, RollLine } from './ballot.ts';
import { rollOf } from './queries.ts';

/**
 * Puts the open vote into the inbox of everybody with an account who may cast it. It has no deadline of its own there: who does not vote owes nobody anything, so
 * it never becomes overdue and never goes up to anybody; the closing time stands in its words.
 */
export async function remindVoters(tx: CommandTx, ballot: Ballot, roll: readonly RollLine[]): Promise<void> {
  if (ballot.takenBy !== 'ballot') return;
  const members = (await membersOfNeighbourhood(tx, ballot.neighbourhoodId)).filter((member) => member.hasAccount && member.adult);
  const until = formatInstant(ballot.closesAt);
  await openDuties(
    tx,
    roll.flatMap((line) =>
      [...new Set(members.filter((member) => speaksFor(ballot, line, member)).map((member) => member.personId))].map((personId) => ({
        kind: 'ballot.vote',
        personId,
        neighbourhoodId: ballot.neighbourhoodId,
        subjectKind: 'ballot',
        subjectId: line.id,
        title: { zh: `投票：${ballot.question}（${until}截止）`, en: `Vote: ${ballot.question} (until ${until})` },
        href: `/ballots/${ballot.id}`,
        dueDay: null,
      })),
    ),
  );
}

type Member = Awaited<ReturnType<typeof membersOfNeighbourhood>>[number];

const speaksFor = (ballot: Pick<Ballot, 'electorate'>, line: RollLine, member: Member): boolean => {
  switch (ballot.electorate) {
    case 'household':
      return line.householdId === member.householdId;
    case 'owner':
      return line.personIds.includes(member.personId);
    case 'person':
    case 'representative':
      return line.personId === member.personId;
  }
};

/** Voting is over: nobody is asked any more. */
export async function forgetReminders(tx: CommandTx, ballotId: string): Promise<void> {
  await dropDutiesAbout(
    tx,
    'ballot.vote',
    (await rollOf(tx, ballotId)).map((line) => line.id),
  );
  await tx.exec(sql`delete from ballot_unfinished where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`);
}
