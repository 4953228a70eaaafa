import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { neighbourhoodCounts } from '#modules/places';
import { closeDuty } from '#modules/inbox';
import { findMatter, linkMatterProjectIn, publicTitle } from '#modules/matters';
import { findResolution, linkResolutionProjectIn, meetingsAbout, resolutionsAbout } from '#modules/meetings';
import { ballotsAbout } from '#modules/ballots';
import { type ApplicationDraft, emptyDraft, emptySource, withRow } from './application-draft.ts';
import { saveDraft } from './application-store.ts';
import { openTurn } from './move-project.ts';
import { insertProject, insertStep } from './store.ts';

/** What a project grows out of: a matter that residents raised, or a resolution they made. */
export type ProjectOrigin = { matterId: string } | { resolutionId: string };

/**
 * Opens a project with its draft, filled with what is known already: the matter's words, the resolutions and ballots made
 * about it, the number of households. Errors: `not-found`, `not-allowed`, `not-deliberated` (the matter has no resolution yet).
 */
export const startApplication = (
  context: CommandContext,
  origin: ProjectOrigin,
): Promise<Result<string, 'not-found' | 'not-allowed' | 'not-deliberated' | 'key-reused'>> =>
  runCommand(context, 'start-application', async (tx) => {
    const resolution = 'resolutionId' in origin ? await findResolution(tx, origin.resolutionId) : null;
    const matterId = 'matterId' in origin ? origin.matterId : (resolution?.matterId ?? null);
    const matter = matterId === null ? null : await findMatter(tx, matterId);
    const neighbourhoodId = matter?.neighbourhoodId ?? resolution?.neighbourhoodId;
    if (neighbourhoodId === undefined) return err('not-found');
    if (!tx.can('project.start', { neighbourhoodId })) return err('not-allowed');
    const resolutions = await resolutionsAbout(tx, { matterId });
    const known = resolution && !resolutions.some((one) => one.id === resolution.id) ? [...resolutions, resolution] : resolutions;
    if (known.length === 0) return err('not-deliberated');
    const meetings = await meetingsAbout(tx, { matterId });
    const ballots = await ballotsAbout(tx, { matterId });
    for (const meeting of meetings) ballots.push(...(await ballotsAbout(tx, { meetingId: meeting.id })));
    const title = ((matter ? publicTitle(matter) : undefined) ?? known[0]?.text ?? '').slice(0, 60);
    const project = await insertProject(tx, { id: tx.newId(), neighbourhoodId, matterId, title: title.trim() === '' ? '新项目' : title });
    await saveDraft(
      tx,
      project.id,
      firstDraft({
        title,
        why: matter?.text ?? '',
        resolutions: known,
        ballotIds: [...new Set(ballots.filter((ballot) => ballot.outcome?.passed).map((ballot) => ballot.id))],
        households: (await neighbourhoodCounts(tx, neighbourhoodId)).households,
      }),
    );
    await insertStep(tx, project.id, 'begin', null, 'draft', null);
    for (const one of known) if (one.projectId === null) await linkResolutionProjectIn(tx, one.id, project.id);
    if (matter) {
      await linkMatterProjectIn(tx, matter.id, project.id, project.title);
      await closeDuty(tx, { kind: 'matter.apply', subjectId: matter.id });
    }
    tx.audit({ action: 'project.begin', subjectKind: 'project', subjectId: project.id, text: { serial: project.serial, title: project.title, matterId } });
    await tx.emit('project.begun', { projectId: project.id, neighbourhoodId, matterId });
    await openTurn(tx, project);
    return ok(project.id);
  });

/** A draft in which everything that the work so far has shown is filled in. */
function firstDraft(known: {
  title: string;
  why: string;
  resolutions: readonly { id: string; text: string }[];
  ballotIds: readonly string[];
  households: number;
}): ApplicationDraft {
  const empty = emptyDraft();
  const withGrant = { ...withRow(empty, 'sources') };
  const [grant] = withGrant.sources;
  const sources = grant ? [{ ...grant, kind: 'grant', name: '社区自治金' }] : [];
  const collecting = known.ballotIds.length > 0;
  return {
    ...empty,
    title: known.title,
    why: known.why,
    goal: known.resolutions
      .map((one) => one.text)
      .join('\n')
      .slice(0, 2000),
    resolutionIds: known.resolutions.map((one) => one.id),
    ballotIds: [...known.ballotIds],
    sources: collecting
      ? [...sources, { ...emptySource('s2'), kind: 'household', name: '居民，每户分摊', households: String(known.households || '') }]
      : sources,
  };
}
