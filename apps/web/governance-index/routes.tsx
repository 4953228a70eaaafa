import { whatIf, type WhatIfChange, whatIfModel } from '#libs/govindex';
import {
  contestDatum,
  type IndexCompound,
  type Level,
  listContests,
  monthLabel,
  nextMonths,
  outlook,
  type RunMemory,
  seriesIn,
  historyOf,
  versionsIn,
  warningsOf,
} from '#modules/index';
import { numberIn } from './figures.ts';
import type { Routes, Web } from '../kit/index.ts';
import { type Crumb, dataTable, tableXlsx, type TableSpec, xlsxType, type FormErrors, type FormValues } from '../ui/index.ts';
import { CompoundPage } from './compound-page.tsx';
import { contestRoutes } from './contest-routes.tsx';
import { dataRoutes } from './data-routes.tsx';
import { type LeafHistory, LeafPage } from './leaf-page.tsx';
import { layOut } from './lay-out.ts';
import { ListPage, PlacePage } from './list-pages.tsx';
import { monthRoutes } from './month-routes.tsx';
import { OutlookPage } from './outlook-page.tsx';
import { NothingPage, OverviewPage, OwnPage } from './overview-page.tsx';
import { reportDocx, reportPdf } from './report.ts';
import { runRoutes } from './run-routes.tsx';
import { settingsRoutes } from './settings-routes.tsx';
import { indexText } from './text.ts';
import { type CompoundView, loadCompound, mayReadCompound, openCompounds, readPublished, readsPlace, totalOf } from './view.ts';
import { weightRoutes } from './weight-routes.tsx';
import { WhatIfPage } from './what-if-page.tsx';
import { kindName, leafName, monthText, percent, pointsText } from './words.ts';

/** Pages of the governance index. */
export function indexRoutes(r: Routes): void {
  r.get('/index', 'index.read', overview);
  r.get('/index/compounds', 'index.read-ranking', ranking);
  r.get('/index/place', 'index.read-place', place);
  r.get('/index/compounds/:id', 'index.read', (w) => withCompound(w, showCompound));
  r.get('/index/compounds/:id/report.pdf', 'index.read', (w) => withCompound(w, report('pdf')));
  r.get('/index/compounds/:id/report.docx', 'index.read', (w) => withCompound(w, report('docx')));
  r.get('/index/compounds/:id/what-if', 'index.read', (w) => withCompound(w, showWhatIf));
  r.get('/index/compounds/:id/outlook', 'index.read', (w) => withCompound(w, showOutlook));
  r.get('/index/compounds/:id/leaves/:leaf', 'index.read', (w) => withCompound(w, (web, view) => showLeaf(web, view)));
  r.post('/index/compounds/:id/leaves/:leaf/contest', 'index.contest', contest);
  monthRoutes(r);
  contestRoutes(r);
  dataRoutes(r);
  runRoutes(r);
  weightRoutes(r);
  settingsRoutes(r);
}

const mayPrepare = (w: Web) => w.can('index.import', { neighbourhoodId: null });
/** Whoever belongs to one neighbourhood keeps its navigation. */
const frameOf = (w: Web) => w.frame();

async function overview(w: Web) {
  const memory = await readPublished(w);
  if (!memory) return w.page(<NothingPage page={frameOf(w)} mayPrepare={mayPrepare(w)} />);
  const all = w.can('index.read-all', { neighbourhoodId: null });
  const own = all ? [] : await openCompounds(w, memory);
  const ranks = w.platform.permissions.canSomewhere(w.actor, 'index.read-ranking');
  if (!ranks) {
    const [only] = own;
    if (!only) return w.page(<NothingPage page={frameOf(w)} mayPrepare={false} notHere />);
    return own.length === 1 ? w.redirect(`/index/compounds/${only.id}`) : w.page(<OwnPage page={frameOf(w)} memory={memory} compounds={own} />);
  }
  const open = await w.read(async (tx) => (await listContests(tx)).filter((one) => one.outcome === null));
  const levels = levelTable(w, memory, memory.neighbourhoods, indexText[w.lang].neighbourhood, all ? 'place' : null);
  const areas = memory.areas.length > 1 ? levelTable(w, memory, memory.areas, indexText[w.lang].area, null, 'a-') : null;
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(levels), xlsxType, '治理指数.xlsx');
  return w.page(
    <OverviewPage
      page={frameOf(w)}
      memory={memory}
      own={own}
      spots={layOut(w, memory, all)}
      levels={levels}
      areas={areas}
      may={{ ranking: true, all, set: w.can('setting.set', { neighbourhoodId: null }) }}
      openContests={open.length}
    />,
  );
}

const queryOf = (w: Web): Record<string, string | undefined> => Object.fromEntries(w.url.searchParams);

