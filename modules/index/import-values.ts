import { createHash } from 'node:crypto';
import { err, type Result, ok } from '#libs/result';
import { type CommandContext, civilDay, runCommand } from '#platform/command';
import { insertBatch } from './batch.ts';
import { compoundsInMemory, type IndexCompound } from './compound.ts';
import { type Fault, type FaultCode, mostFaults } from './fault.ts';
import { monthOfDay, parseMonth } from './month.ts';
import { numberIn, type ReadTable, readTable } from './read-table.ts';
import { adoptedTree, treeInForce } from './store.ts';
import { type IndexTree, isPossible, shippedTree } from './tree.ts';

/** What a column of a file is: the compound, the month, its kind (only compared), a leaf's code, or `skip`. */
export type ColumnUse = string;

export interface ImportInput {
  fileName: string;
  bytes: Uint8Array;
  /** Who says so: 城运中心. */
  source: string;
  status: 'reported' | 'estimated';
  /** By heading; what is not named is guessed from code and name. */
  mapping?: Readonly<Record<string, ColumnUse>>;
  /** By which treatment raw counts in the file were treated already; without it columns that need one are refused. */
  treatedBy?: string;
}

export interface Imported {
  batchId: string;
  compounds: number;
  months: number;
  leaves: number;
  cells: number;
}

/** A file is taken whole or not at all. */
export type ImportError = { code: 'not-allowed' | 'empty' | 'too-long' | 'key-reused' } | { code: 'faults'; faults: Fault[] };

const compoundHeads = ['compound', '小区', '小区编号', '小区代码', '编号'];
const monthHeads = ['month', '月份', '年月', '月'];
const kindHeads = ['category', 'kind', '类型', '小区类型', '房屋类型'];

/** What each column of a heading is, by the mapping, else by code or name; null = nobody knows. */
export function columnsOf(tree: IndexTree, head: readonly string[], mapping: Readonly<Record<string, ColumnUse>> = {}): (ColumnUse | null)[] {
  return head.map((name) => {
    const said = mapping[name];
    if (said !== undefined && said !== '') return said;
    const plain = name.trim();
    if (compoundHeads.includes(plain.toLowerCase())) return 'compound';
    if (monthHeads.includes(plain.toLowerCase())) return 'month';
    if (kindHeads.includes(plain.toLowerCase())) return 'kind';
    if (plain === '') return 'skip';
    return tree.leaves.find((leaf) => leaf.code === plain || leaf.name === plain)?.code ?? null;
  });
}

interface Cells {
  compoundIds: string[];
  leaves: string[];
  firstMonth: number;
  months: number;
  cells: Float64Array;
  count: number;
}

/** Imports values. Errors: `faults`, each named by line and column; `empty` without a source. */
export async function importValues(ctx: CommandContext, input: ImportInput): Promise<Result<Imported, ImportError>> {
  const { platform } = ctx;
  if (!platform.permissions.can(ctx.actor, 'index.import', { neighbourhoodId: null })) return err({ code: 'not-allowed' });
  const source = input.source.trim();
  if (source === '') return err({ code: 'empty' });
  if ([...source].length > 100) return err({ code: 'too-long' });
  const { tree, compounds } = await platform.db.tenant(
    ctx.subdistrictId,
    async (tx) => ({ tree: (await adoptedTree(tx)) ?? shippedTree, compounds: await compoundsInMemory(tx) }),
    'read',
  );
  const table = await readTable(input.bytes, input.fileName);
  if (!table.ok) return err({ code: 'faults', faults: [{ line: 1, column: '', code: 'not-a-table', text: input.fileName }] });
  const read = await readCells(tree, compounds, table.value, input, monthOfDay(civilDay(platform.sources.now())));
  if (!read.ok) return err({ code: 'faults', faults: read.error });
  const { cells, count, ...layout } = read.value;
  const done = await runCommand(ctx, 'import-index-values', async (tx) => {
    if (!tx.can('index.import', { neighbourhoodId: null })) return err('not-allowed');
    if ((await treeInForce(tx)).version !== tree.version) return err('not-allowed');
    const { id } = await insertBatch(tx, {
      kind: 'import',
      source,
      status: input.status,
      ...layout,
      cells,
      fileName: input.fileName.slice(0, 200),
      fileHash: createHash('sha256').update(input.bytes).digest('hex'),
      note: input.treatedBy ? `已处理：${input.treatedBy}`.slice(0, 1000) : '',
    });
    tx.audit({ action: 'index.import', subjectKind: 'index-batch', subjectId: id, text: { source, file: input.fileName, cells: count } });
    await tx.emit('index.imported', { batchId: id });
    return ok({ batchId: id, compounds: layout.compoundIds.length, months: layout.months, leaves: layout.leaves.length, cells: count });
  });
  return done.ok ? done : err({ code: done.error });
}

