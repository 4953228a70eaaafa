import { formatDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { personNames } from '#modules/people';
import { neighbourhoodCounts } from '#modules/places';
import { closeDuty } from '#modules/inbox';
import { findMatter, linkMatterProjectIn, publicTitle } from '#modules/matters';
import { findResolution, linkResolutionProjectIn, meetingsAbout, type Resolution, resolutionsAbout } from '#modules/meetings';
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
  // What a plan known from elsewhere adds to the draft, such as a case's: plan and budget, never people.
  withPlan: (draft: ApplicationDraft) => ApplicationDraft = (draft) => draft,
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
      withPlan(
        firstDraft({
          title,
          why: matter?.text ?? '',
          resolutions: known,
          ballotIds: [...new Set(ballots.filter((ballot) => ballot.outcome?.passed).map((ballot) => ballot.id))],
          households: (await neighbourhoodCounts(tx, neighbourhoodId)).households,
          perHousehold: perHouseholdIn(ballots.filter((ballot) => ballot.outcome?.passed).map((ballot) => ballot.question)),
          names: await personNames(tx, peopleOf(known)),
        }),
      ),
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

const peopleOf = (resolutions: readonly Resolution[]): string[] => [
  ...new Set(resolutions.flatMap((one) => [one.executorPersonId, one.supervisorPersonId].filter((id) => id !== null))),
];

/** What each household pays, where the question that was voted on names one amount (“每户出 50 元”); '' otherwise. */
export function perHouseholdIn(questions: readonly string[]): string {
  const found = new Set(questions.flatMap((question) => /每户[^0-9]{0,6}(\d{1,6}(?:\.\d{1,2})?)\s*元/.exec(question.normalize('NFKC'))?.[1] ?? []));
  return found.size === 1 ? ([...found][0] ?? '') : '';
}

/** A draft in which everything that the work so far has shown is filled in. */
function firstDraft(known: {
  title: string;
  why: string;
  resolutions: readonly Resolution[];
  ballotIds: readonly string[];
  households: number;
  perHousehold: string;
  names: ReadonlyMap<string, string>;
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
    members: teamOf(known.resolutions, known.names),
    opinion: opinionOf(known.resolutions),
    resolutionIds: known.resolutions.map((one) => one.id),
    ballotIds: [...known.ballotIds],
    sources: collecting
      ? [
          ...sources,
          {
            ...emptySource('s2'),
            kind: 'household',
            name: '居民，每户分摊',
            households: String(known.households || ''),
            perHousehold: known.perHousehold,
            basis: 'vote',
          },
        ]
      : sources,
  };
}

/** Who carries the resolutions out and who watches over it, once each. */
function teamOf(resolutions: readonly Resolution[], names: ReadonlyMap<string, string>): ApplicationDraft['members'] {
  const duties = new Map<string, string>();
  for (const one of resolutions) {
    if (one.executorPersonId !== null && !duties.has(one.executorPersonId)) duties.set(one.executorPersonId, '执行决议');
    if (one.supervisorPersonId !== null && !duties.has(one.supervisorPersonId)) duties.set(one.supervisorPersonId, '监督');
  }
  return [...duties].flatMap(([personId, duty]) => {
    const name = names.get(personId);
    return name === undefined ? [] : [{ personId, name, duty }];
  });
}

/** What the committee can say as it is: the resolutions on record. */
function opinionOf(resolutions: readonly Resolution[]): string {
  const said = resolutions.map((one) => `${formatDay(one.decidedOn)}形成决议：${one.text.trim().replace(/[。；]$/, '')}`).join('；');
  return said === '' ? '' : `经居民商议，${said}。本居委会同意申报。`.slice(0, 2000);
}
