import { err, ok, type Result } from '#libs/result';
import { type CommandContext, civilDay, runCommand } from '#platform/command';
import { listCompounds, listNeighbourhoods } from '#modules/places';
import { forgetCompounds, type IndexCompound, listIndexCompounds, saveIndexCompounds } from './compound.ts';
import { type Fault, type FaultCode, mostFaults } from './fault.ts';
import { numberIn, readTable } from './read-table.ts';
import { insertSample, samplesOf, treeInForce } from './store.ts';

const heads: Record<string, readonly string[]> = {
  code: ['compound', 'code', '小区编号', '编号', '小区代码'],
  name: ['name', '小区', '小区名称', '名称'],
  kind: ['category', 'kind', '类型', '小区类型'],
  households: ['households', '户数'],
  neighbourhood: ['neighbourhood', '居民区', '居委会'],
  area: ['area', 'subdistrict', '街镇'],
  tags: ['tags', '标签'],
  sampled: ['in_sample', '样本'],
  x: ['x'],
  y: ['y'],
};
type Head = 'code' | 'name' | 'kind' | 'households' | 'neighbourhood' | 'area' | 'tags' | 'sampled' | 'x' | 'y';

export interface Registered {
  made: number;
  changed: number;
  /** Kinds whose sample the file named. */
  sampled: string[];
}
export type RegisterError = { code: 'not-allowed' | 'key-reused' } | { code: 'faults'; faults: Fault[] };

/**
 * Registers the compounds that the index scores, from a file: code and kind are needed; name, households, neighbourhood, 街镇, tags (separated by ；), place on
 * the schematic, whether in the sample. Every other column with numbers is a trait. Whole or not at all. A kind never changes inside its year.
 */