/** Everything a file says, or everything that is wrong with it. */
export async function readCells(
  tree: IndexTree,
  compounds: readonly IndexCompound[],
  table: ReadTable,
  input: Pick<ImportInput, 'mapping' | 'treatedBy'>,
  thisMonth: number,
): Promise<Result<Cells, Fault[]>> {
  const faults: Fault[] = [];
  const fault = (line: number, column: string, code: FaultCode, text: string) => void faults.push({ line, column, code, text });
  const uses = columnsOf(tree, table.head, input.mapping);
  uses.forEach((use, at) => {
    const name = table.head[at] ?? '';
    const leaf = use === null ? undefined : tree.leaves.find((one) => one.code === use);
    if (use === null || (!leaf && !['compound', 'month', 'kind', 'skip'].includes(use))) fault(1, name, 'unknown-indicator', name);
    else if (use !== 'skip' && uses.indexOf(use) !== at) fault(1, name, 'duplicate-column', name);
    else if (leaf?.treatment && !input.treatedBy) fault(1, name, 'needs-treatment', leaf.name);
  });
  const [compoundAt, monthAt, kindAt] = [uses.indexOf('compound'), uses.indexOf('month'), uses.indexOf('kind')];
  if (compoundAt < 0) fault(1, '小区', 'column-missing', '');
  if (monthAt < 0) fault(1, '月份', 'column-missing', '');
  const columns = uses.flatMap((use, at) => (use !== null && tree.leaves.some((leaf) => leaf.code === use) ? [at] : []));
  // Beyond what a leaf can be: below zero a count, above one a share (written 0.88, not 88).
  const bounds = columns.map((at) => tree.leaves.find((leaf) => leaf.code === uses[at]) ?? { min: null, max: null });
  if (columns.length === 0 && faults.length === 0) fault(1, '', 'column-missing', '');
  if (faults.length > 0) return err(faults);

  const byCode = new Map(compounds.map((compound) => [compound.code, compound]));
  const byName = new Map<string, IndexCompound | null>();
  for (const compound of compounds) byName.set(compound.name, byName.has(compound.name) ? null : compound);
  const order = new Map<string, number>();
  const months: number[] = [];
  const owners: number[] = [];
  const seen = new Map<string, number>();
  let values = new Float64Array(1024 * columns.length);
  let rows = 0;
  let count = 0;
  for await (const { line, fields } of table.rows()) {
    if (faults.length >= mostFaults) break;
    if (fields.length !== table.head.length) {
      fault(line, '', 'wrong-number-of-fields', `${fields.length}`);
      continue;
    }
    const written = (fields[compoundAt] ?? '').trim();
    const compound = byCode.get(written) ?? byName.get(written);
    const month = parseMonth(
      (fields[monthAt] ?? '')
        .trim()
        .slice(0, 7)
        .replace('/', '-')
        .replace(/^(\d{4})-(\d)$/, '$1-0$2'),
    );
    if (!compound) fault(line, table.head[compoundAt] ?? '', 'unknown-compound', written);
    if (month === null) fault(line, table.head[monthAt] ?? '', 'not-a-month', fields[monthAt] ?? '');
    else if (month > thisMonth) fault(line, table.head[monthAt] ?? '', 'month-to-come', fields[monthAt] ?? '');
    if (!compound || month === null) continue;
    const key = `${compound.id} ${month}`;
    const before = seen.get(key);
    if (before !== undefined) {
      fault(line, table.head[monthAt] ?? '', 'duplicate-row', `${written} ${fields[monthAt] ?? ''}（${before}）`);
      continue;
    }
    seen.set(key, line);
    const kind = kindAt < 0 ? '' : (fields[kindAt] ?? '').trim();
    if (kind !== '' && kind !== compound.kind) fault(line, table.head[kindAt] ?? '', 'kind-changed', `${kind} ≠ ${compound.kind}`);
    if ((rows + 1) * columns.length > values.length) {
      const larger = new Float64Array(values.length * 2);
      larger.set(values);
      values = larger;
    }
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at] as number;
      const value = numberIn(fields[column] as string);
      if (value === undefined) fault(line, table.head[column] ?? '', 'not-a-number', fields[column] ?? '');
      else if (value === value) {
        count += 1;
        if (!isPossible(bounds[at] as (typeof bounds)[number], value)) fault(line, table.head[column] ?? '', 'out-of-range', fields[column] ?? '');
      }
      values[rows * columns.length + at] = value ?? Number.NaN;
    }
    let position = order.get(compound.id);
    if (position === undefined) order.set(compound.id, (position = order.size));
    owners.push(position);
    months.push(month);
    rows += 1;
  }
  if (faults.length === 0 && count === 0) fault(1, '', 'no-rows', '');
  if (faults.length > 0) return err(faults);
  let [firstMonth, lastMonth] = [months[0] as number, months[0] as number];
  for (const month of months) [firstMonth, lastMonth] = [Math.min(firstMonth, month), Math.max(lastMonth, month)];
  const span = lastMonth - firstMonth + 1;
  if (span > 240) return err([{ line: 1, column: table.head[monthAt] ?? '', code: 'not-a-month', text: `${span}` }]);
  const cells = new Float64Array(order.size * span * columns.length).fill(Number.NaN);
  for (let row = 0; row < rows; row += 1) {
    const base = ((owners[row] as number) * span + (months[row] as number) - firstMonth) * columns.length;
    cells.set(values.subarray(row * columns.length, (row + 1) * columns.length), base);
  }
  return ok({ compoundIds: [...order.keys()], leaves: columns.map((at) => uses[at] as string), firstMonth, months: span, cells, count });
}
