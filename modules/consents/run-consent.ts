import { dayOf } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { cancelBallotIn, closeBallotIn, openBallotIn, type Outcome, recordVotesIn, rollOf, showRollIn } from '#modules/ballots';
import { closeDuty, openDuty } from '#modules/inbox';
import { listBuildings, listHomes } from '#modules/places';
import type { Consent, ConsentHome } from './consent.ts';
import { type BallotPart, contestsOf, countedOf, devicesOf, entriesOf, findConsent, partsOf } from './queries.ts';
import { recount, splitsWaiting } from './recount.ts';
import { answerOf } from './shares.ts';
import { lockConsent, replaceHomes, setDevice } from './store.ts';

type Found = { consent: Consent; parts: BallotPart[] };
type CommonError = 'not-allowed' | 'not-found';

async function runnable(tx: CommandTx, consentId: string): Promise<Result<Found, CommonError>> {
  const consent = await findConsent(tx, consentId);
  if (!consent) return err('not-found');
  if (!tx.can('consent.run', { neighbourhoodId: consent.neighbourhoodId })) return err('not-allowed');
  await lockConsent(tx, consentId);
  return ok({ consent, parts: await partsOf(tx, consentId) });
}

type RollError = 'wrong-state' | 'day-unfit' | 'too-few-days' | 'roll-empty' | 'area-missing';

/** Shows the owners' roll of every part with the homes behind each line, open to objections. Errors: those of the ballots' `showRoll`. */
export function showConsentRoll(
  ctx: CommandContext,
  input: { consentId: string; objectionsUntil: string },
): Promise<Result<{ counts: number[] }, CommonError | RollError | 'key-reused'>> {
  return runCommand(ctx, 'show-consent-roll', async (tx): Promise<Result<{ counts: number[] }, CommonError | RollError>> => {
    const found = await runnable(tx, input.consentId);
    if (!found.ok) return found;
    const { consent, parts } = found.value;
    const counts: number[] = [];
    for (const part of parts) {
      const shown = await showRollIn(tx, { ballotId: part.ballotId, objectionsUntil: input.objectionsUntil });
      if (!shown.ok) return shown.error === 'not-found' || shown.error === 'not-allowed' ? err('not-allowed') : err(shown.error);
      counts.push(shown.value.count);
      await keepHomes(tx, consent, part);
    }
    tx.audit({ action: 'consent.show-roll', subjectKind: 'consent', subjectId: consent.id, text: { counts } });
    return ok({ counts });
  });
}

/** Keeps which homes stand behind each line of the roll just shown. Throws where they do not fit: the roll and this list are made from one register. */
async function keepHomes(tx: CommandTx, consent: Consent, part: BallotPart): Promise<void> {
  const roll = new Set((await rollOf(tx, part.ballotId)).map((line) => line.electorId));
  const { buildingId, buildingIds, compoundId } = part.ballot;
  const buildings = new Map((await listBuildings(tx, consent.neighbourhoodId)).map((building) => [building.id, building.compoundId]));
  const all = await listHomes(tx, { neighbourhoodId: consent.neighbourhoodId });
  const order = new Map(all.map((home, index) => [home.id, index + 1]));
  const homes = all.filter(
    (home) =>
      (buildingId === null || home.buildingId === buildingId) &&
      (buildingIds === null || buildingIds.includes(home.buildingId)) &&
      (compoundId === null || buildings.get(home.buildingId) === compoundId),
  );
  const firstOf = new Map<string, string>();
  const kept: ConsentHome[] = [];
  for (const home of homes) {
    const head = home.ownerNo === null ? `home ${home.id}` : `owner ${home.ownerNo}`;
    const electorId = firstOf.get(head) ?? home.id;
    firstOf.set(head, electorId);
    if (!roll.has(electorId) || home.areaCentiM2 === null) throw new Error(`home ${home.id} is not on the roll of ballot ${part.ballotId}`);
    kept.push({
      ballotId: part.ballotId,
      homeId: home.id,
      electorId,
      buildingId: home.buildingId,
      entranceId: home.entranceId,
      label: home.label,
      placeNo: order.get(home.id) ?? 0,
      areaCentiM2: home.areaCentiM2,
    });
  }
  await replaceHomes(tx, part.ballotId, kept);
}

type OpenError = 'wrong-state' | 'roll-still-open' | 'objections-unanswered' | 'in-the-past' | 'options-missing' | 'no-vault';

/** Freezes the rolls and begins: from here answers are taken. Errors: those of the ballots' `openBallot`. */
export function openConsent(ctx: CommandContext, input: { consentId: string }): Promise<Result<void, CommonError | OpenError | 'key-reused'>> {
  return runCommand(ctx, 'open-consent', async (tx): Promise<Result<void, CommonError | OpenError>> => {
    const found = await runnable(tx, input.consentId);
    if (!found.ok) return found;
    for (const part of found.value.parts) {
      const opened = await openBallotIn(tx, { ballotId: part.ballotId });
      if (!opened.ok) return opened.error === 'not-found' || opened.error === 'not-allowed' ? err('not-allowed') : err(opened.error);
      await turnDuty(tx, found.value.consent, part);
    }
    tx.audit({ action: 'consent.open', subjectKind: 'consent', subjectId: input.consentId, text: {} });
    await tx.emit('consent.opened', { consentId: input.consentId });
    return ok();
  });
}

