import { z } from 'zod';
import { readableCode } from '#modules/meetings';
import { type CommandContext, type CommandTx, read } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { Subscriber } from '#platform/outbox';
import type { Vault } from '#platform/vault';
import { type Ballot, mayClose } from './ballot.ts';
import { openAll, type Sealed, sealKeyName } from './envelope.ts';
import { optionsOf, findBallot } from './queries.ts';
import { answerFault, picksOf, type SecretAnswer } from './question.ts';
import { picksJson } from './rows.ts';

/** The envelopes of a ballot whose time is over, opened, with the key for any that were still under way. */
export interface OpenedEnvelopes {
  keyName: string;
  opens: Uint8Array;
  contents: ReadonlyMap<string, Sealed>;
}

const envelopeRow = z.object({ id: z.string(), sealed: z.instanceof(Uint8Array) });
const envelopesOf = (tx: Tx, ballotId: string) =>
  tx.all(sql`select id, sealed from ballot_envelope where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballotId}`, envelopeRow);

/**
 * Opens what has been cast, outside any transaction: it takes a while, and nothing is written. Null when the ballot is not secret, its time is not over,
 * the actor may not close it, or its key is not in the vault.
 */
export async function openEnvelopes(ctx: CommandContext, ballotId: string): Promise<OpenedEnvelopes | null> {
  const { platform, actor } = ctx;
  const found = await read(ctx, async (tx) => {
    const ballot = await findBallot(tx, ballotId);
    return ballot && { ballot, envelopes: ballot.secrecy === 'secret' && ballot.state === 'open' ? await envelopesOf(tx, ballotId) : [] };
  });
  if (!found || !platform.vault) return null;
  const { ballot, envelopes } = found;
  if (ballot.sealKey === null || ballot.state !== 'open' || !mayClose(ballot, platform.sources.now())) return null;
  if (!platform.permissions.can(actor, 'ballot.close', { neighbourhoodId: ballot.neighbourhoodId })) return null;
  const keyName = sealKeyName(ballot.id, ballot.sealKey);
  const opens = await platform.vault.get(keyName);
  if (!opens) return null;
  const opened = await openAll(
    ballot.id,
    opens,
    envelopes.map((each) => each.sealed),
  );
  return { keyName, opens, contents: new Map(envelopes.flatMap((each, index) => (opened[index] ? [[each.id, opened[index]] as const] : []))) };
}

/** Writes every vote at once, in an order that is drawn anew, and takes the envelopes away. The database refuses fewer or more than have voted. */
export async function writeSecretVotes(tx: CommandTx, ballot: Ballot, opened: OpenedEnvelopes): Promise<void> {
  const envelopes = await envelopesOf(tx, ballot.id);
  const late = envelopes.filter((each) => !opened.contents.has(each.id));
  const lateContents = await openAll(
    ballot.id,
    opened.opens,
    late.map((each) => each.sealed),
  );
  const lateById = new Map(late.map((each, index) => [each.id, lateContents[index]]));
  const options = ballot.kind === 'yes-no' ? [] : await optionsOf(tx, ballot.id);
  const votes = envelopes.map(({ id }) => {
    const content = opened.contents.get(id) ?? lateById.get(id);
    if (!content) throw new Error('an envelope was not opened');
    return { ...content, answer: asCounted(ballot, options, content.answer), place: Buffer.from(tx.randomBytes(16)).toString('hex') };
  });
  if (votes.length === 0) return;
  const shuffled = votes.sort((a, b) => (a.place < b.place ? -1 : 1));
  const rows = shuffled.map(({ answer, receipt }, index) => ({
    no: index + 1,
    receipt: ballot.receipts ? (receipt ?? readableCode(tx.randomBytes(12))) : null,
    choice: answer.choice,
    picks: answer.choice === 'picks' ? picksJson(picksOf(answer)) : null,
  }));
  await tx.exec(sql`insert into ballot_secret_vote (subdistrict_id, ballot_id, no, receipt, choice, picks)
    select ${tx.subdistrictId}::uuid, ${ballot.id}::uuid, v.no, v.receipt, v.choice, v.picks::jsonb
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(no int, receipt text, choice text, picks text)`);
  await tx.exec(sql`delete from ballot_envelope where subdistrict_id = ${tx.subdistrictId} and ballot_id = ${ballot.id}`);
}

/** What does not answer the question is a spoiled vote. */
function asCounted(ballot: Ballot, options: Awaited<ReturnType<typeof optionsOf>>, answer: SecretAnswer): SecretAnswer {
  return answer.choice === 'spoiled' || answerFault(ballot, options, answer) === null ? answer : { choice: 'spoiled' };
}

const spentKeyRow = z.object({ spentKey: z.string().nullish() });

/** Destroys the key of a ballot that is counted, should the server have stopped between the count and its end. */
export const destroySpentKey =
  (vault: Vault): Subscriber =>
  async (_tx, event) => {
    const { spentKey } = spentKeyRow.parse(event.payload);
    if (spentKey) await vault.destroy(spentKey);
  };
