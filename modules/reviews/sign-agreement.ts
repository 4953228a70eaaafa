import { dayOf } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { isCheckViolation } from '#platform/database';
import { recordFile, type StoredBytes } from '#platform/files';
import { closeDuty, openDuty } from '#modules/inbox';
import { agreeIn, lockProject, type Project, type StepRefusal, thePlanCountsOnTheAward, findApplication } from '#modules/projects';
import { type Agreement, agreementsOf, type AgreementSide, agreementSides, bothHaveSigned, insertAgreement, insertSignature } from './agreement-store.ts';
import { agreementNow } from './agreement-terms.ts';
import { digestOf } from './allocation.ts';
import { proposalOf } from './award-store.ts';
import { receiptsOf } from './decision-store.ts';
import { theAwardHasTerms } from './take-letter.ts';

/**
 * `in-the-future` the day has not come · `before-the-award` · `budget-not-revised` the plan still counts on another grant than was awarded ·
 * `terms-open` the committee has not said yes to the terms of the award · `changed` it is no longer what the reader saw · `signed-already` by this side ·
 * `both-sides` nobody signs for both.
 */
export type SignRefusal =
  | 'not-allowed'
  | 'in-the-future'
  | 'before-the-award'
  | 'budget-not-revised'
  | 'terms-open'
  | 'changed'
  | 'signed-already'
  | 'both-sides'
  | StepRefusal;

/** Whether the project is agreed now; `false`: the other side still has to sign. */
export type Signed = { agreed: boolean };

/** One side signs by its own act, today. `seen` is the digest of what its page showed. The second signature makes the agreement: the books open. */
export const signOwnSide = (
  context: CommandContext,
  input: { projectId: string; side: AgreementSide; seen?: string },
): Promise<Result<Signed, SignRefusal | 'key-reused'>> =>
  runCommand(context, 'sign-own-side', (tx) => signIn(tx, { ...input, sides: [input.side], signedOn: tx.today, fileId: () => Promise.resolve(null) }));

export interface SignAgreementInput {
  projectId: string;
  /** Day on the signed paper. */
  agreedOn: string;
  /** The paper signed and stamped by both sides as a scan; its bytes are stored already. */
  scan?: { stored: StoredBytes; name: string };
}

/**
 * The office enters the agreement: with the scan of the paper that both sides have signed and stamped, it is agreed; without one it signs its own side,
 * and the committee signs for itself.
 */
export const signAgreement = (context: CommandContext, input: SignAgreementInput): Promise<Result<Signed, SignRefusal | 'key-reused'>> =>
  runCommand(context, 'sign-agreement', (tx) => {
    const { scan } = input;
    return signIn(tx, {
      projectId: input.projectId,
      side: 'office',
      sides: scan ? agreementSides : ['office'],
      signedOn: input.agreedOn,
      fileId: (project) =>
        scan ? recordFile(tx, scan.stored, { name: scan.name, visibility: 'office', neighbourhoodId: project.neighbourhoodId }) : Promise.resolve(null),
    });
  });

/** The office signs its side of every agreement of a round that can be signed today. Returns how many it signed, and how many are agreed by that. */
export const signForTheOffice = (
  context: CommandContext,
  input: { projectIds: readonly string[] },
): Promise<Result<{ signed: number; agreed: number }, SignRefusal | 'nothing-to-sign' | 'key-reused'>> =>
  runCommand(context, 'sign-for-the-office', async (tx): Promise<Result<{ signed: number; agreed: number }, SignRefusal | 'nothing-to-sign'>> => {
    let [signed, agreed] = [0, 0];
    for (const projectId of input.projectIds.toSorted()) {
      const done = await signIn(tx, { projectId, side: 'office', sides: ['office'], signedOn: tx.today, fileId: () => Promise.resolve(null) });
      if (!done.ok && done.error !== 'signed-already') return done;
      if (done.ok) signed++;
      if (done.ok && done.value.agreed) agreed++;
    }
    return signed === 0 ? err('nothing-to-sign') : ok({ signed, agreed });
  });

type Signing = {
  projectId: string;
  side: AgreementSide;
  sides: readonly AgreementSide[];
  signedOn: string;
  seen?: string;
  fileId: (project: Project) => Promise<string | null>;
};

