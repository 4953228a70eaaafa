import { addDays } from '#libs/civil-time';
import { groupsOfRepeats, isOpen, listMatters, type Matter, publicTitle, type Repeat } from '#modules/matters';
import { listNeighbourhoods } from '#modules/places';
import type { Routes, Web } from '../kit/index.ts';
import { dataTable, Empty, Layout, Lead, type PageFrame, Section, shanghaiParts, tableXlsx, type TableSpec, xlsxType } from '../ui/index.ts';
import { followText } from './follow-text.ts';
import { matterText } from './text.ts';
import { categoryWord, standWord } from './words.ts';

/** `/matters/repeats`: what several neighbourhoods ask for, for the office. */
export function repeatRoutes(r: Routes): void {
  r.get('/matters/repeats', 'matter.read-repeats', showRepeats);
}

interface RepeatsView {
  page: PageFrame;
  groups: Repeat<Matter>[];
  places: ReadonlyMap<string, string>;
  query: Record<string, string | undefined>;
}
/** A matter with the number of its group, for the spreadsheet. */
interface Line {
  group: number;
  matter: Matter;
}

async function showRepeats(w: Web) {
  const since = w.query('since') === 'year' ? addDays(w.today, -365) : null;
  const view = await w.read(async (tx): Promise<RepeatsView> => {
    const said = (await listMatters(tx)).filter(
      (matter) =>
        matter.hidden === 'no' &&
        matter.state.state !== 'merged' &&
        matter.state.state !== 'withdrawn' &&
        (since === null || shanghaiParts(matter.raisedAt).day >= since),
    );
    return {
      page: w.frame(),
      groups: groupsOfRepeats(said),
      places: new Map((await listNeighbourhoods(tx)).map((one) => [one.id, one.name])),
      query: Object.fromEntries(w.url.searchParams),
    };
  });
  if (w.query('format') === 'xlsx') return w.download(await tableXlsx(linesTable(view)), xlsxType, `${followText[w.lang].repeatsTitle}.xlsx`);
  return w.page(<RepeatsPage {...view} />);
}

const place = (view: RepeatsView, id: string): string => view.places.get(id) ?? '';
const words = (group: Repeat<Matter>): string => (group.words.length > 0 ? group.words.join('、') : publicTitle(group.matters[0] ?? fallback));
const fallback = { title: '', hidden: 'no', year: 2000, number: 0 } as const;

/** The groups, widest first. */
function groupsTable(view: RepeatsView): TableSpec<Repeat<Matter>> {
  const { lang, base } = view.page;
  const t = followText[lang];
  const number = new Map(view.groups.map((group, i) => [group, i + 1]));
  return {
    rows: view.groups,
    query: view.query,
    lang,
    base: `${base}/matters/repeats`,
    caption: t.repeatsTitle,
    columns: [
      { key: 'what', label: t.repeatsWhat, value: words, render: (group) => <a href={`#g${number.get(group)}`}>{words(group)}</a> },
      { key: 'places', label: t.repeatsPlaces, value: (group) => group.places.length, numeric: true },
      { key: 'count', label: t.repeatsCount, value: (group) => group.matters.length, numeric: true },
      { key: 'open', label: t.repeatsOpen, value: (group) => group.matters.filter(isOpen).length, numeric: true },
      {
        key: 'households',
        label: matterText[lang].households,
        value: (group) => group.matters.reduce((sum, matter) => sum + matter.households, 0),
        numeric: true,
      },
      { key: 'which', label: t.repeatsWhich, value: (group) => group.places.map((id) => place(view, id)).join('、') },
    ],
    filters: [
      {
        key: 'since',
        label: t.repeatsSince,
        options: [{ value: 'year', label: t.repeatsYear }],
        // The query has done it.
        matches: () => true,
      },
    ],
    empty: <Empty title={t.repeatsEmpty}>{t.repeatsEmptyBody}</Empty>,
  };
}

/** Every matter of every group, one a line. */
function linesTable(view: RepeatsView): TableSpec<Line> {
  const { lang } = view.page;
  const t = { ...matterText[lang], ...followText[lang] };
  return {
    rows: view.groups.flatMap((group, i) => group.matters.map((matter) => ({ group: i + 1, matter }))),
    query: {},
    lang,
    base: '',
    caption: t.repeatsTitle,
    columns: [
      { key: 'group', label: t.repeatsWhat, value: (line) => `${line.group} ${words(view.groups[line.group - 1] ?? { words: [], matters: [], places: [] })}` },
      { key: 'place', label: t.place, value: (line) => place(view, line.matter.neighbourhoodId) },
      { key: 'title', label: t.title, value: (line) => publicTitle(line.matter) },
      { key: 'category', label: t.category, value: (line) => categoryWord(line.matter.category, lang) },
      { key: 'state', label: t.state, value: (line) => standWord(line.matter, lang) },
      { key: 'households', label: t.households, value: (line) => line.matter.households, numeric: true },
      { key: 'raised', label: t.raisedOn, value: (line) => shanghaiParts(line.matter.raisedAt).day },
    ],
    empty: null,
  };
}

function RepeatsPage(view: RepeatsView) {
  const { page, groups } = view;
  const { lang, base } = page;
  const t = followText[lang];
  return (
    <Layout page={page} title={t.repeatsTitle} crumbs={[{ label: matterText[lang].list, href: `${base}/matters` }]}>
      <Lead>{t.repeatsLead}</Lead>
      {dataTable(groupsTable(view))}
      {groups.slice(0, 50).map((group, i) => (
        <Section title={`${t.repeatsGroup(i + 1)}：${words(group)}`} id={`g${i + 1}`}>
          <ul>
            {group.matters.slice(0, 100).map((matter) => (
              <li>
                {place(view, matter.neighbourhoodId)}：<a href={`${base}/matters/${matter.id}`}>{publicTitle(matter)}</a>{' '}
                <span class="soft">
                  {standWord(matter, lang)} · {matterText[lang].households} {matter.households}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </Layout>
  );
}
