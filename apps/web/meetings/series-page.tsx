import { kindNames, type MeetingSeries, type SeriesLine } from '#modules/meetings';
import {
  Actions,
  ButtonLink,
  dataTable,
  dayText,
  Empty,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  Section,
  shanghaiParts,
  Soft,
  StatTable,
  Story,
  type TableSpec,
} from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { meetingText } from './text.ts';
import { countWords } from './view.ts';

export interface SeriesPageView {
  page: PageFrame;
  place: { code: string; name: string };
  about: { title: string; href: string };
  /** Address of this page with its question. */
  here: string;
  series: MeetingSeries;
  /** Lines whose outcome the reader may see: published, or the reader works with them. */
  open: (line: SeriesLine) => boolean;
  query: Readonly<Record<string, string | undefined>>;
}

/** The meetings one by one, for the page and for Excel. */
export function seriesTable(view: SeriesPageView): TableSpec<SeriesLine & { no: number }> {
  const { lang, base } = view.page;
  const t = aroundText[lang];
  const m = meetingText[lang];
  const join = lang === 'zh' ? '、' : ', ';
  return {
    lang,
    base: view.here,
    query: view.query,
    caption: t.seriesTitle(view.about.title),
    rows: view.series.lines.map((line, index) => ({ ...line, no: index + 1 })),
    tools: false,
    columns: [
      { key: 'no', label: t.number, numeric: true, value: (row) => row.no },
      { key: 'when', label: m.when, value: (row) => instantText(row.meeting.startsAt, lang) },
      {
        key: 'title',
        label: m.name,
        value: (row) => row.meeting.title,
        render: (row) => <a href={`${base}/meetings/${row.meeting.id}`}>{row.meeting.title}</a>,
      },
      { key: 'kind', label: m.kind, value: (row) => kindNames[row.meeting.kind][lang] },
      { key: 'place', label: m.place, value: (row) => row.meeting.place },
      { key: 'present', label: m.present, numeric: true, value: (row) => (row.meeting.heldAt === null ? null : row.present) },
      { key: 'organisations', label: t.organisationsCame, value: (row) => row.organisations.join(join) },
      { key: 'resolutions', label: t.resolutionsMade, value: (row) => (view.open(row) ? row.resolutions.map((one) => one.text).join('；') : '') },
      { key: 'state', label: m.state, value: (row) => m[row.meeting.state] },
    ],
  };
}

/** Dozens of meetings about one thing as one line from top to bottom: who came, what came of it, which rule was broken. */
export function SeriesPage(view: SeriesPageView) {
  const { page, place, series, about } = view;
  const { lang, base } = page;
  const t = aroundText[lang];
  const m = meetingText[lang];
  const join = lang === 'zh' ? '、' : ', ';
  const query = view.here.slice(view.here.indexOf('?'));
  return (
    <Layout page={page} title={t.seriesTitle(about.title)} crumbs={[{ label: m.title, href: `${base}/n/${place.code}/meetings` }]} wide>
      <p>
        <a href={about.href}>{about.title}</a>
      </p>
      {series.lines.length === 0 ? (
        <Empty title={t.seriesEmpty}>{t.seriesEmptyBody}</Empty>
      ) : (
        <>
          <Lead>{t.seriesLead(series.held, series.organisations.length, series.days)}</Lead>
          <StatTable
            items={[
              { label: t.meetingsHeld, value: String(series.held) },
              { label: t.departments, value: String(series.organisations.length) },
              { label: t.attendances, value: String(series.attendances) },
              { label: t.resolutionsMade, value: String(series.resolutions) },
            ]}
          />
          <Actions>
            <ButtonLink kind="quiet" href={`${base}/meetings/series.pdf${query}`} word>
              {t.seriesPdf}
            </ButtonLink>
            <ButtonLink kind="quiet" href={`${view.here}&format=xlsx`}>
              Excel
            </ButtonLink>
          </Actions>
          <Story
            items={series.lines.map((line, index) => ({
              state: line.meeting.heldAt !== null || line.meeting.state === 'cancelled' ? ('done' as const) : ('next' as const),
              when: dayText(shanghaiParts(line.meeting.startsAt).day, lang),
              datetime: shanghaiParts(line.meeting.startsAt).day,
              title: `${t.nth(index + 1)} · ${line.meeting.title}`,
              href: `${base}/meetings/${line.meeting.id}`,
              badge: {
                tone:
                  line.meeting.state === 'cancelled'
                    ? ('plain' as const)
                    : line.meeting.breaches.length > 0
                      ? ('wait' as const)
                      : line.meeting.heldAt === null
                        ? ('act' as const)
                        : ('good' as const),
                text: line.meeting.state === 'cancelled' || line.meeting.heldAt === null ? m[line.meeting.state] : countWords(line.meeting, line.present, lang),
              },
              body: <LineBody {...{ view, line, join }} />,
            }))}
          />
          {series.organisations.length > 0 && (
            <Section title={`${t.departments}（${series.organisations.length}）`} id="departments">
              <p>{series.organisations.map((one) => (one.times > 1 ? `${one.name}（${t.times(one.times)}）` : one.name)).join(join)}</p>
            </Section>
          )}
          <details class="fold" id="table">
            <summary>{t.seriesTable}</summary>
            {dataTable(seriesTable(view))}
          </details>
        </>
      )}
    </Layout>
  );
}

function LineBody({ view, line, join }: { view: SeriesPageView; line: SeriesLine; join: string }) {
  const { lang, base } = view.page;
  const t = aroundText[lang];
  const shown = line.organisations.slice(0, 8);
  return (
    <>
      <span class="soft">
        {kindNames[line.meeting.kind][lang]} · {line.meeting.place}
      </span>
      {shown.length > 0 && (
        <p>
          {shown.join(join)}
          {line.organisations.length > shown.length && ` +${line.organisations.length - shown.length}`}
        </p>
      )}
      {line.absent.length > 0 && <Soft>{t.absent(line.absent.slice(0, 8).join(join))}</Soft>}
      {view.open(line) &&
        line.resolutions.map((one) => (
          <p>
            <a href={`${base}/resolutions/${one.id}`}>{one.text}</a>
          </p>
        ))}
    </>
  );
}
