import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createScorer, type DataFault, leafZCsv, readDistrict, scoresCsv, thresholdsCsv, thresholdsOf, totalsCsv } from '#libs/govindex';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, CouldNot, Misuse } from './command.ts';

const usage = 'index score --data DIR --out DIR [--thresholds value|range] [--total flat|nested]';
const options = {
  data: { type: 'string' },
  out: { type: 'string' },
  thresholds: { type: 'string', default: 'value' },
  total: { type: 'string', default: 'flat' },
} as const;

const faultWords: Record<string, string> = {
  'column-missing': '缺少这一列 (column missing)',
  empty: '是空的 (empty)',
  'duplicate-row': '重复 (given twice)',
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
};

/** One fault as a line: file, line, column, what stands there, what is wrong. */
export const faultLine = (fault: DataFault): string =>
  `${fault.file}:${fault.line}${fault.column === '' ? '' : ` ${fault.column}`}${fault.text === '' ? '' : ` “${fault.text}”`} ${faultWords[fault.code] ?? fault.code}`;

function readFile(folder: string, name: string): Buffer {
  const path = join(folder, name);
  if (!existsSync(path)) throw new CouldNot(`缺少文件 ${path} (file missing)`);
  return readFileSync(path);
}

/** Scores a district: reads `compounds.csv`, `indicators.csv`, `values.csv`, writes `thresholds.csv`, `leaf_z.csv`, `scores.csv`, `totals.csv`. Faults are named row by row and nothing is written. */
export const index: CliCommand = async (args, context) => {
  const { values, positionals } = parseOrMisuse(args, options, usage, { min: 1, max: 1 });
  if (positionals[0] !== 'score') throw new Misuse(`没有 index ${positionals[0]} 这个命令 (no such command)。 用法 (usage): ${usage}`);
  const { data, out, thresholds: reading, total } = values;
  if (!data || !out) throw new Misuse(`缺少 ${data ? '--out' : '--data'} (missing)。 用法 (usage): ${usage}`);
  if (reading !== 'value' && reading !== 'range') throw new Misuse(`--thresholds 须为 value 或者 range。 用法 (usage): ${usage}`);
  if (total !== 'flat' && total !== 'nested') throw new Misuse(`--total 须为 flat 或者 nested。 用法 (usage): ${usage}`);
  const read = readDistrict({
    compounds: readFile(data, 'compounds.csv').toString('utf8'),
    indicators: readFile(data, 'indicators.csv').toString('utf8'),
    values: new Uint8Array(readFile(data, 'values.csv')),
  });
  if (!read.ok) {
    for (const fault of read.faults) context.note(faultLine(fault));
    throw new CouldNot(`数据有${read.faults.length}处错误，没有计算。 ${read.faults.length} faults; nothing was scored.`);
  }
  const district = read.value;
  const last = district.panel.months - 1;
  const thresholds = thresholdsOf(district.panel, last, reading);
  const empty = district.panel.kinds.filter((_, kind) =>
    thresholds.slice(kind * district.panel.leaves, (kind + 1) * district.panel.leaves).every((each) => each.sampled === 0),
  );
  for (const kind of empty) context.note(`“${kind}”没有样本，这类小区不计分。 No sample for ${kind}: not scored.`);
  const scores = createScorer(district.tree, district.panel.kinds, thresholds).all(district.panel);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'thresholds.csv'), thresholdsCsv(district, thresholds));
  writeFileSync(join(out, 'leaf_z.csv'), leafZCsv(district, scores, last));
  writeFileSync(join(out, 'scores.csv'), scoresCsv(district, scores, last, total));
  writeFileSync(join(out, 'totals.csv'), totalsCsv(district, scores, total));
  context.note(`${district.compoundIds.length} 个小区、${district.monthLabels.length} 个月、${district.tree.leaves.length} 项指标已计分 (scored)：${out}`);
  return 0;
};