function levelTable(w: Web, memory: RunMemory, rows: readonly Level[], label: string, link: 'place' | null, prefix = ''): TableSpec<Level> {
  const t = indexText[w.lang];
  return {
    lang: w.lang,
    base: w.href('/index'),
    caption: label,
    rows: [...rows].sort((a, b) => (Number.isFinite(b.total) ? b.total : -1) - (Number.isFinite(a.total) ? a.total : -1)),
    query: prefix === '' ? queryOf(w) : {},
    tools: prefix === '' && rows.length > 10,
    columns: [
      {
        key: `${prefix}name`,
        label,
        value: (row) => row.id,
        ...(link ? { render: (row: Level) => <a href={w.href(`/index/place?n=${encodeURIComponent(row.id)}`)}>{row.id}</a> } : {}),
      },
      {
        key: `${prefix}total`,
        label: t.score,
        numeric: true,
        value: (row) => (Number.isFinite(row.total) ? row.total : null),
        render: (row) => pointsText(row.total),
      },
      ...memory.district.tree.nodes.flatMap((node, at) =>
        node.depth === 1
          ? [
              {
                key: `${prefix}${node.code}`,
                label:
                  (w.lang === 'zh'
                    ? memory.tree.nodes.find((one) => one.code === node.code)?.name
                    : memory.tree.nodes.find((one) => one.code === node.code)?.nameEn) ?? node.code,
                numeric: true,
                value: (row: Level) => (Number.isFinite(row.nodes[at]) ? (row.nodes[at] ?? null) : null),
                render: (row: Level) => pointsText(row.nodes[at]),
              },
            ]
          : [],
      ),
      { key: `${prefix}compounds`, label: t.compounds, numeric: true, value: (row) => row.compounds },
      { key: `${prefix}households`, label: t.households, numeric: true, value: (row) => row.households },
      { key: `${prefix}coverage`, label: t.coverage, numeric: true, value: (row) => row.coverage, render: (row) => percent(row.coverage) },
    ],
  };
}

type Row = { compound: IndexCompound; at: number };
function compoundTable(w: Web, memory: RunMemory, rows: readonly Row[], base: string): TableSpec<Row> {
  const t = indexText[w.lang];
  const all = w.can('index.read-all', { neighbourhoodId: null });
  const result = (row: Row) => memory.results[row.at];
  const total = (row: Row) => {
    const one = result(row);
    return one ? totalOf(memory, one) : Number.NaN;
  };
  const { kinds } = memory.district.panel;
  return {
    lang: w.lang,
    base,
    caption: t.ranking,
    rows,
    query: queryOf(w),
    filters: [
      {
        key: 'kind',
        label: t.kind,
        options: kinds.map((kind) => ({ value: kind, label: kindName(memory.tree, kind, w.lang) })),
        matches: (row, value) => result(row)?.kind === value,
      },
      ...(memory.areas.length > 1
        ? [
            {
              key: 'area',
              label: t.area,
              options: memory.areas.map((area) => ({ value: area.id, label: area.id })),
              matches: (row: Row, value: string) => row.compound.area === value,
            },
          ]
        : []),
    ],
    columns: [
      {
        key: 'name',
        label: t.compound,
        value: (row) => row.compound.name,
        render: (row) =>
          all || readsPlace(w, row.compound) ? <a href={w.href(`/index/compounds/${row.compound.id}`)}>{row.compound.name}</a> : row.compound.name,
      },
      {
        key: 'rank',
        label: t.rank,
        numeric: true,
        value: (row) => result(row)?.rank || null,
        render: (row) => (result(row)?.rank ? String(result(row)?.rank) : t.notRanked),
      },
      { key: 'kind-name', label: t.kind, value: (row) => kindName(memory.tree, result(row)?.kind ?? '', w.lang) },
      {
        key: 'total',
        label: t.score,
        numeric: true,
        value: (row) => (Number.isFinite(total(row)) ? total(row) : null),
        render: (row) => pointsText(total(row)),
      },
      {
        key: 'interval',
        label: w.lang === 'zh' ? '名次区间' : 'Interval',
        numeric: true,
        value: (row) => result(row)?.rankLow ?? null,
        render: (row) => (result(row)?.rankLow ? `${result(row)?.rankLow}–${result(row)?.rankHigh}` : '—'),
      },
      { key: 'place', label: t.neighbourhood, value: (row) => row.compound.neighbourhood },
      {
        key: 'coverage',
        label: t.coverage,
        numeric: true,
        value: (row) => result(row)?.coverage ?? null,
        render: (row) => percent(result(row)?.coverage ?? 0),
      },
    ],
  };
}

