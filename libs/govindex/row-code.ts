// Straight-line code for the rows of one tree, made when a scorer first needs it: a WebAssembly module, two leaves at a time, without a branch on any value.
// Nothing is evaluated from text; where WebAssembly is not to be had, rows are scored one by one by score.ts, to the same last bit.
import type { Plan } from './plan.ts';

/** What the engine of the page or the server brings; declared here, so that no library of types is asked for. */
interface Engine {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: Record<string, unknown> };
}

/** Rows that fit into the memory of the code at one time. */
export const blockRows = 144;

/** Code that is ready, and where its memory keeps what. Offsets are in doubles. */
export interface RowCode {
  memory: Float64Array;
  /** Room for the scale of one kind after the other. */
  scaleAt: (kind: number) => number;
  values: number;
  z: number;
  index: number;
  total: number;
  nested: number;
  coverage: number;
  /** Scores rows `from` to `to` of the block with the scale of a kind. */
  run: (kind: number, from: number, to: number) => void;
}

const op = {
  block: 0x40,
  loop: 0x03,
  end: 0x0b,
  brIf: 0x0d,
  get: 0x20,
  set: 0x21,
  i32const: 0x41,
  f64const: 0x44,
  i32add: 0x6a,
  i32ltU: 0x49,
  select: 0x1b,
} as const;
const f64 = { load: 0x2b, store: 0x39, add: 0xa0, mul: 0xa2, div: 0xa3, eq: 0x61 } as const;
const simd = {
  load: 0x00,
  store: 0x0b,
  constant: 0x0c,
  lane: 0x21,
  eq: 0x47,
  and: 0x4e,
  loadOne: 0x5d,
  storeOne: 0x5b,
  add: 0xf0,
  sub: 0xf1,
  mul: 0xf2,
  pmin: 0xf6,
  pmax: 0xf7,
} as const;

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a number that is not negative. */
const signed = (value: number): number[] => {
  const bytes = unsigned(value);
  const last = bytes.at(-1) ?? 0;
  return (last & 0x40) === 0 ? bytes : [...bytes.slice(0, -1), last | 0x80, 0];
};
const double = (value: number): number[] => Array.from(new Uint8Array(Float64Array.of(value).buffer));
const vector = (code: number): number[] => [0xfd, ...unsigned(code)];
const get = (local: number): number[] => [op.get, ...unsigned(local)];
const set = (local: number): number[] => [op.set, ...unsigned(local)];
/** Alignment of a double, and an offset in doubles. */
const at = (offset: number): number[] => [3, ...unsigned(offset * 8)];
const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];

/** Doubles of one kind's scale: per pair of leaves shift, factor, offset and weight, then the weight of everything, of the second level's nodes together, and of each. */
const scaleSize = (plan: Plan): number => 8 * pairsOf(plan).length + 2 + plan.top.length;

/** Leaves two by two inside each group, the last alone where their number is odd. */
function pairsOf({ groupEnd }: Plan): { leaf: number; group: number; single: boolean }[] {
  const pairs: { leaf: number; group: number; single: boolean }[] = [];
  let leaf = 0;
  groupEnd.forEach((end, group) => {
    for (; leaf < end; leaf += 2) pairs.push({ leaf, group, single: leaf + 1 === end });
    leaf = end;
  });
  return pairs;
}

// Parameters of the code: addresses in bytes.
const [values, z, index, total, scale, end] = [0, 1, 2, 3, 4, 5] as const;

function bodyOf(plan: Plan): number[] {
  const groups = plan.groupEnd.length;
  const pairs = pairsOf(plan);
  const [points, weights, found, mask, nought, unity] = [6, 7, 8, 9, 10, 11] as const;
  const sumOf = (group: number) => 12 + 2 * group;
  const presentOf = (group: number) => 13 + 2 * group;
  const [shares, share, one] = [12 + 2 * groups, 13 + 2 * groups, 14 + 2 * groups];
  const code: number[] = [];
  /** Bytes one after another; numbers above 255 cannot come, because every part is encoded. */
  const emit = (...parts: readonly (number | readonly number[])[]) => {
    for (const part of parts) {
      if (typeof part === 'number') code.push(part);
      else for (const byte of part) code.push(byte);
    }
  };
  const zero = [op.f64const, ...double(0)];
  const hundred = [op.f64const, ...double(100)];
  emit(vector(simd.constant), double(0), double(0), set(nought), vector(simd.constant), double(1), double(1), set(unity), op.loop, op.block);
  pairs.forEach(({ leaf, group, single }, pair) => {
    if (leaf === (group === 0 ? 0 : plan.groupEnd[group - 1])) emit(get(nought), set(points), get(nought), set(weights));
    const constant = (place: number) => emit(get(scale), vector(simd.load), at(8 * pair + 2 * place));
    // (x − shift) · factor + offset, cut to 0…1; a comparison with what is missing is false, so that it stays missing.
    emit(get(values), vector(single ? simd.loadOne : simd.load), at(leaf));
    constant(0);
    emit(vector(simd.sub));
    constant(1);
    emit(vector(simd.mul));
    constant(2);
    emit(vector(simd.add), get(nought), vector(simd.pmax), get(unity), vector(simd.pmin), set(found));
    emit(get(z), get(found), vector(single ? simd.storeOne : simd.store), at(leaf), single ? [0] : []);
    // Only what equals itself is there.
    emit(get(found), get(found), vector(simd.eq), set(mask), get(points), get(found), get(mask), vector(simd.and));
    constant(3);
    emit(vector(simd.mul), vector(simd.add), set(points), get(weights));
    constant(3);
    emit(get(mask), vector(simd.and), vector(simd.add), set(weights));
    if (leaf + (single ? 1 : 2) < (plan.groupEnd[group] as number)) return;
    emit(get(points), vector(simd.lane), 0, get(points), vector(simd.lane), 1, f64.add, set(sumOf(group)));
    emit(get(weights), vector(simd.lane), 0, get(weights), vector(simd.lane), 1, f64.add, set(presentOf(group)));
  });
  const sum = (of: (group: number) => number, from: number, to: number) => {
    for (let group = from; group < to; group += 1) emit(get(of(group)), group === from ? [] : f64.add);
  };
  const index100 = (from: number, to: number) => {
    emit(hundred);
    sum(sumOf, from, to);
    emit(f64.mul);
    sum(presentOf, from, to);
    emit(f64.div, set(one));
  };
  const scaleValue = (place: number) => [...get(scale), f64.load, ...at(8 * pairs.length + place)];
  emit(zero, set(shares), zero, set(share));
  for (let node = 0; node < plan.nodes; node += 1) {
    index100(plan.nodeFrom[node] as number, plan.nodeTo[node] as number);
    emit(get(index), get(one), f64.store, at(node));
    const top = plan.top.indexOf(node);
    if (top < 0) continue;
    // A node of which nothing is there gives its share to the others.
    const ifThere = [...zero, ...get(one), ...get(one), f64.eq, op.select];
    emit(get(shares), get(one), scaleValue(2 + top), f64.mul, ifThere, f64.add, set(shares));
    emit(get(share), scaleValue(2 + top), ifThere, f64.add, set(share));
  }
  index100(0, groups);
  emit(get(total), get(one), f64.store, at(0));
  emit(get(total), plan.top.length === 0 ? get(one) : [...get(shares), ...get(share), f64.div], f64.store, at(blockRows));
  emit(get(total));
  sum(presentOf, 0, groups);
  emit(scaleValue(0), f64.div, f64.store, at(2 * blockRows));
  const step = (local: number, doubles: number) => emit(get(local), op.i32const, signed(8 * doubles), op.i32add, set(local));
  step(z, plan.leaves);
  step(index, plan.nodes);
  step(total, 1);
  step(values, plan.leaves);
  emit(get(values), get(end), op.i32ltU, op.brIf, 0, op.end, op.end);
  return [2, 6, 0x7b, ...unsigned(2 * groups + 3), 0x7c, ...code];
}

