import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createScorer,
  type DataFault,
  deriveChange,
  type District,
  drawSample,
  emptyKinds,
  explain,
  explanationText,
  freezeThresholds,
  type FrozenThresholds,
  leafZCsv,
  ranksOf,
  readDistrict,
  scoresCsv,
  thawThresholds,
  thresholdsCsv,
  thresholdsOf,
  type ThresholdReading,
  totalsCsv,
} from '#libs/govindex';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, CouldNot, Misuse } from './command.ts';

const usage =
  'index score --data DIR [--out DIR] [--explain COMPOUND [--month MONTH]] [--json] [--thresholds value|range] [--total flat|nested] [--derive-change] [--sample SEED] [--freeze FILE | --frozen FILE]';
const options = {
  data: { type: 'string' },
  out: { type: 'string' },
  explain: { type: 'string' },
  month: { type: 'string' },
  json: { type: 'boolean', default: false },
  thresholds: { type: 'string', default: 'value' },
  total: { type: 'string', default: 'flat' },
  'derive-change': { type: 'boolean', default: false },
  sample: { type: 'string' },
  freeze: { type: 'string' },
  frozen: { type: 'string' },
} as const;

const faultWords: Record<string, string> = {
  'column-missing': '缺少这一列 (column missing)',
  empty: '是空的 (empty)',
  'duplicate-row': '重复，括号里是先写的那一行 (given twice; the first line in brackets)',
  'duplicate-column': '列重复 (column given twice)',
  'duplicate-leaf': '指标重复 (indicator given twice)',
  'split-node': '同一上级的指标没有排在一起 (indicators of one node stand apart)',
  ragged: '上级的层数与其他指标不同 (another number of levels)',
  'some-weights': '有的指标有权重，有的没有 (some weights are missing)',
  'no-leaves': '没有指标 (no indicators)',
  'no-rows': '没有数据行 (no rows)',
  'not-0-or-1': '须为0或者1 (must be 0 or 1)',
  'not-1-or-minus-1': '须为1或者-1 (must be 1 or -1)',
  'unknown-compound': 'compounds.csv里没有这个小区 (no such compound)',
  'unknown-indicator': 'indicators.csv里没有这个指标 (no such indicator)',
  'not-a-month': '不是月份 (not a month)',
  'not-a-number': '不是数 (not a number)',
  'wrong-number-of-fields': '列数与表头不同 (another number of fields than the heading)',
  'category-changed': '类型变了，一个评价年度内不能变 (kind changed within the year)',
  'new-indicator': '冻结的阈值里没有这个指标 (not in the frozen thresholds)',
  'new-kind': '冻结的阈值里没有这类小区 (kind not in the frozen thresholds)',
  'empty-sample': '这类小区没有样本，算不出阈值 (no sample, so no thresholds, for this kind)',
  'bounds-crossed': '下限高于上限 (lower bound above the upper)',
  'unknown-node': '“变化”所指的上级指标不存在 (no such node to change)',
};

/** One fault as a line: file, line, column, what stands there, what is wrong. */
export const faultLine = (fault: DataFault): string =>
  `${fault.file}:${fault.line}${fault.column === '' ? '' : ` ${fault.column}`}${fault.text === '' ? '' : ` “${fault.text}”`} ${faultWords[fault.code] ?? fault.code}`;

function readFile(folder: string, name: string): Buffer {
  const path = join(folder, name);
  if (!existsSync(path)) throw new CouldNot(`缺少文件 ${path} (file missing)`);
  return readFileSync(path);
}

function refuse(faults: readonly DataFault[], note: (line: string) => void): never {
  for (const fault of faults) note(faultLine(fault));
  throw new CouldNot(`数据有${faults.length}处错误，没有计算。 ${faults.length} faults; nothing was scored.`);
}

/** Thresholds on record, or a reason that the operator can act on. */
function readFrozen(path: string): FrozenThresholds {
  if (!existsSync(path)) throw new CouldNot(`缺少文件 ${path} (file missing)`);
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isFrozen(read)) return read;
  } catch {
    // Falls through to the one message.
  }
  throw new CouldNot(`${path} 不是冻结的阈值 (not a file of frozen thresholds)`);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function isFrozen(value: unknown): value is FrozenThresholds {
  if (!isRecord(value) || !isRecord(value['kindOf']) || !Array.isArray(value['thresholds'])) return false;
  const threshold = (each: unknown) =>
    isRecord(each) &&
    typeof each['kind'] === 'string' &&
    typeof each['leaf'] === 'string' &&
    ['sampled', 'min', 'max', 'lower', 'upper'].every((name) => typeof each[name] === 'number');
  return Object.values(value['kindOf']).every((kind) => typeof kind === 'string') && value['thresholds'].every(threshold);
}

/** The sample of every kind drawn anew with a seed, instead of the one in the file. */
function resampled(district: District, seed: string, note: (line: string) => void): District {
  const { panel, compoundIds } = district;
  const samples = drawSample(
    compoundIds.map((id, at) => ({ id, kind: panel.kinds[panel.kindOf[at] ?? 0] ?? '' })),
    seed,
  );
  for (const { kind, size, population } of samples) note(`${kind}：${population} 个小区抽 ${size} 个 (drawn)`);
  const drawn = new Set(samples.flatMap((sample) => sample.drawn));
  return { ...district, panel: { ...panel, inSample: Uint8Array.from(compoundIds, (id) => (drawn.has(id) ? 1 : 0)) } };
}

