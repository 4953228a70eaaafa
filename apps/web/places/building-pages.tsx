import type { BuildingLine, Compound, Door, Entrance, Home, Neighbourhood } from '#modules/places';
import { formatArea, formatCode } from '#modules/places';
import { ActionForm, Actions, ButtonLink, dataTable, Empty, KeyValues, Layout, type PageFrame, Section, Soft, type TableSpec } from '../ui/index.ts';
import { placesText } from './text.ts';

/** A compound with its buildings. */
export interface CompoundView {
  page: PageFrame;
  neighbourhood: Neighbourhood;
  compound: Compound;
  buildings: readonly BuildingLine[];
  may: { edit: boolean };
}

export function CompoundPage(view: CompoundView) {
  const { page, compound, neighbourhood } = view;
  const { lang, base } = page;
  const t = placesText[lang];
  return (
    <Layout page={page} title={compound.name} crumbs={[{ label: neighbourhood.name, href: `${base}/n/${neighbourhood.code}` }, { label: compound.name }]}>
      <KeyValues
        items={[
          [t.kind, compound.kind ? t[compound.kind] : t.kindNotSaid],
          [t.builtYear, compound.builtYear === null ? undefined : String(compound.builtYear)],
          [t.tags, compound.tags.join('、')],
        ]}
      />
      {view.may.edit && (
        <Actions>
          <ButtonLink kind="quiet" href={`${base}/compounds/${compound.id}/edit`}>
            {t.edit}
          </ButtonLink>
        </Actions>
      )}
      <Section
        title={t.buildings}
        action={view.may.edit ? <a href={`${base}/n/${neighbourhood.code}/buildings/new?compound=${compound.id}`}>{t.addBuilding}</a> : undefined}
      >
        {dataTable({
          rows: view.buildings,
          query: {},
          lang,
          base: `${base}/compounds/${compound.id}`,
          tools: false,
          caption: t.buildings,
          columns: [
            {
              key: 'name',
              label: t.building,
              value: (b) => b.name,
              render: (b) => <a href={`${base}/buildings/${b.id}`}>{b.name}</a>,
            },
            { key: 'entrances', label: t.entrances, value: (b) => b.entrances, numeric: true },
            { key: 'homes', label: t.homes, value: (b) => b.homes, numeric: true },
            { key: 'households', label: t.households, value: (b) => b.households, numeric: true },
          ],
          empty: <Empty title={t.noBuildings}>{view.may.edit ? t.noBuildingsDo : undefined}</Empty>,
        })}
      </Section>
    </Layout>
  );
}

/** A building with its homes; the homes are for those who work with them. */
export interface BuildingView {
  page: PageFrame;
  neighbourhood: Neighbourhood;
  building: BuildingLine;
  entrances: readonly Entrance[];
  /** Null for those who may not see the homes. */
  homes: readonly Home[] | null;
  doors: readonly Door[];
  query: Record<string, string | undefined>;
  may: { edit: boolean; letters: boolean; doors: boolean };
}

/** The homes of a building, for the page and for Excel. */
export function homeTable(view: BuildingView): TableSpec<Home> {
  const { lang, base } = view.page;
  const t = placesText[lang];
  const codes = new Map(view.doors.flatMap((door) => (door.homeId ? [[door.homeId, door.code]] : [])));
  return {
    rows: view.homes ?? [],
    query: view.query,
    lang,
    base: `${base}/buildings/${view.building.id}`,
    caption: view.building.name,
    columns: [
      {
        key: 'label',
        label: t.home,
        value: (h) => h.label,
        render: (h) => <a href={`${base}/homes/${h.id}`}>{h.label}</a>,
      },
      { key: 'floor', label: t.floor, value: (h) => h.floor, numeric: true },
      {
        key: 'area',
        label: t.area,
        value: (h) => (h.areaCentiM2 === null ? null : Number(h.areaCentiM2) / 100),
        render: (h) => (h.areaCentiM2 === null ? '—' : `${formatArea(h.areaCentiM2)} ㎡`),
        numeric: true,
      },
      { key: 'lived', label: t.lived, value: (h) => (h.householdId ? t.yes : t.empty) },
      { key: 'code', label: t.homeCode, value: (h) => formatCode(codes.get(h.id) ?? ''), sortable: false },
    ],
    filters: [
      {
        key: 'entrance',
        label: t.entrance,
        options: view.entrances.filter((e) => e.name !== '').map((e) => ({ value: e.id, label: e.name })),
        matches: (h, value) => h.entranceId === value,
      },
    ],
    empty: (
      <Empty
        title={t.noHomes}
        action={view.may.edit ? <ButtonLink href={`${base}/buildings/${view.building.id}/homes/new`}>{t.addHome}</ButtonLink> : undefined}
      />
    ),
  };
}

export function BuildingPage(view: BuildingView) {
  const { page, building, neighbourhood, may } = view;
  const { lang, base } = page;
  const t = placesText[lang];
  const at = `${base}/buildings/${building.id}`;
  return (
    <Layout
      page={page}
      title={`${neighbourhood.name} ${building.name}`}
      crumbs={[
        { label: neighbourhood.name, href: `${base}/n/${neighbourhood.code}` },
        { label: building.compoundName, href: `${base}/compounds/${building.compoundId}` },
        { label: building.name },
      ]}
    >
      <KeyValues
        items={[
          [
            t.entrances,
            view.entrances
              .map((entrance) => entrance.name)
              .filter((name) => name !== '')
              .join('、') || undefined,
          ],
          [t.homes, String(building.homes)],
          [t.households, t.householdsCount(building.households)],
        ]}
      />
      {may.doors && building.homes > 0 && (
        <Actions>
          <ButtonLink kind="quiet" href={`${at}/doors.pdf`}>
            {t.doorSheets}
          </ButtonLink>
        </Actions>
      )}
      {may.letters && building.households > 0 && (
        <Section title={t.letters}>
          <p>{t.lettersHint}</p>
          <Soft>{t.lettersWarning}</Soft>
          <ActionForm action={`${at}/letters`}>{t.lettersConfirm}</ActionForm>
        </Section>
      )}
      {view.homes && (
        <Section title={t.homes} action={may.edit ? <a href={`${at}/homes/new`}>{t.addHome}</a> : undefined}>
          {dataTable(homeTable(view))}
        </Section>
      )}
    </Layout>
  );
}
