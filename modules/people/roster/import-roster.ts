import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import {
  endHousehold,
  findNeighbourhood,
  insertBuildings,
  insertCompounds,
  insertEntrances,
  insertGroups,
  insertHomes,
  insertHouseholds,
  lockNeighbourhood,
  updateHomes,
} from '#modules/places';
import {
  endMembers,
  endOwners,
  insertMembers,
  insertOrganisations,
  insertOwners,
  insertPersons,
  refreshStatistics,
  setHeads,
  updatePersons,
  updateRelations,
} from '../store.ts';
import { type ColumnMapping } from './columns.ts';
import { type LoadedRoster, type LoadError, loadRoster } from './load-roster.ts';
import type { RosterError } from './parse-roster.ts';
import { type ImportPlan, type ImportSummary, summaryOf } from './plan.ts';
import { planRoster } from './plan-roster.ts';
import { takeSnapshot } from './snapshot.ts';

export interface RosterInput {
  neighbourhoodId: string;
  bytes: Uint8Array;
  sheet?: string;
  mapping?: ColumnMapping;
  /** Where the neighbourhood has several compounds and the roster names none. */
  compoundId?: string | null;
}
/** What an import would do, or why it cannot: `errors` are all rows to correct; with any of them nothing is written. */
export interface RosterPreview {
  roster: LoadedRoster;
  errors: RosterError[];
  plan: ImportPlan;
  summary: ImportSummary;
  /** The roster names no compound and the neighbourhood has several: one must be chosen. */
  needsCompound: boolean;
}
export type RosterFailure = { code: 'not-found' | 'not-allowed' | 'which-compound' } | { code: 'rows'; errors: RosterError[] } | LoadError;
/** How far an import is: rows of `total` written in this phase. */
export type RosterProgress = (phase: 'reading' | 'comparing' | 'writing' | 'done', done: number, total: number) => void;

/** Reads the file and compares it with what is there; writes nothing. */
export async function previewRoster(tx: Tx, input: RosterInput): Promise<Result<RosterPreview, RosterFailure>> {
  const neighbourhood = await findNeighbourhood(tx, input.neighbourhoodId);
  if (!neighbourhood) return err({ code: 'not-found' });
  const loaded = loadRoster(input.bytes, input);
  if (!loaded.ok) return loaded;
  return ok(await compare(tx, neighbourhood, loaded.value, input, () => crypto.randomUUID()));
}

async function compare(
  tx: Tx,
  neighbourhood: { id: string; name: string },
  roster: LoadedRoster,
  input: RosterInput,
  newId: () => string,
): Promise<RosterPreview> {
  const snapshot = await takeSnapshot(tx, neighbourhood);
  const compoundId = snapshot.compounds.some((compound) => compound.id === input.compoundId) ? (input.compoundId ?? null) : null;
  const needsCompound = compoundId === null && snapshot.compounds.length > 1 && roster.parsed.rows.some((row) => row.compound === null);
  const { plan, errors } = planRoster(roster.parsed.rows, snapshot, { compoundId, newId });
  return {
    roster,
    plan,
    needsCompound,
    summary: summaryOf(plan, roster.parsed.rows.length),
    errors: [...roster.parsed.errors, ...errors].sort((a, b) => a.row - b.row),
  };
}

/**
 * Imports a roster whole or not at all. Two imports into one neighbourhood wait for each other; the plan is worked out
 * anew under that lock. The same roster again writes nothing.
 */
export async function importRosterIn(tx: CommandTx, input: RosterInput, progress: RosterProgress = () => {}): Promise<Result<ImportSummary, RosterFailure>> {
  const neighbourhood = await findNeighbourhood(tx, input.neighbourhoodId);
  if (!neighbourhood) return err({ code: 'not-found' });
  if (!tx.can('roster.import', { neighbourhoodId: neighbourhood.id })) return err({ code: 'not-allowed' });
  progress('reading', 0, 0);
  const loaded = loadRoster(input.bytes, input);
  if (!loaded.ok) return loaded;
  await lockNeighbourhood(tx, neighbourhood.id);
  progress('comparing', 0, loaded.value.parsed.rows.length);
  const preview = await compare(tx, neighbourhood, loaded.value, input, tx.newId);
  if (preview.errors.length > 0) return err({ code: 'rows', errors: preview.errors });
  if (preview.needsCompound) return err({ code: 'which-compound' });
  await write(tx, neighbourhood.id, preview.plan, progress);
  const { summary } = preview;
  tx.audit({
    action: 'roster.imported',
    subjectKind: 'neighbourhood',
    subjectId: neighbourhood.id,
    text: { ...summary },
  });
  await tx.emit('roster.imported', { neighbourhoodId: neighbourhood.id, ...summary });
  progress('done', summary.rows, summary.rows);
  return ok(summary);
}

/** Imports a roster; see {@link importRosterIn}. The failure carries its rows, which a command's code cannot. */
export async function importRoster(
  ctx: CommandContext,
  input: RosterInput,
  progress?: RosterProgress,
): Promise<Result<ImportSummary, RosterFailure | { code: 'key-reused' }>> {
  let failure: RosterFailure | null = null;
  const result = await runCommand(ctx, 'import-roster', async (tx): Promise<Result<ImportSummary, 'refused'>> => {
    const imported = await importRosterIn(tx, input, progress);
    if (imported.ok) return imported;
    failure = imported.error;
    return err('refused');
  });
  if (result.ok) return result;
  return err(result.error === 'key-reused' || !failure ? { code: 'key-reused' } : failure);
}

const batch = 2_000;

async function write(tx: CommandTx, neighbourhoodId: string, plan: ImportPlan, progress: RosterProgress): Promise<void> {
  const total = plan.homes.length + plan.households.length + plan.persons.length + plan.members.length + plan.owners.length;
  let done = 0;
  const inBatches = async <T>(rows: readonly T[], insert: (rows: readonly T[]) => Promise<void>): Promise<void> => {
    for (let i = 0; i < rows.length; i += batch) {
      const some = rows.slice(i, i + batch);
      await insert(some);
      done += some.length;
      progress('writing', done, total);
    }
  };
  await insertCompounds(
    tx,
    plan.newCompounds.map((compound) => ({
      ...compound,
      neighbourhoodId,
      kind: null,
      tags: [],
      builtYear: null,
    })),
  );
  await insertGroups(
    tx,
    plan.groups.map((group) => ({ ...group, neighbourhoodId })),
  );
  await insertBuildings(tx, plan.buildings);
  await insertEntrances(tx, plan.entrances);
  await inBatches(plan.homes, (rows) => insertHomes(tx, rows));
  await updateHomes(tx, plan.changedHomes);
  for (const householdId of plan.endedHouseholds) await endHousehold(tx, householdId);
  await inBatches(plan.households, (rows) =>
    insertHouseholds(
      tx,
      rows.map((household) => ({ ...household, neighbourhoodId })),
    ),
  );
  await insertOrganisations(tx, plan.organisations);
  await inBatches(plan.persons, (rows) => insertPersons(tx, rows));
  await updatePersons(tx, plan.changedPersons);
  await endMembers(tx, plan.endedMembers);
  await endOwners(tx, plan.endedOwners);
  await inBatches(plan.members, (rows) => insertMembers(tx, rows));
  await inBatches(plan.owners, (rows) => insertOwners(tx, rows));
  await updateRelations(tx, plan.changedRelations);
  await setHeads(tx, plan.heads);
  if (total > 1_000) await refreshStatistics(tx);
}
