/**
 * The governance index of a district: parsing, scoring, one changed datum, ranks, Monte-Carlo. CPU time of the process, the best of several runs, each beside a plain pass over
 * the same memory in the same run. `script/bench govindex [compounds] [months]`.
 */
import { createRanks, createScorer, deriveChange, emptyScores, explain, monteCarlo, type Panel, readDistrict, thresholdsOf } from '../libs/govindex/index.ts';

const [compounds = 2_790, months = 36] = process.argv.slice(2).map(Number);
const shape = [
  ['A', 'A1', 3],
  ['A', 'A2', 8],
  ['B', 'B1', 4],
  ['B', 'B2', 6],
  ['C', 'C1', 3],
  ['C', 'C2', 4],
  ['D', 'D1', 2],
  ['D', 'D2', 5],
] as const;
const kinds = ['老旧公房', '商品房', '动迁房', '保障性住房'];

let state = 1;
const uniform = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
};
const cpuMs = (work: () => void): number => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};
/** The best of several: what others on the machine take away is left out. */
const best = (runs: number, work: () => void): number => Math.min(...Array.from({ length: runs }, () => cpuMs(work)));

// Names of the leaves do not matter; D2's first three are the changes of A, B and C.
let code = 0;
const indicators = [
  'code,l2,l3,direction,change_of',
  ...shape.flatMap(([top, node, size]) =>
    Array.from({ length: size }, (_, at) => {
      code += 1;
      return `I${`${code}`.padStart(2, '0')},${top},${node},${code % 3 === 0 ? -1 : 1},${node === 'D2' && at < 3 ? ['A', 'B', 'C'][at] : ''}`;
    }),
  ),
].join('\n');
const leaves = code;
const ids = Array.from({ length: compounds }, (_, at) => `C${`${at}`.padStart(4, '0')}`);
const table = ['compound,category,in_sample', ...ids.map((id, at) => `${id},${kinds[at % 4]},${at % 11 === 0 ? 1 : 0}`)].join('\n');
const rows = [`compound,month,${Array.from({ length: leaves }, (_, at) => `I${`${at + 1}`.padStart(2, '0')}`).join(',')}`];
for (const id of ids) {
  const level = uniform();
  for (let month = 1; month <= months; month += 1) {
    // Three cells of a hundred are missing; a month differs from the compound's own level as counts and rates do.
    const cells = Array.from({ length: leaves }, (_, leaf) => (uniform() < 0.03 ? '' : ((level + uniform() * 0.8) * 10 ** (leaf % 4)).toFixed(4 - (leaf % 4))));
    rows.push(`${id},${month},${cells.join(',')}`);
  }
}
const bytes = new TextEncoder().encode(rows.join('\n'));
const cells = compounds * months * leaves;
const read = () => {
  const result = readDistrict({ compounds: table, indicators, values: bytes });
  if (!result.ok) throw new Error(JSON.stringify(result.faults[0]));
  return result.value;
};
const line = (what: string, figure: string) => console.log(`${what.padEnd(46)} ${figure}`);
line(
  'district',
  `${compounds} compounds × ${months} months × ${leaves} leaves = ${(cells / 1e6).toFixed(2)} million cells, ${(bytes.length / 1e6).toFixed(1)} MB of CSV`,
);

let sum = 0;
const passBytes = best(5, () => {
  for (let at = 0; at < bytes.length; at += 1) sum += bytes[at] as number;
});
const parsing = best(3, read);
line(
  'parsing, CPU',
  `${parsing.toFixed(0)} ms, ${(bytes.length / 1e3 / parsing).toFixed(0)} MB/s; a plain pass over the bytes ${passBytes.toFixed(0)} ms: ratio ${(parsing / passBytes).toFixed(1)}`,
);

const district = read();
const panel: Panel = district.panel;
const fixing = best(3, () => thresholdsOf(panel, months - 1, 'value'));
line('thresholds of a year, CPU', `${fixing.toFixed(0)} ms`);
const thresholds = thresholdsOf(panel, months - 1, 'value');
const scorer = createScorer(district.tree, panel.kinds, thresholds);
const scores = emptyScores(scorer.plan, compounds * months);
const passValues = best(15, () => {
  const { values } = panel;
  const { z } = scores;
  for (let at = 0; at < values.length; at += 1) z[at] = (values[at] as number) * 0.5;
});
const first = cpuMs(() => scorer.all(panel, scores));
const scoring = best(25, () => scorer.all(panel, scores));
const megabytes = (cells * 16) / 1e6;
line(
  'score of everything, leaves stored, CPU',
  `${scoring.toFixed(1)} ms (the first run ${first.toFixed(0)}), ${(megabytes / scoring).toFixed(1)} GB/s; a plain pass (read, write) ${passValues.toFixed(1)} ms, ${(megabytes / passValues).toFixed(1)} GB/s: ratio ${(scoring / passValues).toFixed(1)}`,
);
const changes = 200_000;
const scattered = best(5, () => {
  for (let at = 0; at < changes; at += 1) scorer.update(panel, (at * 7_919) % compounds, at % months, at % leaves, at % 7, scores);
});
const month = best(5, () => {
  for (let at = 0; at < changes; at += 1) scorer.update(panel, at % 50, months - 1, at % leaves, at % 7, scores);
});
line(
  'one changed datum, CPU',
  `${((1000 * scattered) / changes).toFixed(2)} µs anywhere in the district, ${((1000 * month) / changes).toFixed(2)} µs where somebody is typing`,
);
const ranking = best(5, () => createRanks(panel, scores, months - 1).all());
line('ranks of a month, CPU', `${ranking.toFixed(1)} ms`);
const deriving = best(3, () => deriveChange(district, { reading: 'value' }));
line('change leaves and all thresholds, CPU', `${deriving.toFixed(0)} ms`);
const explaining = best(5, () => {
  for (let at = 0; at < 1000; at += 1) explain(district, thresholds, at % compounds, months - 1);
});
line('every point of a compound explained, CPU', `${explaining.toFixed(1)} µs`);
const drawing = best(2, () => monteCarlo(district, months - 1, { seed: 'bench', draws: 1000 }));
line('1,000 draws for the ranks of a month, CPU', `${(drawing / 1000).toFixed(2)} s`);
if (sum < 0) throw new Error('the passes must not be left out');