const ranked = new WeakMap<RunMemory['results'], readonly Row[]>();
/** Compounds by kind and rank; counted once a run. */
function byRank(memory: RunMemory): readonly Row[] {
  const known = ranked.get(memory.results);
  if (known) return known;
  const { kinds } = memory.district.panel;
  const rows = memory.compounds.map((compound, at) => ({
    compound,
    at,
    kind: kinds.indexOf(memory.results[at]?.kind ?? ''),
    rank: memory.results[at]?.rank || 1e9,
  }));
  rows.sort((a, b) => a.kind - b.kind || a.rank - b.rank);
  ranked.set(memory.results, rows);
  return rows;
}

async function ranking(w: Web) {
  const memory = await readPublished(w);
  if (!memory) return w.page(<NothingPage page={frameOf(w)} mayPrepare={mayPrepare(w)} />);
  const table = compoundTable(w, memory, byRank(memory), w.href('/index/compounds'));
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(table), xlsxType, `小区排名${monthLabel(memory.run.month)}.xlsx`);
  return w.page(<ListPage page={frameOf(w)} memory={memory} table={dataTable(table)} />);
}

async function place(w: Web) {
  const memory = await readPublished(w);
  const level = memory?.neighbourhoods.find((one) => one.id === w.query('n'));
  if (!memory || !level) return w.notFound();
  const rows = byRank(memory).filter((row) => row.compound.neighbourhood === level.id);
  const [first] = rows;
  if (!first || !readsPlace(w, first.compound)) return w.forbidden();
  const table = compoundTable(w, memory, rows, w.href(`/index/place?n=${encodeURIComponent(level.id)}`));
  return w.page(<PlacePage page={frameOf(w)} memory={memory} level={level} table={dataTable({ ...table, tools: false })} />);
}

/** The compound of the address, where the reader may open it. */
export async function withCompound(w: Web, show: (w: Web, view: CompoundView) => Response | Promise<Response>): Promise<Response> {
  const memory = await readPublished(w);
  const id = w.id();
  const compound = memory?.compounds[memory.positions.get(id ?? '') ?? -1];
  if (!memory || !compound) return w.notFound();
  if (!(await mayReadCompound(w, compound))) return w.forbidden();
  const view = await loadCompound(w, memory, compound.id);
  return view ? show(w, view) : w.notFound();
}

/** The way to a compound's page. */
export const crumbsOf = (w: Web, view: Pick<CompoundView, 'compound'>, last?: string): Crumb[] => [
  { label: indexText[w.lang].title, href: w.href('/index') },
  ...(last === undefined
    ? [{ label: view.compound.name }]
    : [{ label: view.compound.name, href: w.href(`/index/compounds/${view.compound.id}`) }, { label: last }]),
];

function showCompound(w: Web, view: CompoundView) {
  const may = {
    ranking: w.can('index.read-ranking', { neighbourhoodId: view.compound.neighbourhoodId }),
    enter: w.can('index.enter', { neighbourhoodId: view.compound.neighbourhoodId }),
    contest: view.compound.neighbourhoodId !== null && w.can('index.contest', { neighbourhoodId: view.compound.neighbourhoodId }),
  };
  return w.page(<CompoundPage page={frameOf(w)} view={view} may={may} crumbs={crumbsOf(w, view)} />);
}

