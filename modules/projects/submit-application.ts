import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { findFiles } from '#platform/files';
import { findBallot } from '#modules/ballots';
import { listCategories } from '#modules/books';
import { projectTiers } from '#libs/policy';
import { checkApplicationIn, currentPack, hasAppliedIn } from '#modules/funds';
import { closeDuty } from '#modules/inbox';
import { findResolution, linkResolutionProjectIn } from '#modules/meetings';
import { findOrganisation, personNames } from '#modules/people';
import { type Application, completeApplication } from './application.ts';
import { applicationDraft } from './application-draft.ts';
import { applicationFacts } from './application-facts.ts';
import { remarksOn } from './application-remarks.ts';
import { numberForProject, roundForApplication, setNumber } from './application-round.ts';
import { findDraft, insertCheck, saveDraft } from './application-store.ts';
import { insertApplication } from './insert-application.ts';
import { acceptanceFor } from './keeper-answer.ts';
import { moveProjectIn } from './move-project.ts';
import { moveProject } from './project.ts';
import { aboveQuotaWith } from './round-quota.ts';
import type { SaveApplicationInput } from './save-application.ts';
import { lockProject, type Project } from './store.ts';

/**
 * `incomplete` something is missing: `completeApplication` says what · `changed-meanwhile` somebody saved since · `no-open-round` ·
 * `unknown-reference` a resolution, ballot, person, organisation, category or file is not there or not of this place ·
 * `ballot-not-passed` residents are asked for money without a passed ballot · `policy-blocks` a rule forbids it ·
 * `above-quota` more than the neighbourhood's quota of the round, where the office lets nothing above it through ·
 * `keeper-not-accepted` the named keeper has not said yes, or said no ·
 * `remarks-unanswered` a remark of the office is neither taken up in its field nor answered with a word ·
 * `grant-above-award` a revision asks for more than was awarded.
 */
export type SubmitRefusal =
  | 'not-found'
  | 'not-allowed'
  | 'wrong-state'
  | 'changed-meanwhile'
  | 'incomplete'
  | 'no-open-round'
  | 'unknown-reference'
  | 'ballot-not-passed'
  | 'policy-blocks'
  | 'above-quota'
  | 'keeper-not-accepted'
  | 'remarks-unanswered'
  | 'grant-above-award';

/**
 * Submits an application as a new version that never changes again, with the policy's verdict beside it. After the award the
 * same command brings the budget down to what was awarded. Errors: {@link SubmitRefusal}.
 */
export const submitApplication = (
  context: CommandContext,
  input: SaveApplicationInput,
): Promise<Result<{ applicationId: string; version: number }, SubmitRefusal | 'reason-required' | 'key-reused'>> =>
  runCommand(context, 'submit-application', async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (!project) return err('not-found');
    if (!tx.can('project.submit', project)) return err('not-allowed');
    const action = project.state === 'awarded' ? 'revise' : 'submit';
    if (!moveProject(project.state, action).ok) return err('wrong-state');
    if (((await findDraft(tx, project.id))?.revision ?? 0) !== input.revision) return err('changed-meanwhile');
    const content = applicationDraft.parse(input.content);
    const complete = completeApplication(content);
    if (!complete.ok) return err('incomplete');
    const application = complete.value;
    const wrong = await whatDoesNotBelong(tx, project, application);
    if (wrong) return err(wrong);
    if (action === 'revise' && application.grantFen > (project.grantAwardedFen ?? 0n)) return err('grant-above-award');
    if ((await remarksOn(tx, project, application)).some(({ takenUp }) => !takenUp)) return err('remarks-unanswered');
    const roundId = await roundForApplication(tx, project, tx.today);
    if (roundId === null) return err('no-open-round');
    const pack = await currentPack(tx, tx.today, { roundId });
    const kinds = pack ? projectTiers(pack) : [];
    if (application.projectTier !== null && !kinds.some(({ code }) => code === application.projectTier)) return err('unknown-reference');
    const accepted = await acceptanceFor(tx, project, content, application, tx.today);
    if (accepted === null) return err('keeper-not-accepted');
    const verdict = await checkApplicationIn(tx, await applicationFacts(tx, project, application), tx.today, { roundId });
    if (verdict?.outcome === 'block') return err('policy-blocks');
    if (action === 'submit' && (await aboveQuotaWith(tx, project, roundId, application.grantFen))?.refused) return err('above-quota');

    await saveDraft(tx, project.id, content);
    const { id, version } = await insertApplication(tx, project.id, application, accepted);
    if (verdict) {
      await insertCheck(tx, id, { pack: pack ? `${pack.code} ${pack.version}` : '', outcome: verdict.outcome, reasons: [...verdict.reasons] });
    }
    for (const resolutionId of application.resolutionIds) {
      if ((await findResolution(tx, resolutionId))?.projectId === null) await linkResolutionProjectIn(tx, resolutionId, project.id);
    }
    // A budget brought down too far still does not match the award: the duty stays.
    if (action !== 'revise' || application.grantFen === project.grantAwardedFen) await closeDuty(tx, { kind: 'project.revise', subjectId: project.id });
    const number = project.number === null && pack ? await numberForProject(tx, project, roundId, pack) : null;
    const said = action === 'revise' ? `按核定金额调整预算（第 ${version} 版）` : `提交申报书（第 ${version} 版）`;
    const moved = await moveProjectIn(tx, project, action, said, { applicationId: id, title: application.title, roundId });
    if (!moved.ok) return moved;
    if (action === 'submit') await hasAppliedIn(tx, roundId, project.neighbourhoodId);
    if (number !== null) await setNumber(tx, project.id, number);
    return ok({ applicationId: id, version });
  });

/** What the application refers to exists and is of this neighbourhood; residents pay only what a passed ballot allows. */
async function whatDoesNotBelong(tx: CommandTx, project: Project, a: Application): Promise<'unknown-reference' | 'ballot-not-passed' | null> {
  for (const id of a.resolutionIds) if ((await findResolution(tx, id))?.neighbourhoodId !== project.neighbourhoodId) return 'unknown-reference';
  let passed = false;
  for (const id of a.ballotIds) {
    const ballot = await findBallot(tx, id);
    if (ballot?.neighbourhoodId !== project.neighbourhoodId) return 'unknown-reference';
    passed ||= ballot.outcome?.passed ?? false;
  }
  const persons = [...new Set([...a.members.map((member) => member.personId), a.keeperPersonId].flatMap((id) => (id === null ? [] : [id])))];
  if ((await personNames(tx, persons)).size !== persons.length) return 'unknown-reference';
  for (const source of a.sources) if (source.organisationId !== null && !(await findOrganisation(tx, source.organisationId))) return 'unknown-reference';
  const files = [...new Set(a.evidence.map((row) => row.fileId))];
  const found = await findFiles(tx, files);
  if (found.length !== files.length || found.some((file) => file.neighbourhoodId !== project.neighbourhoodId)) return 'unknown-reference';
  const categories = new Set((await listCategories(tx)).map((category) => category.code));
  if (a.lines.some((line) => !categories.has(line.category))) return 'unknown-reference';
  const collects = a.sources.some((source) => source.kind === 'household');
  return collects && !passed ? 'ballot-not-passed' : null;
}