async function signIn(tx: CommandTx, input: Signing): Promise<Result<Signed, SignRefusal>> {
  const project = await lockProject(tx, input.projectId);
  if (!project) return err('not-found');
  const right = input.side === 'office' ? tx.can('project.agree', { neighbourhoodId: null }) : tx.can('agreement.sign-committee', project);
  if (!right || tx.actor.personId === null) return err('not-allowed');
  const versions = (await agreementsOf(tx, [project.id])).get(project.id) ?? [];
  const amends = project.state !== 'awarded' && versions[0] !== undefined && !bothHaveSigned(versions[0]) && versions.length > 1;
  if (project.state !== 'awarded' && !amends) return err('wrong-state');
  if (input.signedOn > tx.today) return err('in-the-future');
  const proposal = await proposalOf(tx, project.id);
  const confirmedAt = proposal?.confirmation?.decidedAt;
  if (confirmedAt && input.signedOn < dayOf(confirmedAt)) return err('before-the-award');
  const application = project.applicationId ? await findApplication(tx, project.applicationId) : null;
  if (!amends && (!application || !thePlanCountsOnTheAward(project, application))) return err('budget-not-revised');
  if (!amends && proposal && theAwardHasTerms(proposal) && proposal.decisionId !== null && (await receiptsOf(tx, [proposal.id])).size === 0)
    return err('terms-open');

  const current = amends ? versions[0] : await versionToSign(tx, project, versions);
  if (!current) return err('wrong-state');
  if (input.seen !== undefined && input.seen !== current.contentSha256) return err('changed');
  const open = input.sides.filter((side) => !current.signatures.some((one) => one.side === side));
  if (!open.includes(input.side) && open.length === 0) return err('signed-already');
  const fileId = await input.fileId(project);
  for (const side of open) {
    const refused = await insertSignature(tx, {
      agreementId: current.id,
      side,
      channel: fileId === null ? 'own' : 'paper',
      signedOn: input.signedOn,
      fileId,
    }).then(
      () => false,
      (error: unknown) => {
        if (isCheckViolation(error)) return true;
        throw error;
      },
    );
    if (refused) return err('both-sides');
  }
  tx.audit({
    action: 'agreement.sign',
    subjectKind: 'project',
    subjectId: project.id,
    text: {
      version: current.version,
      sha256: current.contentSha256,
      sides: open.join(','),
      signedOn: input.signedOn,
      channel: fileId === null ? 'own' : 'paper',
    },
  });
  await tx.emit('agreement.signed', { projectId: project.id, version: current.version, sides: open });
  const both = agreementSides.every((side) => open.includes(side) || current.signatures.some((one) => one.side === side));
  if (!both) {
    await askTheOtherSide(tx, project, open.includes('office') ? 'committee' : 'office');
    return ok({ agreed: false });
  }
  await closeDuty(tx, { kind: 'agreement.sign', subjectId: project.id });
  if (amends) return ok({ agreed: true });
  const agreedOn = [input.signedOn, ...current.signatures.map(({ signedOn }) => signedOn)].toSorted().at(-1) ?? input.signedOn;
  const moved = await agreeIn(tx, { projectId: project.id, agreedOn, ...(fileId ? { agreementFileId: fileId } : {}) });
  return moved.ok ? ok({ agreed: true }) : moved;
}

/** The newest version if it says what holds now; else a new one, which nobody has signed yet. */
async function versionToSign(tx: CommandTx, project: Project, versions: readonly Agreement[]): Promise<Agreement | null> {
  const content = await agreementNow(tx, project, tx.today);
  if (!content) return null;
  const [newest] = versions;
  if (newest && newest.contentSha256 === digestOf(JSON.stringify(content))) return newest;
  await insertAgreement(tx, project.id, (newest?.version ?? 0) + 1, content, newest ? '签订前内容有变更，按变更后的内容重新签订。' : null);
  return (await agreementsOf(tx, [project.id])).get(project.id)?.[0] ?? null;
}

async function askTheOtherSide(tx: CommandTx, project: Project, side: AgreementSide): Promise<void> {
  await openDuty(tx, {
    kind: 'agreement.sign',
    role: side === 'committee' ? 'secretary' : 'officer',
    neighbourhoodId: side === 'committee' ? project.neighbourhoodId : null,
    subjectKind: 'project',
    subjectId: project.id,
    projectId: project.id,
    title: { zh: `对方已签，请签订项目协议：${project.title}`, en: `The other side has signed, please sign the agreement: ${project.title}` },
    href: `/projects/${project.id}/award#agreement`,
    dueDay: null,
  });
}

/**
 * An agreement that both have signed changes only by a further version, with its reason, signed by both again; until then the earlier one holds.
 * `unsigned` the newest is not signed by both yet · `unchanged` nothing in it differs.
 */
export const amendAgreement = (
  context: CommandContext,
  input: { projectId: string; reason: string; clause: string },
): Promise<Result<number, 'not-allowed' | 'not-found' | 'wrong-state' | 'unsigned' | 'unchanged' | 'reason-required' | 'key-reused'>> =>
  runCommand(
    context,
    'amend-agreement',
    async (tx): Promise<Result<number, 'not-allowed' | 'not-found' | 'wrong-state' | 'unsigned' | 'unchanged' | 'reason-required'>> => {
      const project = await lockProject(tx, input.projectId);
      if (!project) return err('not-found');
      if (!tx.can('agreement.amend', { neighbourhoodId: null }) || tx.actor.personId === null) return err('not-allowed');
      if (!['agreed', 'doing', 'appraisal'].includes(project.state)) return err('wrong-state');
      const reason = input.reason.trim().slice(0, 2000);
      if (reason === '') return err('reason-required');
      const [newest] = (await agreementsOf(tx, [project.id])).get(project.id) ?? [];
      const content = await agreementNow(tx, project, tx.today);
      if (!content || !newest) return err('wrong-state');
      if (!bothHaveSigned(newest)) return err('unsigned');
      const clause = input.clause.trim().slice(0, 2000);
      const next = { ...content, clauses: clause === '' ? content.clauses : [...content.clauses, clause] };
      if (digestOf(JSON.stringify(next)) === newest.contentSha256) return err('unchanged');
      await insertAgreement(tx, project.id, newest.version + 1, next, reason);
      await askTheOtherSide(tx, project, 'committee');
      await tx.emit('agreement.amended', { projectId: project.id, version: newest.version + 1 });
      tx.audit({ action: 'agreement.amend', subjectKind: 'project', subjectId: project.id, text: { version: newest.version + 1, reason } });
      return ok(newest.version + 1);
    },
  );
