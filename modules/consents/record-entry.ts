import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { recordFile, type StoredBytes } from '#platform/files';
import { optionsOf, type RollLine, rollOf } from '#modules/ballots';
import {
  aSignatureOrItsPictureIsThere,
  type Consent,
  type ConsentChoice,
  type ConsentEntry,
  type ConsentHome,
  coOwnersSpeakTogether,
  isOption,
  type Proxy,
  type SpeaksFor,
  theAgreementIsWrittenDown,
} from './consent.ts';
import { type BallotPart, findConsent, findEntry, homesOf, partsOf, proxiesOf } from './queries.ts';
import { homesOfOwner, homeToSignFor, recount } from './recount.ts';
import { insertEntry, lockConsent } from './store.ts';

/** What was answered and by whom, whichever way it comes in. */
export interface Answer {
  homeId: string;
  choice: ConsentChoice;
  speaks: SpeaksFor;
  signerName: string;
  agreement?: string | null;
  proxyId?: string | null;
}
export type AnswerError =
  | 'not-open'
  | 'not-on-roll'
  | 'choice-unfit'
  | 'signature-missing'
  | 'signer-required'
  | 'co-owners'
  | 'agreement-required'
  | 'proxy-required'
  | 'proxy-not-allowed';

/** What became of an answer: it counts, or another one that was signed later does. */
export interface AnswerKept {
  entryId: string;
  counts: boolean;
  /** Sent before: nothing was written again. */
  known: boolean;
}

/** The campaign with what an answer is measured against. */
export interface OpenCampaign {
  consent: Consent;
  parts: BallotPart[];
  homes: ConsentHome[];
}

/** Loads and locks a campaign for an answer. */
export async function campaignFor(tx: CommandTx, consentId: string): Promise<OpenCampaign | null> {
  const consent = await findConsent(tx, consentId);
  if (!consent) return null;
  await lockConsent(tx, consentId);
  return { consent, parts: await partsOf(tx, consentId), homes: await homesOf(tx, consentId) };
}

/** The lines of all rolls on which the owner of a home stands. */
export async function linesOfOwner(tx: CommandTx, campaign: OpenCampaign, homeId: string): Promise<RollLine[]> {
  const own = homesOfOwner(campaign.homes, homeId);
  const keys = new Set(campaign.homes.filter((home) => own.has(home.homeId)).map((home) => `${home.ballotId} ${home.electorId}`));
  const lines: RollLine[] = [];
  for (const part of campaign.parts) lines.push(...(await rollOf(tx, part.ballotId)).filter((line) => keys.has(`${part.ballotId} ${line.electorId}`)));
  return lines;
}

/** The evidence and the way of an answer. */
export interface Evidence {
  id: string;
  channel: ConsentEntry['channel'];
  signature: (StoredBytes & { name: string }) | null;
  scan: (StoredBytes & { name: string }) | null;
  signerPersonId: string | null;
  recordedBy: string | null;
  deviceId: string | null;
  signedAt: Date;
  deviceSaid: Date | null;
}

/**
 * Keeps a signed answer and lets it count if it is the one signed last. The same id again is the same answer: it is kept once.
 * Errors: {@link AnswerError}.
 */
export async function keepAnswer(tx: CommandTx, campaign: OpenCampaign, answer: Answer, evidence: Evidence): Promise<Result<AnswerKept, AnswerError>> {
  const { consent, parts, homes } = campaign;
  const homeId = homeToSignFor(homes, answer.homeId);
  const before = await findEntry(tx, evidence.id);
  if (before) {
    const counting = await recount(tx, consent.id, before.homeId);
    return before.consentId === consent.id ? ok({ entryId: before.id, counts: counting === before.id, known: true }) : err('not-on-roll');
  }
  const open = parts.filter((part) => part.ballot.state === 'open');
  if (open.length === 0) return err('not-open');
  if (open.some((part) => part.ballot.openedAt === null || evidence.signedAt < part.ballot.openedAt || evidence.signedAt >= part.ballot.closesAt))
    return err('not-open');
  if (!homes.some((home) => home.homeId === homeId)) return err('not-on-roll');
  if (!(await choiceFits(tx, open, answer.choice))) return err('choice-unfit');
  const signerName = answer.signerName.trim();
  if (signerName === '' || signerName.length > 60) return err('signer-required');
  if ((answer.speaks === 'split') !== (answer.choice === 'split')) return err('choice-unfit');
  const lines = await linesOfOwner(tx, campaign, homeId);
  const owners = Math.max(0, ...lines.map((line) => line.personIds.length));
  if (!coOwnersSpeakTogether(owners, answer.speaks)) return err('co-owners');
  if (!theAgreementIsWrittenDown(answer.speaks, answer.agreement ?? '')) return err('agreement-required');
  const proxy = answer.speaks === 'proxy' ? await proxyFor(tx, campaign, homeId, answer.proxyId ?? null) : null;
  if (answer.speaks === 'proxy' && !proxy) return err('proxy-required');
  if (!aSignatureOrItsPictureIsThere({ channel: evidence.channel, signature: evidence.signature !== null, scan: evidence.scan !== null }))
    return err('signature-missing');
  const keep = (file: (StoredBytes & { name: string }) | null) =>
    file === null ? null : recordFile(tx, file, { name: file.name, visibility: 'office', neighbourhoodId: consent.neighbourhoodId });
  await insertEntry(tx, {
    id: evidence.id,
    consentId: consent.id,
    homeId,
    choice: answer.choice,
    channel: evidence.channel,
    speaks: answer.speaks,
    signerName,
    signerPersonId: evidence.signerPersonId,
    agreement: answer.agreement?.trim() || null,
    proxyId: proxy?.id ?? null,
    signatureFileId: await keep(evidence.signature),
    scanFileId: await keep(evidence.scan),
    recordedBy: evidence.recordedBy,
    deviceId: evidence.deviceId,
    signedAt: evidence.signedAt,
    deviceSaid: evidence.deviceSaid,
  });
  const counting = await recount(tx, consent.id, homeId);
  tx.audit({
    action: 'consent.answer',
    subjectKind: 'consent',
    subjectId: consent.id,
    text: {
      entryId: evidence.id,
      homeId,
      choice: answer.choice,
      channel: evidence.channel,
      speaks: answer.speaks,
      signature: evidence.signature?.sha256 ?? null,
      scan: evidence.scan?.sha256 ?? null,
    },
  });
  await tx.emit('consent.answered', { consentId: consent.id, entryId: evidence.id });
  return ok({ entryId: evidence.id, counts: counting === evidence.id, known: false });
}