export async function registerCompounds(ctx: CommandContext, input: { fileName: string; bytes: Uint8Array }): Promise<Result<Registered, RegisterError>> {
  if (!ctx.platform.permissions.can(ctx.actor, 'index.import', { neighbourhoodId: null })) return err({ code: 'not-allowed' });
  const table = await readTable(input.bytes, input.fileName);
  if (!table.ok) return err({ code: 'faults', faults: [{ line: 1, column: '', code: 'not-a-table', text: input.fileName }] });
  const year = Number(civilDay(ctx.platform.sources.now()).slice(0, 4));
  let faults: Fault[] = [];
  const done = await runCommand(ctx, 'register-index-compounds', async (tx): Promise<Result<Registered, 'not-allowed' | 'faults'>> => {
    if (!tx.can('index.import', { neighbourhoodId: null })) return err('not-allowed');
    faults = [];
    const fault = (line: number, column: string, code: FaultCode, text: string) => void faults.push({ line, column, code, text });
    const tree = await treeInForce(tx);
    const kinds = tree.kinds.map((kind) => kind.name);
    const known = new Map((await listIndexCompounds(tx)).map((compound) => [compound.code, compound]));
    const codeOfName = new Map([...known.values()].map((compound) => [compound.name, compound.code]));
    const places = new Map((await listNeighbourhoods(tx)).map((place) => [place.name, place]));
    const ownCompounds = new Map<string, string>();
    for (const place of places.values())
      for (const compound of await listCompounds(tx, place.id)) ownCompounds.set(`${place.id} ${compound.name}`, compound.id);
    const { head } = table.value;
    const find = (which: Head) => head.findIndex((name) => heads[which]?.includes(name.toLowerCase()));
    const at = Object.fromEntries((Object.keys(heads) as Head[]).map((which) => [which, find(which)])) as Record<Head, number>;
    // A file with only one column of names has them as codes.
    if (at.code < 0 && at.name >= 0) at.code = at.name;
    if (at.code < 0) fault(1, '小区编号', 'column-missing', '');
    if (at.kind < 0) fault(1, '类型', 'column-missing', '');
    const traitColumns = head.flatMap((name, index) => (name !== '' && !Object.values(at).includes(index) ? [index] : []));
    const rows = new Map<string, IndexCompound>();
    const sampled = new Map<string, string[]>();
    if (faults.length === 0)
      for await (const { line, fields } of table.value.rows()) {
        if (faults.length >= mostFaults) break;
        const text = (which: Head) => (at[which] < 0 ? '' : (fields[at[which]] ?? '').trim());
        const number = (which: Head, most: number): number | null => {
          const value = numberIn(text(which));
          if (value === undefined) fault(line, head[at[which]] ?? '', 'not-a-number', text(which));
          else if (value === value && !(Number.isInteger(value) && value >= 0 && value <= most))
            fault(line, head[at[which]] ?? '', 'out-of-range', text(which));
          return value === undefined || value !== value ? null : value;
        };
        const code = text('code');
        const before = known.get(code);
        const kind = text('kind');
        if (code === '') fault(line, head[at.code] ?? '', 'empty', '');
        else if ([...code].length > 40) fault(line, head[at.code] ?? '', 'too-long', code);
        // A name given as a code would make a twin of a compound that is registered under another code.
        const other = before ? undefined : codeOfName.get(code);
        if (other !== undefined) fault(line, head[at.code] ?? '', 'known-otherwise', `${code} = ${other}`);
        if (rows.has(code)) fault(line, head[at.code] ?? '', 'duplicate-row', code);
        if (!kinds.includes(kind)) fault(line, head[at.kind] ?? '', 'unknown-kind', kind);
        else if (before && before.kind !== kind && before.kindYear >= year) fault(line, head[at.kind] ?? '', 'kind-changed', `${before.kind} → ${kind}`);
        const neighbourhood = text('neighbourhood') || before?.neighbourhood || text('name') || code;
        const place = places.get(neighbourhood);
        const name = text('name') || before?.name || code;
        const traits: Record<string, number> = { ...before?.traits };
        for (const column of traitColumns) {
          const value = numberIn(fields[column] ?? '');
          if (value === undefined) fault(line, head[column] ?? '', 'not-a-number', fields[column] ?? '');
          else if (value === value) traits[head[column] ?? ''] = value;
        }
        const id = before?.id ?? tx.newId();
        const tags = at.tags < 0 ? before?.tags : text('tags').split(/[；;、]/);
        rows.set(code, {
          id,
          code,
          name: [...name].slice(0, 60).join(''),
          kind,
          kindYear: before && before.kind === kind ? before.kindYear : year,
          area: text('area') || before?.area || '',
          neighbourhood: [...neighbourhood].slice(0, 60).join(''),
          neighbourhoodId: place?.id ?? before?.neighbourhoodId ?? null,
          compoundId: (place && ownCompounds.get(`${place.id} ${name}`)) ?? before?.compoundId ?? null,
          households: number('households', 100_000) ?? before?.households ?? 0,
          tags: (tags ?? []).map((tag) => tag.trim()).filter((tag) => tag !== ''),
          traits,
          x: number('x', 1000) ?? before?.x ?? null,
          y: number('y', 1000) ?? before?.y ?? null,
        });
        if (text('sampled') === '1' || text('sampled') === '是') sampled.set(kind, [...(sampled.get(kind) ?? []), id]);
      }
    if (faults.length === 0 && rows.size === 0) fault(1, '', 'no-rows', '');
    if (faults.length > 0) return err('faults');
    await saveIndexCompounds(tx, [...rows.values()]);
    const drawn = new Set((await samplesOf(tx, year)).map((sample) => sample.kind));
    const everybody = [...(await listIndexCompounds(tx))];
    const named: string[] = [];
    for (const [kind, compoundIds] of sampled) {
      if (drawn.has(kind)) continue;
      const population = everybody.filter((compound) => compound.kind === kind).length;
      await insertSample(tx, { year, kind, seed: null, population, compoundIds, note: `随文件“${input.fileName}”指定`.slice(0, 500) });
      named.push(kind);
    }
    const made = [...rows.values()].filter((row) => !known.has(row.code)).length;
    tx.audit({ action: 'index.compounds', subjectKind: 'index-compound', subjectId: null, text: { file: input.fileName, made, all: rows.size } });
    await tx.emit('index.compounds-registered', { made, changed: rows.size - made });
    return ok({ made, changed: rows.size - made, sampled: named });
  });
  forgetCompounds(ctx.subdistrictId);
  if (done.ok) return done;
  return done.error === 'faults' ? err({ code: 'faults', faults }) : err({ code: done.error });
}