/** What was asked for, checked. */
function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOrMisuse(args, options, usage, { min: 1, max: 1 });
  const misuse = (what: string): never => {
    throw new Misuse(`${what}。 用法 (usage): ${usage}`);
  };
  const { data, thresholds: reading, total } = values;
  if (positionals[0] !== 'score') return misuse(`没有 index ${positionals[0]} 这个命令 (no such command)`);
  if (!data) return misuse('缺少 --data (missing)');
  if (!values.out && values.explain === undefined) return misuse('缺少 --out 或者 --explain (missing)');
  if (reading !== 'value' && reading !== 'range') return misuse('--thresholds 须为 value 或者 range');
  if (total !== 'flat' && total !== 'nested') return misuse('--total 须为 flat 或者 nested');
  if (values.freeze && values.frozen) return misuse('--freeze 和 --frozen 只能用一个 (one of the two)');
  const readings: { reading: ThresholdReading; total: 'flat' | 'nested' } = { reading, total };
  return { ...values, data, ...readings };
}

/**
 * Scores a district: reads `compounds.csv`, `indicators.csv`, `values.csv`, writes `thresholds.csv`, `leaf_z.csv`, `scores.csv`, `totals.csv`. With `--explain` every point of
 * one compound is printed down to its datum. Faults are named row by row and nothing is written.
 */
export const index: CliCommand = async (args, context) => {
  const asked = readArguments(args);
  const read = readDistrict(
    {
      compounds: readFile(asked.data, 'compounds.csv').toString('utf8'),
      indicators: readFile(asked.data, 'indicators.csv').toString('utf8'),
      values: new Uint8Array(readFile(asked.data, 'values.csv')),
    },
    { deriveChange: asked['derive-change'] },
  );
  if (!read.ok) return refuse(read.faults, context.note);
  const given = asked.sample === undefined ? read.value : resampled(read.value, asked.sample, context.note);
  const thawed = asked.frozen ? thawThresholds(given, readFrozen(asked.frozen)) : null;
  if (thawed && !thawed.ok) return refuse(thawed.faults, context.note);
  const last = given.panel.months - 1;
  const { district, thresholds } = asked['derive-change']
    ? deriveChange(given, { reading: asked.reading, frozen: thawed?.value })
    : { district: given, thresholds: thawed?.value ?? thresholdsOf(given.panel, last, asked.reading) };
  const empty = emptyKinds(district, thresholds);
  if (empty.length > 0) return refuse(empty, context.note);

  const scores = createScorer(district.tree, district.panel.kinds, thresholds).all(district.panel);
  if (asked.explain !== undefined) {
    const compound = district.compoundIds.indexOf(asked.explain);
    if (compound < 0) throw new CouldNot(`没有小区 ${asked.explain} (no such compound)`);
    const month = asked.month === undefined ? last : district.monthLabels.indexOf(asked.month);
    if (month < 0) throw new CouldNot(`没有 ${asked.month} 这个月 (no such month)`);
    const explanation = explain(district, thresholds, compound, month, { total: asked.total });
    const ranks = ranksOf(district.panel, asked.total === 'flat' ? scores.total : scores.nested, scores.coverage, month);
    const standing = {
      rank: ranks[compound] || null,
      of: ranks.filter((rank, at) => rank > 0 && district.panel.kindOf[at] === district.panel.kindOf[compound]).length,
    };
    context.out(asked.json ? `${JSON.stringify({ ...explanation, standing }, null, 2)}\n` : explanationText(explanation, standing));
  }
  if (asked.freeze) {
    const year = (district.monthLabels[last] ?? '').slice(0, 4);
    writeFileSync(
      asked.freeze,
      `${JSON.stringify(freezeThresholds(district, thresholds, { year, reading: asked.reading, upTo: last, seed: asked.sample }), null, 1)}\n`,
    );
  }
  if (!asked.out) return 0;
  mkdirSync(asked.out, { recursive: true });
  writeFileSync(join(asked.out, 'thresholds.csv'), thresholdsCsv(district, thresholds));
  writeFileSync(join(asked.out, 'leaf_z.csv'), leafZCsv(district, scores, last));
  writeFileSync(join(asked.out, 'scores.csv'), scoresCsv(district, scores, last, asked.total));
  writeFileSync(join(asked.out, 'totals.csv'), totalsCsv(district, scores, asked.total));
  if (asked.json && asked.explain === undefined) {
    const counted = { compounds: district.compoundIds.length, months: district.monthLabels.length, leaves: district.tree.leaves.length };
    context.out(`${JSON.stringify({ ...counted, out: asked.out }, null, 2)}\n`);
  }
  context.note(
    `${district.compoundIds.length} 个小区、${district.monthLabels.length} 个月、${district.tree.leaves.length} 项指标已计分 (scored)：${asked.out}`,
  );
  return 0;
};
