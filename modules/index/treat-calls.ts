import { createHash } from 'node:crypto';
import { perHundredHouseholds } from '#libs/govindex';
import { isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { sql } from '#platform/database';
import { insertBatch } from './batch.ts';
import { compoundsInMemory } from './compound.ts';
import { type Fault, type FaultCode, mostFaults } from './fault.ts';
import { monthOfDay } from './month.ts';
import { readTable } from './read-table.ts';
import { treeInForce } from './store.ts';

export type TreatError = { code: 'not-allowed' | 'not-found' | 'empty' | 'out-of-range' | 'key-reused' } | { code: 'faults'; faults: Fault[] };

const heads = {
  compound: ['compound', '小区', '小区编号'],
  date: ['date', '日期', '受理日期'],
  caller: ['caller', '来电', '来电人', '来电编号'],
  topic: ['topic', '事由', '诉求类型', '警情类型'],
} as const;

/**
 * Raw calls (12345, 110), one a row: compound, day, caller, topic. They never enter the index as they are: calls of one caller about one topic within
 * `mergeDays` count once, and what is left is put per 100 households. Callers are used to merge and are kept nowhere.
 */
export async function treatCalls(
  ctx: CommandContext,
  input: { leaf: string; fileName: string; bytes: Uint8Array; source: string; mergeDays: number },
): Promise<Result<{ rows: number; calls: number; merged: number }, TreatError>> {
  if (!ctx.platform.permissions.can(ctx.actor, 'index.import', { neighbourhoodId: null })) return err({ code: 'not-allowed' });
  if (!Number.isInteger(input.mergeDays) || input.mergeDays < 0 || input.mergeDays > 366) return err({ code: 'out-of-range' });
  const source = input.source.trim();
  if (source === '') return err({ code: 'empty' });
  const table = await readTable(input.bytes, input.fileName);
  if (!table.ok) return err({ code: 'faults', faults: [{ line: 1, column: '', code: 'not-a-table', text: input.fileName }] });
  let faults: Fault[] = [];
  const done = await runCommand(ctx, 'treat-index-calls', async (tx) => {
    if (!tx.can('index.import', { neighbourhoodId: null })) return err('not-allowed');
    faults = [];
    const fault = (line: number, column: string, code: FaultCode, text: string) => void faults.push({ line, column, code, text });
    const leaf = (await treeInForce(tx)).leaves.find((one) => one.code === input.leaf && one.treatment !== undefined);
    if (!leaf) return err('not-found');
    const compounds = await compoundsInMemory(tx);
    const byCode = new Map(compounds.flatMap((one) => [[one.code, one] as const, [one.name, one] as const]));
    const at = Object.fromEntries(
      Object.entries(heads).map(([key, names]) => [key, table.value.head.findIndex((name) => (names as readonly string[]).includes(name.toLowerCase()))]),
    ) as Record<keyof typeof heads, number>;
    for (const [key, index] of Object.entries(at)) if (index < 0) fault(1, heads[key as keyof typeof heads][1], 'column-missing', '');
    const calls: { compound: string; date: string; caller: string; topic: string }[] = [];
    if (faults.length === 0)
      for await (const { line, fields } of table.value.rows()) {
        if (faults.length >= mostFaults) break;
        const field = (key: keyof typeof heads) => (fields[at[key]] ?? '').trim();
        const compound = byCode.get(field('compound'));
        const date = field('date').slice(0, 10).replaceAll('/', '-');
        if (!compound) fault(line, heads.compound[1], 'unknown-compound', field('compound'));
        else if (compound.households === 0) fault(line, heads.compound[1], 'no-households', compound.name);
        if (!isDay(date) || date > tx.today) fault(line, heads.date[1], 'not-a-day', field('date'));
        // Without a caller no call repeats another.
        if (compound) calls.push({ compound: compound.id, date, caller: field('caller') || `第${line}行`, topic: field('topic') });
      }
    if (faults.length === 0 && calls.length === 0) fault(1, '', 'no-rows', '');
    if (faults.length > 0) return err('faults');
    const treated = perHundredHouseholds(calls, new Map(compounds.map((one) => [one.id, one.households])), { mergeDays: input.mergeDays }).rows.map((row) => ({
      ...row,
      month: monthOfDay(`${row.month}-01`),
    }));
    const [firstMonth, lastMonth] = [Math.min(...treated.map((row) => row.month)), Math.max(...treated.map((row) => row.month))];
    const months = lastMonth - firstMonth + 1;
    // A compound of the list without a call in a month of the list had none.
    const ids = compounds.filter((one) => one.households > 0).map((one) => one.id);
    const cells = new Float64Array(ids.length * months);
    const positions = new Map(ids.map((id, index) => [id, index]));
    for (const row of treated) cells[(positions.get(row.compound) ?? 0) * months + row.month - firstMonth] = row.rate ?? Number.NaN;
    const { id } = await insertBatch(tx, {
      kind: 'treatment',
      source,
      leaves: [leaf.code],
      firstMonth,
      months,
      compoundIds: ids,
      cells,
      fileName: input.fileName.slice(0, 200),
      fileHash: createHash('sha256').update(input.bytes).digest('hex'),
      note: `每百户件数；同一来电同一事由${input.mergeDays}天内合并为一件`,
    });
    const json = JSON.stringify(
      treated.map((row) => ({ c: row.compound, m: row.month, calls: row.calls, repeats: row.calls - row.merged, households: row.households })),
    );
    await tx.exec(sql`insert into index_raw_count (subdistrict_id, batch_id, compound_id, month, leaf, calls, repeats, households)
      select ${tx.subdistrictId}::uuid, ${id}::uuid, v.c, v.m, ${leaf.code}, v.calls, v.repeats, v.households
      from jsonb_to_recordset(${json}::jsonb) as v (c uuid, m int, calls int, repeats int, households int)`);
    const sum = (pick: (row: (typeof treated)[number]) => number) => treated.reduce((total, row) => total + pick(row), 0);
    const figures = { rows: treated.length, calls: sum((row) => row.calls), merged: sum((row) => row.calls - row.merged) };
    tx.audit({ action: 'index.treat', subjectKind: 'index-batch', subjectId: id, text: { leaf: leaf.code, ...figures, mergeDays: input.mergeDays } });
    await tx.emit('index.imported', { batchId: id });
    return ok(figures);
  });
  if (done.ok) return done;
  return err(done.error === 'faults' ? { code: 'faults', faults } : { code: done.error });
}
