import { isOverdue, type OpenDuty } from '#modules/inbox';
import { type Project, projectStage, projectStages, projectStates } from '#modules/projects';
import { ButtonLink, dataTable, dayText, Empty, Layout, Lead, type PageFrame, State, type TableSpec } from '../ui/index.ts';
import { projectText } from './text.ts';
import { stageName, stateName, stateTone } from './words.ts';

/** One project of a list. */
export interface ProjectLine {
  project: Project;
  placeName: string;
  grantFen: bigint | null;
  otherFen: bigint | null;
  leverage: string | null;
  grade: string | null;
  /** Who must act next, in words. */
  waitsFor: string;
  duty: OpenDuty | null;
}

export interface ProjectListView {
  page: PageFrame;
  lines: ProjectLine[];
  /** Where these lines stand in the whole list; absent: they are the whole list. */
  served?: { all: number; matching: number; page: number; pages: number };
  /** Null: the whole subdistrict. */
  place: { code: string; name: string } | null;
  query: Record<string, string>;
  today: string;
  path: string;
  /** The viewer sets the office's deadlines. */
  office: boolean;
}

/** The list as a table: for the page and for Excel. */
export function projectTable(view: ProjectListView): TableSpec<ProjectLine> {
  const { lang, base } = view.page;
  const t = projectText[lang];
  return {
    lang,
    caption: t.projects,
    rows: view.lines,
    ...(view.served ? { served: view.served } : {}),
    query: view.query,
    base: `${base}${view.path}`,
    columns: [
      { key: 'serial', label: t.serial, value: (line) => line.project.number ?? line.project.serial },
      {
        key: 'title',
        label: t.title,
        value: (line) => line.project.title,
        render: (line) => <a href={`${base}/projects/${line.project.id}`}>{line.project.title}</a>,
      },
      ...(view.place ? [] : [{ key: 'place', label: t.neighbourhood, value: (line: ProjectLine) => line.placeName }]),
      {
        key: 'state',
        label: t.state,
        value: (line) => stateName(line.project.state, lang),
        render: (line) => <State tone={stateTone(line.project.state)}>{stateName(line.project.state, lang)}</State>,
      },
      { key: 'grant', label: t.grant, numeric: true, value: (line) => line.grantFen },
      { key: 'other', label: t.otherMoney, numeric: true, sortable: false, value: (line) => line.otherFen },
      {
        key: 'leverage',
        label: t.leverage,
        numeric: true,
        sortable: false,
        value: (line) => (line.leverage === null ? null : Number(line.leverage)),
        render: (line) => line.leverage ?? t.nobody,
      },
      { key: 'waits', label: t.waitsFor, sortable: false, value: (line) => line.waitsFor || t.nobody },
      {
        key: 'due',
        label: t.due,
        value: (line) => line.duty?.dueDay ?? null,
        render: (line) =>
          line.duty?.dueDay ? <State tone={isOverdue(line.duty, view.today) ? 'bad' : 'plain'}>{dayText(line.duty.dueDay, lang, 'short')}</State> : t.nobody,
      },
      { key: 'grade', label: t.grade, sortable: false, value: (line) => line.grade },
    ],
    filters: [
      {
        key: 'stage',
        label: t.stage,
        options: projectStages.map((stage) => ({ value: stage, label: stageName(stage, lang) })),
        matches: (line, value) => projectStage(line.project.state) === value,
      },
      {
        key: 'is',
        label: t.state,
        options: projectStates.map((state) => ({ value: state, label: stateName(state, lang) })),
        matches: (line, value) => line.project.state === value,
      },
    ],
    empty: (
      <Empty
        title={t.noProjects}
        action={
          view.place ? (
            <ButtonLink href={`${base}/n/${view.place.code}/matters`} kind="quiet">
              {t.seeMatters}
            </ButtonLink>
          ) : undefined
        }
      >
        {t.noProjectsHint}
      </Empty>
    ),
  };
}

/** The projects of a neighbourhood, or of the whole subdistrict. */
export function ProjectListPage(view: ProjectListView) {
  const t = projectText[view.page.lang];
  const crumbs = view.place ? [{ label: view.place.name, href: `${view.page.base}/n/${view.place.code}` }, { label: t.projects }] : [{ label: t.projects }];
  return (
    <Layout page={view.page} title={t.projects} crumbs={crumbs} wide>
      <Lead>{view.place ? t.projectsLead : t.officeLead}</Lead>
      {dataTable(projectTable(view))}
      {view.office && !view.place && (
        <p>
          <a href={`${view.page.base}/project-deadlines`}>{t.deadlines}</a>
        </p>
      )}
    </Layout>
  );
}
