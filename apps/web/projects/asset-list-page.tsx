import { type Asset, assetKinds, listAssets } from '#modules/projects';
import { findNeighbourhood, listNeighbourhoods } from '#modules/places';
import type { Routes, Web } from '../kit/index.ts';
import { dataTable, Empty, Layout, Lead, type PageFrame, State, tableXlsx, type TableSpec, xlsxType } from '../ui/index.ts';
import { upkeepText } from './upkeep-text.ts';
import { assetState } from './upkeep-words.ts';

/** The register of things: of a neighbourhood, and of the whole subdistrict. */
export function assetListRoutes(r: Routes): void {
  r.get('/assets', 'project.read', (w) => list(w, null));
  r.get('/n/:place/assets', 'project.read', async (w) => {
    const place = await w.read((tx) => findNeighbourhood(tx, w.param('place')));
    return place ? list(w, place) : w.notFound();
  });
}

type Line = Asset & { placeName: string };

function tableOf(page: PageFrame, lines: readonly Line[], query: Record<string, string | undefined>, path: string, whole: boolean): TableSpec<Line> {
  const t = upkeepText[page.lang];
  return {
    lang: page.lang,
    base: `${page.base}${path}`,
    query,
    caption: t.register,
    rows: lines,
    columns: [
      { key: 'no', label: t.no, value: (row) => row.no, numeric: true },
      { key: 'name', label: t.name, value: (row) => row.name, render: (row) => <a href={`${page.base}/assets/${row.id}`}>{row.name}</a> },
      ...(whole ? [{ key: 'n', label: t.neighbourhood, value: (row: Line) => row.placeName }] : []),
      { key: 'kind', label: t.kind, value: (row) => t[row.kind] },
      { key: 'place', label: t.place, value: (row) => row.place },
      { key: 'value', label: t.value, value: (row) => row.valueFen, numeric: true },
      {
        key: 'keeper',
        label: t.keeper,
        value: (row) => (row.holding === null ? '—' : row.holding.kind === 'keeper' ? row.holding.name : t.stateUnkept),
      },
      {
        key: 'state',
        label: t.state,
        value: (row) => assetState(row, page.lang).text,
        render: (row) => {
          const state = assetState(row, page.lang);
          return <State tone={state.tone}>{state.text}</State>;
        },
      },
      {
        key: 'project',
        label: t.project,
        value: (row) => row.serial,
        render: (row) => <a href={`${page.base}/projects/${row.projectId}/upkeep`}>{row.serial}</a>,
      },
    ],
    filters: [
      { key: 'kind', label: t.kind, options: assetKinds.map((kind) => ({ value: kind, label: t[kind] })), matches: (row, value) => row.kind === value },
      {
        key: 'state',
        label: t.state,
        options: [
          { value: 'alarm', label: t.onlyAlarms },
          { value: 'unkept', label: t.stateUnkept },
          { value: 'gone', label: t.stateGone },
        ],
        matches: (row, value) =>
          value === 'alarm' ? row.alarm !== null : value === 'gone' ? row.abandonment !== null : row.abandonment === null && row.holding?.kind !== 'keeper',
      },
    ],
    empty: <Empty title={t.registerEmpty}>{t.registerEmptyHint}</Empty>,
  };
}

async function list(w: Web, place: { id: string; code: string; name: string } | null) {
  const t = upkeepText[w.lang];
  const lines = await w.read(async (tx) => {
    const names = new Map((await listNeighbourhoods(tx)).map((one) => [one.id, one.name]));
    return (await listAssets(tx, place ? { neighbourhoodId: place.id } : {})).map((asset) => ({ ...asset, placeName: names.get(asset.neighbourhoodId) ?? '' }));
  });
  const page = w.frame(place ? { neighbourhood: place } : {});
  const spec = tableOf(page, lines, Object.fromEntries(w.url.searchParams), place ? `/n/${place.code}/assets` : '/assets', place === null);
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(spec), xlsxType, `${place?.name ?? w.subdistrict.name}${t.register}.xlsx`);
  return w.page(
    <Layout
      page={page}
      title={t.register}
      wide
      crumbs={[...(place ? [{ label: place.name, href: `${page.base}/n/${place.code}` }] : []), { label: t.register }]}
    >
      <Lead>{t.registerLead}</Lead>
      {dataTable(spec)}
    </Layout>,
  );
}