/** The ballots' own duty to close leads to the campaign, which closes all of them together. */
async function turnDuty(tx: CommandTx, consent: Consent, part: BallotPart): Promise<void> {
  await closeDuty(tx, { kind: 'ballot.close', subjectId: part.ballotId });
  if (part.no > 1) return;
  await openDuty(tx, {
    kind: 'consent.close',
    role: 'secretary',
    neighbourhoodId: consent.neighbourhoodId,
    subjectKind: 'consent',
    subjectId: consent.id,
    title: { zh: `结束征询并公布结果：${consent.question}`, en: `Close the consent and publish: ${consent.question}` },
    href: `/consents/${consent.id}`,
    dueDay: dayOf(part.ballot.closesAt),
  });
}

type CloseError = 'wrong-state' | 'still-open' | 'contests-unsettled' | 'split-unset';

/**
 * Counts what was signed and publishes it: hands the answers that count to the ballots, closes them, and ends all devices.
 * Errors: `still-open` (its time is not over), `contests-unsettled`, `split-unset` (co-owners disagree and the office has not said how that counts).
 */
export function closeConsent(ctx: CommandContext, input: { consentId: string }): Promise<Result<{ passed: boolean }, CommonError | CloseError | 'key-reused'>> {
  return runCommand(ctx, 'close-consent', async (tx): Promise<Result<{ passed: boolean }, CommonError | CloseError>> => {
    const found = await runnable(tx, input.consentId);
    if (!found.ok) return found;
    const { consent, parts } = found.value;
    if (parts.some((part) => part.ballot.state !== 'open')) return err('wrong-state');
    if (parts.some((part) => tx.now < part.ballot.closesAt)) return err('still-open');
    if ((await contestsOf(tx, consent.id)).some((contest) => contest.outcome === null)) return err('contests-unsettled');
    if ((await splitsWaiting(tx, consent.id)) > 0) return err('split-unset');
    // What the office set since may change how a disagreement counts.
    await recount(tx, consent.id, null);
    const entries = new Map((await entriesOf(tx, consent.id)).map((entry) => [entry.id, entry]));
    const counted = await countedOf(tx, consent.id);
    const outcomes: Outcome[] = [];
    for (const part of parts) {
      const votes = counted.flatMap((one) => {
        const entry = entries.get(one.entryId);
        if (!entry || one.ballotId !== part.ballotId) return [];
        const answer = answerOf(one.choice);
        if (!answer) return [];
        return [
          {
            electorId: one.electorId,
            answer,
            // A printed form is signed like one at the door; the form's own way stays in its entry.
            channel: entry.channel === 'own' ? ('own' as const) : ('door' as const),
            castAt: entry.signedAt,
            voterPersonId: entry.signerPersonId,
            voterName: entry.signerName,
            recordedBy: entry.recordedBy,
            fileId: entry.scanFileId ?? entry.signatureFileId,
          },
        ];
      });
      await recordVotesIn(tx, part.ballotId, votes);
      const closed = await closeBallotIn(tx, { ballotId: part.ballotId });
      if (!closed.ok) return closed.error === 'still-open' || closed.error === 'wrong-state' ? err(closed.error) : err('not-allowed');
      outcomes.push(closed.value);
    }
    for (const device of await devicesOf(tx, consent.id))
      if (device.revokedAt === null && tx.actor.personId !== null) await setDevice(tx, device.id, 'revoked');
    await closeDuty(tx, { kind: 'consent.close', subjectId: consent.id });
    const passed = outcomes.every((outcome) => outcome.passed);
    tx.audit({ action: 'consent.close', subjectKind: 'consent', subjectId: consent.id, text: { passed, parts: outcomes.map((outcome) => outcome.counts) } });
    await tx.emit('consent.closed', { consentId: consent.id, passed });
    return ok({ passed });
  });
}

/** Gives the campaign up before it opens, with the reason. Errors: those of the ballots' `cancelBallot`. */
export function cancelConsent(
  ctx: CommandContext,
  input: { consentId: string; reason: string },
): Promise<Result<void, CommonError | 'wrong-state' | 'reason-required' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'cancel-consent', async (tx): Promise<Result<void, CommonError | 'wrong-state' | 'reason-required' | 'too-long'>> => {
    const found = await runnable(tx, input.consentId);
    if (!found.ok) return found;
    for (const part of found.value.parts) {
      const cancelled = await cancelBallotIn(tx, { ballotId: part.ballotId, reason: input.reason });
      if (!cancelled.ok) return cancelled.error === 'not-found' || cancelled.error === 'not-allowed' ? err('not-allowed') : err(cancelled.error);
    }
    tx.audit({ action: 'consent.cancel', subjectKind: 'consent', subjectId: input.consentId, text: { reason: input.reason } });
    return ok();
  });
}