const report = (form: 'pdf' | 'docx') => async (w: Web, view: CompoundView) => {
  const about = {
    lang: w.lang,
    issuer: w.subdistrict.name,
    today: w.today,
    address: w.absolute(`/index/compounds/${view.compound.id}`),
    ranking: w.can('index.read-ranking', { neighbourhoodId: view.compound.neighbourhoodId }),
  };
  const name = `${view.compound.name} 治理指数评估报告 ${monthLabel(view.memory.run.month)}`;
  return form === 'pdf'
    ? w.download(await reportPdf(view, about), 'application/pdf', `${name}.pdf`, true)
    : w.download(await reportDocx(view, about), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', `${name}.docx`);
};

async function showOutlook(w: Web, view: CompoundView) {
  const ahead = await outlook(w.platform.db, w.subdistrict.id, view.memory);
  const found = ahead ? await warningsOf(ahead, view.memory, view.compound.id) : { warnings: [], tests: [] };
  const names = w.can('index.read-ranking', { neighbourhoodId: view.compound.neighbourhoodId });
  return w.page(
    <OutlookPage
      page={frameOf(w)}
      view={view}
      {...found}
      // A resident reads that a like compound recovered, not which one.
      nameOf={(at) => (names ? (ahead?.data.compounds[at]?.name ?? '') : w.lang === 'zh' ? '一个同类小区' : 'a compound of the kind')}
      monthOf={(at) => (ahead ? monthText(ahead.data.firstMonth + at, w.lang) : '')}
      crumbs={crumbsOf(w, view, indexText[w.lang].outlook)}
    />,
  );
}

function showWhatIf(w: Web, view: CompoundView) {
  const { memory, position } = view;
  const model = whatIfModel(memory.district, memory.thresholds, memory.scores, position, 0, {
    total: memory.run.total,
    leastCoverage: memory.run.leastCoverage,
  });
  // Whoever may not read the ranking gets neither a rank nor the totals it comes from.
  const ranking = w.can('index.read-ranking', { neighbourhoodId: view.compound.neighbourhoodId });
  if (!ranking) model.rivals = [];
  const change: { values: Record<string, number | null>; weights: Record<string, number> } = { values: {}, weights: {} };
  for (const leaf of memory.tree.leaves) {
    const typed = w.query(`v-${leaf.code}`);
    const value = typed === undefined ? undefined : numberIn(typed);
    if (value !== undefined && Number.isFinite(value)) change.values[leaf.code] = value / leaf.scale;
  }
  for (const node of memory.tree.nodes) {
    const typed = w.query(`w-${node.code}`);
    const value = typed === undefined ? undefined : numberIn(typed);
    if (value === undefined || !(value >= 0) || value > 100 || node.parent !== null) continue;
    const leaves = memory.tree.leaves.filter((leaf) => leaf.parents[0] === node.code);
    for (const leaf of leaves) change.weights[leaf.code] = value / leaves.length;
  }
  const asked: WhatIfChange = change;
  return w.page(
    <WhatIfPage
      ranking={ranking}
      page={frameOf(w)}
      view={view}
      model={model}
      before={whatIf(model)}
      after={whatIf(model, asked)}
      change={change}
      crumbs={crumbsOf(w, view, indexText[w.lang].whatIf)}
    />,
  );
}

async function showLeaf(w: Web, view: CompoundView, back?: { errors: FormErrors; values: FormValues }) {
  const code = w.param('leaf');
  const one = view.leaves.find((leaf) => leaf.leaf.code === code);
  if (!one) return w.notFound();
  const { run } = view.memory;
  const { history, contests } = await w.read(async (tx) => ({
    history: await historyOf(tx, view.compound.id),
    contests: (await listContests(tx, view.compound.id)).filter((contest) => contest.leaf === code),
  }));
  const months = view.monthLabels.length;
  const values = Array.from(seriesIn(history, code, run.month - months + 1, months));
  const shown: LeafHistory = { labels: view.monthLabels, values: values.map((value) => value * one.leaf.scale), ahead: [], test: null };
  // The outlook is made once for everybody; a page of a leaf does not wait for the first one to make it.
  const ready = w.query('outlook') === 'no' ? null : await outlook(w.platform.db, w.subdistrict.id, view.memory);
  if (ready) {
    const test = (await ready.testsOf(view.result.kind))[one.points.leaf];
    const { forecast } = nextMonths(ready, view.compound.id, one.points.leaf, test);
    shown.test = test ?? null;
    if (forecast.ok)
      shown.ahead = forecast.value.months.map((month) => ({
        label: monthLabel(run.month + month.ahead),
        value: month.value * one.leaf.scale,
        low: (month.low ?? month.value) * one.leaf.scale,
        high: (month.high ?? month.value) * one.leaf.scale,
      }));
  }
  return w.page(
    <LeafPage
      page={frameOf(w)}
      view={view}
      one={one}
      versions={versionsIn(history, code, run.month)}
      history={values.some((value) => Number.isFinite(value)) ? shown : null}
      contests={contests}
      readsContests={readsPlace(w, view.compound)}
      mayContest={
        view.compound.neighbourhoodId !== null && one.leaf.fedBy !== 'derived' && w.can('index.contest', { neighbourhoodId: view.compound.neighbourhoodId })
      }
      crumbs={crumbsOf(w, view, leafName(one.leaf, w.lang))}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function contest(w: Web) {
  return withCompound(w, async (_, view) => {
    const t = indexText[w.lang];
    const form = w.form();
    const leaf = view.memory.tree.leaves.find((one) => one.code === w.param('leaf'));
    if (!leaf) return w.notFound();
    const again = (errors: Record<string, string>) => showLeaf(w, view, { errors: w.errorTexts(errors, t), values: form.values });
    const typed = numberIn(form.text('claimed'));
    const reason = form.text('reason');
    if (typed === undefined) return again({ claimed: 'not-a-number' });
    if (reason === '') return again({ reason: 'required' });
    const done = await contestDatum(w.command(form), {
      compoundId: view.compound.id,
      leaf: leaf.code,
      claimed: Number.isNaN(typed) ? null : typed / leaf.scale,
      reason,
    });
    if (done.ok) return w.redirect(`/index/contests/${done.value.contestId}`, t.contestSent);
    if (done.error === 'same-value' || done.error === 'out-of-range') return again({ claimed: done.error });
    if (done.error === 'too-long') return again({ reason: done.error });
    return w.refuse(done.error, t);
  });
}
