import { loadSeries, type SeriesLine } from '#modules/meetings';
import { findMatter } from '#modules/matters';
import { findNeighbourhood } from '#modules/places';
import { findProject } from '#modules/projects';
import { facts, heading, paper, paragraph, type PdfDocument, table } from '#platform/documents';
import { isId } from '../kit/form.ts';
import type { Routes, Web } from '../kit/index.ts';
import { instantText, tableXlsx, xlsxType } from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { SeriesPage, type SeriesPageView, seriesTable } from './series-page.tsx';
import { meetingText } from './text.ts';
import { countWords } from './view.ts';

/** All meetings about one matter or project, as one line, as a table, on paper. */
export function seriesRoutes(r: Routes): void {
  r.get('/meetings/series', 'meeting.read', async (w) => {
    const view = await load(w);
    if (!view) return w.notFound();
    if (w.query('format') === 'xlsx') return w.download(await tableXlsx(seriesTable(view)), xlsxType, `${view.about.title}.xlsx`);
    return w.page(<SeriesPage {...view} />);
  });
  r.paper('/meetings/series', 'meeting.read', async (w) => {
    const view = await load(w);
    return view ? w.paper(await seriesPaper(w, view), aroundText.zh.seriesTitle(view.about.title)) : w.notFound();
  });
}

async function load(w: Web): Promise<SeriesPageView | null> {
  const matterId = w.query('matter') ?? '';
  const projectId = w.query('project') ?? '';
  return w.read(async (tx) => {
    const matter = isId(matterId) ? await findMatter(tx, matterId) : null;
    const project = !matter && isId(projectId) ? await findProject(tx, projectId) : null;
    const of = matter ?? project;
    if (!of || (matter && matter.hidden !== 'no')) return null;
    const place = await findNeighbourhood(tx, of.neighbourhoodId);
    if (!place) return null;
    const staff = w.can('meeting.record', { neighbourhoodId: place.id });
    const question = matter ? `?matter=${matter.id}` : `?project=${of.id}`;
    return {
      page: w.frame({ neighbourhood: place }),
      place,
      about: { title: of.title, href: w.href(matter ? `/matters/${matter.id}` : `/projects/${of.id}`) },
      here: w.href(`/meetings/series${question}`),
      series: await loadSeries(tx, matter ? { matterId: matter.id } : { projectId: of.id }),
      open: (line: SeriesLine) => staff || line.meeting.publishedVersion !== null,
      query: {},
    };
  });
}

/** The whole course on paper: figures, the meetings one by one, the departments with how often they came. */
function seriesPaper(w: Web, view: SeriesPageView): PdfDocument {
  const { lang } = w;
  const t = aroundText[lang];
  const m = meetingText[lang];
  const join = lang === 'zh' ? '、' : ', ';
  const { series } = view;
  return paper({
    title: t.seriesTitle(view.about.title),
    subtitle: view.place.name,
    meta: { lang, issuer: `${w.subdistrict.name} ${view.place.name}`, printedDay: w.today },
    body: [
      paragraph(t.seriesLead(series.held, series.organisations.length, series.days)),
      facts(
        [
          [t.meetingsHeld, String(series.held)],
          [t.departments, String(series.organisations.length)],
          [t.attendances, String(series.attendances)],
          [t.resolutionsMade, String(series.resolutions)],
        ],
        2,
      ),
      table({
        columns: [
          { label: t.number, width: 30, align: 'right' },
          { label: m.when, width: 92 },
          { label: m.name },
          { label: m.present, width: 44, align: 'right' },
          { label: t.organisationsCame, width: 150 },
        ],
        rows: series.lines.map((line, index) => [
          String(index + 1),
          instantText(line.meeting.startsAt, lang),
          view.open(line) && line.resolutions.length > 0
            ? `${line.meeting.title}\n${t.resolutionsMade}：${line.resolutions.map((one) => one.text).join('；')}`
            : line.meeting.title,
          line.meeting.heldAt === null ? m[line.meeting.state] : countWords(line.meeting, line.present, lang),
          line.organisations.join(join),
        ]),
      }),
      ...(series.organisations.length > 0
        ? [
            heading(t.departments),
            table({
              columns: [{ label: t.serial, width: 30, align: 'right' }, { label: t.departments }, { label: t.timesLabel, width: 70, align: 'right' }],
              rows: series.organisations.map((one, index) => [String(index + 1), one.name, String(one.times)]),
            }),
          ]
        : []),
    ],
  });
}