/** Yes, no and abstention where the plan is put to a vote; one of the plans (or an abstention) where there are several. */
async function choiceFits(tx: CommandTx, parts: readonly BallotPart[], choice: ConsentChoice): Promise<boolean> {
  if (choice === 'split' || choice === 'abstain') return true;
  for (const part of parts) {
    if ((part.ballot.kind === 'yes-no') === isOption(choice)) return false;
    if (isOption(choice) && !(await optionsOf(tx, part.ballotId)).some((option) => `option-${option.no}` === choice)) return false;
  }
  return true;
}

/** The owner's own proxy, recorded for any of their homes under the home that answers are kept under. */
async function proxyFor(tx: CommandTx, campaign: OpenCampaign, homeId: string, proxyId: string | null): Promise<Proxy | null> {
  return (await proxiesOf(tx, campaign.consent.id)).find((one) => one.id === proxyId && one.homeId === homeId) ?? null;
}

export interface EnterPaperInput extends Answer {
  consentId: string;
  /** When the form was signed, as written on it. */
  signedAt: Date;
  scan?: StoredBytes & { name: string };
}

/**
 * Enters a printed form that came back signed, with its scan. Errors: `signature-missing` (no scan), the rest of {@link AnswerError}.
 */
export function enterPaper(ctx: CommandContext, input: EnterPaperInput): Promise<Result<AnswerKept, AnswerError | 'not-allowed' | 'not-found' | 'key-reused'>> {
  return runCommand(ctx, 'enter-consent-paper', async (tx) => {
    const campaign = await campaignFor(tx, input.consentId);
    if (!campaign) return err('not-found');
    if (!tx.can('consent.record', { neighbourhoodId: campaign.consent.neighbourhoodId }) || tx.actor.personId === null) return err('not-allowed');
    if (input.signedAt > tx.now) return err('not-open');
    return keepAnswer(tx, campaign, input, {
      id: tx.newId(),
      channel: 'paper',
      signature: null,
      scan: input.scan ?? null,
      signerPersonId: null,
      recordedBy: tx.actor.personId,
      deviceId: null,
      signedAt: input.signedAt,
      deviceSaid: null,
    });
  });
}

/**
 * Answers on the owner's own phone, where the campaign allows it; the sign-in stands for the hand.
 * Errors: `phone-not-allowed`, `not-on-roll` (not an owner: a tenant has no vote), the rest of {@link AnswerError}.
 */
export function signOwn(
  ctx: CommandContext,
  input: { consentId: string; homeId: string; choice: ConsentChoice; speaks: SpeaksFor; agreement?: string | null },
): Promise<Result<AnswerKept, AnswerError | 'phone-not-allowed' | 'not-allowed' | 'not-found' | 'key-reused'>> {
  return runCommand(ctx, 'sign-own-consent', async (tx) => {
    const campaign = await campaignFor(tx, input.consentId);
    if (!campaign) return err('not-found');
    if (!tx.can('consent.sign', { neighbourhoodId: campaign.consent.neighbourhoodId })) return err('not-allowed');
    if (!campaign.consent.phoneAllowed) return err('phone-not-allowed');
    const me = tx.actor.personId;
    if (me === null) return err('not-on-roll');
    if (!(await linesOfOwner(tx, campaign, input.homeId)).some((line) => line.personIds.includes(me))) return err('not-on-roll');
    if (input.speaks === 'proxy') return err('proxy-not-allowed');
    return keepAnswer(
      tx,
      campaign,
      { ...input, signerName: tx.actor.name },
      {
        id: tx.newId(),
        channel: 'own',
        signature: null,
        scan: null,
        signerPersonId: me,
        recordedBy: null,
        deviceId: null,
        signedAt: tx.now,
        deviceSaid: null,
      },
    );
  });
}