function moduleOf(plan: Plan, pages: number): Uint8Array {
  const body = bodyOf(plan);
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 6, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('rows'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

const made = new Map<string, object | null>();
const isRows = (value: unknown): value is (...addresses: number[]) => void => typeof value === 'function';

/** Code for a tree and so many kinds; null where there is no WebAssembly. Weights and scales lie in its memory, see {@link writeScale}. */
export function rowCodeOf(plan: Plan, kinds: number): RowCode | null {
  const engine = (globalThis as { WebAssembly?: Engine }).WebAssembly;
  if (!engine || plan.leaves === 0) return null;
  const size = scaleSize(plan);
  const scaleAt = (kind: number) => kind * size;
  const valuesAt = scaleAt(kinds);
  const zAt = valuesAt + blockRows * plan.leaves;
  const indexAt = zAt + blockRows * plan.leaves;
  const totalAt = indexAt + blockRows * plan.nodes;
  const pages = Math.ceil(((totalAt + 3 * blockRows) * 8) / 65_536);
  const shape = JSON.stringify([pages, ...[plan.groupEnd, plan.nodeFrom, plan.nodeTo, plan.top].map((part) => Array.from(part))]);
  let module = made.get(shape);
  if (module === undefined) {
    module = compiled(engine, moduleOf(plan, pages));
    if (made.size >= 16) made.clear();
    made.set(shape, module);
  }
  if (module === null) return null;
  const { exports } = new engine.Instance(module);
  const { memory, rows } = exports as { memory: { buffer: ArrayBuffer }; rows: unknown };
  if (!isRows(rows)) return null;
  return {
    memory: new Float64Array(memory.buffer),
    scaleAt,
    values: valuesAt,
    z: zAt,
    index: indexAt,
    total: totalAt,
    nested: totalAt + blockRows,
    coverage: totalAt + 2 * blockRows,
    run(kind, from, to) {
      const byte = (place: number, row: number, stride: number) => 8 * (place + row * stride);
      rows(
        byte(valuesAt, from, plan.leaves),
        byte(zAt, from, plan.leaves),
        byte(indexAt, from, plan.nodes),
        byte(totalAt, from, 1),
        8 * scaleAt(kind),
        byte(valuesAt, to, plan.leaves),
      );
    },
  };
}

/** A policy may forbid compiling, and an old engine may know no vectors: then there is no code. */
function compiled(engine: Engine, bytes: Uint8Array): object | null {
  try {
    return new engine.Module(bytes);
  } catch {
    return null;
  }
}

/** Writes weights and the scale of one kind into the memory of the code. */
export function writeScale(
  code: RowCode,
  plan: Plan,
  kind: number,
  { shift, factor, offset }: { shift: Float64Array; factor: Float64Array; offset: Float64Array },
): void {
  const { memory } = code;
  const start = code.scaleAt(kind);
  const pairs = pairsOf(plan);
  pairs.forEach(({ leaf, single }, pair) => {
    [shift, factor, offset, plan.weights].forEach((part, place) => {
      memory[start + 8 * pair + 2 * place] = part[leaf] as number;
      memory[start + 8 * pair + 2 * place + 1] = single ? 0 : (part[leaf + 1] as number);
    });
  });
  memory[start + 8 * pairs.length] = plan.allWeight;
  memory[start + 8 * pairs.length + 1] = plan.allTopWeight;
  plan.topWeight.forEach((weight, top) => {
    memory[start + 8 * pairs.length + 2 + top] = weight;
  });
}
