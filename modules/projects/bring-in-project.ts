import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findNeighbourhood } from '#modules/places';
import type { Application } from './application.ts';
import { findApplication } from './application-store.ts';
import { insertApplication } from './insert-application.ts';
import { openTurn } from './move-project.ts';
import type { SourceKind } from './project.ts';
import { openAwards } from './review-hooks.ts';
import { insertProject, insertStep, saveMove } from './store.ts';
import { recordUploads, type Upload } from './upload.ts';

/** One source as the signed agreement names it; what each household pays and how many, where it is the households'. */
export interface BroughtSource {
  kind: SourceKind;
  name: string;
  plannedFen: bigint;
  households: number | null;
}

/** One line of the agreed budget and the source that pays it, by its place from 1. */
export interface BroughtLine {
  text: string;
  category: string;
  amountFen: bigint;
  sourceNo: number;
}

/** A project that was agreed and begun before the platform, as its papers say. */
export interface BringInInput {
  neighbourhoodId: string;
  title: string;
  goal: string;
  agreedOn: string;
  periodStart: string;
  periodEnd: string;
  keeperName: string;
  upkeepMonths: number;
  upkeepPlan: string;
  sources: readonly BroughtSource[];
  lines: readonly BroughtLine[];
  /** The signed agreement. */
  agreement: Upload | null;
}

/**
 * `not-found` the neighbourhood · `agreement-missing` · `day-in-future` agreed later than today · `ends-before-start` · `one-grant` exactly one source is the
 * grant · `lines-missing` · `source-not-used-up` a source's lines do not add up to what it gives · `households-do-not-divide` the households' money is no equal
 * amount for each.
 */
export type BringInError =
  | 'not-found'
  | 'not-allowed'
  | 'agreement-missing'
  | 'day-in-future'
  | 'ends-before-start'
  | 'one-grant'
  | 'lines-missing'
  | 'source-not-used-up'
  | 'households-do-not-divide'
  | 'key-reused';

/** The first thing wrong with the agreement's facts, or null. */
export function whatIsWrongWithTheAgreement(
  input: Omit<BringInInput, 'neighbourhoodId' | 'agreement'>,
  today: string,
): Exclude<BringInError, 'not-found' | 'not-allowed' | 'agreement-missing' | 'key-reused'> | null {
  if (input.agreedOn > today) return 'day-in-future';
  if (input.periodEnd < input.periodStart) return 'ends-before-start';
  if (input.sources.filter((source) => source.kind === 'grant').length !== 1) return 'one-grant';
  if (input.lines.length === 0) return 'lines-missing';
  const paidBy = (no: number) => input.lines.reduce((fen, line) => (line.sourceNo === no ? fen + line.amountFen : fen), 0n);
  if (input.sources.some((source, index) => paidBy(index + 1) !== source.plannedFen) || input.lines.some((line) => !input.sources[line.sourceNo - 1]))
    return 'source-not-used-up';
  const uneven = input.sources.some((source) => source.kind === 'household' && (!source.households || source.plannedFen % BigInt(source.households) !== 0n));
  return uneven ? 'households-do-not-divide' : null;
}

/**
 * The office brings in a project that runs already: its agreement's facts make the plan, its sources are opened, works go on. What came in and
 * went out before is entered as opening balances. Returns the project's id.
 */
export const bringInProject = (context: CommandContext, input: BringInInput): Promise<Result<string, BringInError>> =>
  runCommand(context, 'bring-in-project', async (tx) => {
    if (!(await findNeighbourhood(tx, input.neighbourhoodId))) return err('not-found');
    if (!tx.can('project.bring-in', { neighbourhoodId: input.neighbourhoodId })) return err('not-allowed');
    const wrong = whatIsWrongWithTheAgreement(input, tx.today);
    if (wrong) return err(wrong);
    if (!input.agreement) return err('agreement-missing');
    const [agreementFileId] = await recordUploads(tx, [input.agreement], { neighbourhoodId: input.neighbourhoodId, visibility: 'office' });
    const project = await insertProject(tx, { id: tx.newId(), neighbourhoodId: input.neighbourhoodId, matterId: null, title: input.title });
    const { id: applicationId } = await insertApplication(tx, project.id, planOf(input), { how: 'agreement', on: input.agreedOn, note: '' });
    const grantFen = input.sources.find((source) => source.kind === 'grant')?.plannedFen ?? 0n;
    const brought = await saveMove(tx, project.id, 'doing', {
      applicationId,
      title: input.title,
      grantAwardedFen: grantFen,
      agreedOn: input.agreedOn,
      ...(agreementFileId ? { agreementFileId } : {}),
    });
    await insertStep(tx, project.id, 'bring-in', null, 'doing', '平台启用前已签协议、已开工，由自治办录入');
    const application = await findApplication(tx, applicationId);
    if (!application) throw new Error('the plan was written');
    await openAwards(tx, brought, application, input.agreedOn);
    tx.audit({
      action: 'project.bring-in',
      subjectKind: 'project',
      subjectId: project.id,
      text: { serial: project.serial, title: input.title, agreedOn: input.agreedOn },
    });
    await tx.emit('project.brought-in', { projectId: project.id, neighbourhoodId: input.neighbourhoodId });
    await openTurn(tx, brought);
    return ok(project.id);
  });

/** The plan as the agreement names it; what the platform was not there for (meetings, ballots, indicators) stays empty. */
function planOf(input: BringInInput): Application {
  const sum = (all: readonly { amountFen: bigint }[]) => all.reduce((fen, each) => fen + each.amountFen, 0n);
  return {
    title: input.title,
    goal: input.goal,
    why: '平台启用前已经立项，按签订的项目协议录入。',
    periodStart: input.periodStart,
    periodEnd: input.periodEnd,
    projectTier: null,
    indicators: [],
    members: [],
    sources: input.sources.map((source) => ({
      kind: source.kind,
      name: source.name,
      organisationId: null,
      perHouseholdFen: source.kind === 'household' && source.households ? source.plannedFen / BigInt(source.households) : null,
      households: source.kind === 'household' ? source.households : null,
      plannedFen: source.plannedFen,
      basis: null,
      basisNote: '',
      shortfall: null,
    })),
    lines: input.lines.map((line) => ({
      name: line.text,
      category: line.category,
      unit: '项',
      quantity: '1.00',
      unitPriceFen: line.amountFen,
      amountFen: line.amountFen,
      shares: [{ sourceNo: line.sourceNo, amountFen: line.amountFen }],
    })),
    raised: [],
    matchingFen: 0n,
    keeperPersonId: null,
    keeperName: input.keeperName,
    keeperOrganisationId: null,
    upkeepMonths: input.upkeepMonths,
    upkeepYearlyFen: 0n,
    upkeepPlan: input.upkeepPlan,
    risks: [],
    opinion: '',
    resolutionIds: [],
    ballotIds: [],
    evidence: [],
    totalFen: sum(input.lines),
    grantFen: input.sources.find((source) => source.kind === 'grant')?.plannedFen ?? 0n,
  };
}
