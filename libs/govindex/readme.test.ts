import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as govindex from './index.ts';

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');

test('the worked example of the README', () => {
  const read = govindex.readDistrict({
    compounds: 'compound,category,in_sample\n蔡路一村,老旧公房,1\n蔡路二村,老旧公房,1\n',
    indicators: 'code,l2,name,direction,kind\nV,A,居委会走访,1,count\nW,A,垃圾分类违规,-1,count\n',
    values: new TextEncoder().encode('compound,month,V,W\n蔡路一村,2026-10,4,12\n蔡路二村,2026-10,8,2\n'),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const { tree, panel } = read.value;
  const thresholds = govindex.thresholdsOf(panel, panel.months - 1, 'value');
  const scores = govindex.createScorer(tree, panel.kinds, thresholds).all(panel);
  const said = govindex.explanationText(govindex.explain(read.value, thresholds, 0, 0));
  expect(readme).toContain(`\`\`\`text\n${said}\`\`\``);
  expect(readme).toContain(`// totals ${[...scores.total].map((total) => total.toFixed(2)).join(' and ')}`);
  expect(thresholds.map(({ lower, upper }) => [lower, upper].map((bound) => Number(bound.toFixed(9))))).toEqual([
    [3.6, 8.8],
    [1.8, 13.2],
  ]);
});

test('every function of the door stands in the README', () => {
  // Small change that explains itself where it is used.
  const aside = new Set([
    'numberAt',
    'parseTable',
    'readable',
    'monthNumbers',
    'monthsBefore',
    'planOf',
    'drawIds',
    'drawOf',
    'emptyScores',
    'readCompounds',
    'foresee',
    'forecastMethods',
  ]);
  const more = ['methodSentence', 'baseMonths', 'baseValues', 'thresholdOf', 'figure', 'zOf', 'mostInconsistent'];
  for (const name of more) aside.add(name);
  expect(Object.keys(govindex).filter((name) => !aside.has(name) && !readme.includes(name))).toEqual([]);
});
