import { setImmediate as breathe } from 'node:timers/promises';
import { backTest, type BackTest, createScorer, type District, forecast, type Recovered, type Scores, type Warning, warningsFor } from '#libs/govindex';
import type { Database } from '#platform/database';
import { districtFor, type IndexData, indexData } from './panel.ts';
import type { RunMemory } from './run-memory.ts';

/** The panel up to the published month, scored with the published thresholds: what foresight looks at. */
export interface Outlook {
  data: IndexData;
  district: District;
  scores: Scores;
  monthIndex: number;
  /** Back-tests of every leaf inside one kind. */
  testsOf(kind: string): Promise<BackTest[]>;
}

const kept = new Map<string, Promise<Outlook | null>>();

/** What can be foreseen on the ground of a published run; null where its months are not there. Kept in memory per run and state of the data. */
export async function outlook(db: Database, subdistrictId: string, memory: RunMemory): Promise<Outlook | null> {
  const data = await indexData(db, subdistrictId);
  if (!data) return null;
  const key = `${subdistrictId} ${memory.run.id} ${data.seq}`;
  let found = kept.get(key);
  if (!found) {
    for (const old of kept.keys()) if (old.startsWith(subdistrictId)) kept.delete(old);
    if (kept.size > 4) kept.clear();
    found = look(data, memory);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
  }
  return found;
}

async function look(data: IndexData, memory: RunMemory): Promise<Outlook | null> {
  const monthIndex = memory.run.month - data.firstMonth;
  if (monthIndex < 0 || monthIndex >= data.months) return null;
  const sampled = new Set(memory.results.filter((one) => one.inSample).map((one) => one.compoundId));
  const district = districtFor(data, sampled, memory.weights);
  await breathe();
  // The run's thresholds, in the order of this panel's kinds.
  const { kinds, leaves } = district.panel;
  const thresholds = kinds.flatMap((kind) => {
    const at = memory.district.panel.kinds.indexOf(kind);
    return Array.from({ length: leaves }, (_, leaf) => {
      const found = at < 0 ? undefined : memory.thresholds[at * leaves + leaf];
      return found ?? { sampled: 0, min: Number.NaN, max: Number.NaN, lower: Number.NaN, upper: Number.NaN, degenerate: false };
    });
  });
  const scores = createScorer(district.tree, kinds, thresholds).all(district.panel);
  const tests = new Map<string, Promise<BackTest[]>>();
  return {
    data,
    district,
    scores,
    monthIndex,
    testsOf(kind) {
      let found = tests.get(kind);
      if (!found) {
        found = testAll(district, kind, monthIndex);
        tests.set(kind, found);
      }
      return found;
    },
  };
}

/** Compounds a back-test looks at, at most: enough to judge by, few enough not to hold anybody up. */
const mostTested = 60;

async function testAll(district: District, kind: string, until: number): Promise<BackTest[]> {
  const { panel } = district;
  const at = panel.kinds.indexOf(kind);
  const members = Array.from(panel.kindOf, (one, compound) => (one === at ? compound : -1)).filter((compound) => compound >= 0);
  // Evenly over the list, so that the same ones are taken each time.
  const stride = Math.max(1, Math.ceil(members.length / mostTested));
  const compounds = members.filter((_, index) => index % stride === 0);
  const tests: BackTest[] = [];
  for (let leaf = 0; leaf < panel.leaves; leaf += 1) {
    await breathe();
    tests.push(backTest(panel, leaf, { compounds, until }));
  }
  return tests;
}

/** Early warnings of one compound, with the look-alikes that recovered from the same; the largest expected loss first. */
export async function warningsOf(outlooks: Outlook, memory: RunMemory, compoundId: string): Promise<{ warnings: Warning[]; tests: BackTest[] }> {
  const compound = outlooks.data.positions.get(compoundId);
  const known = outlooks.data.compounds[compound ?? -1];
  if (compound === undefined || !known) return { warnings: [], tests: [] };
  const tests = await outlooks.testsOf(known.kind);
  const { kinds, leaves } = outlooks.district.panel;
  const thresholds = kinds.flatMap((kind) => {
    const at = memory.district.panel.kinds.indexOf(kind);
    return memory.thresholds.slice(at * leaves, (at + 1) * leaves);
  });
  const warnings = warningsFor(outlooks.district, thresholds, outlooks.scores, compound, outlooks.monthIndex, tests, {
    likeness: {
      traits: (one: number) => Object.values(outlooks.data.compounds[one]?.traits ?? {}),
      tags: (one: number) => outlooks.data.compounds[one]?.tags ?? [],
    },
  });
  return { warnings, tests };
}

/** The next months of one leaf, with an interval, by the method that won its back-test. */
export function nextMonths(outlooks: Outlook, compoundId: string, leaf: number, test: BackTest | undefined) {
  const compound = outlooks.data.positions.get(compoundId) ?? -1;
  const { months, leaves, values } = outlooks.district.panel;
  const series = Float64Array.from({ length: outlooks.monthIndex + 1 }, (_, month) => values[(compound * months + month) * leaves + leaf] ?? Number.NaN);
  return { series, forecast: forecast(series, test ?? null) };
}

export type { BackTest, Recovered, Warning };
