import { projectStage, worksGoOn } from '#modules/projects';
import { WhoseTurn } from '../inbox/whose-turn.tsx';
import {
  BeforeAfter,
  Calendar,
  Columns,
  dayText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Photos,
  Section,
  Soft,
  State,
  Story,
  VoteBar,
  yuanText,
} from '../ui/index.ts';
import { BallotStateBadge } from '../ballots/parts.tsx';
import { ActionPanel, type PanelAction } from './action-panel.tsx';
import { MoneySection } from './money-section.tsx';
import { projectStory } from './story.tsx';
import { projectText } from './text.ts';
import type { ProjectView } from './view.ts';
import { WorksNav } from './works-nav.tsx';
import { figure, shownName, stageName, stateName, stateTone, upkeepState } from './words.ts';

/** The public page of a project: its story, its money, its votes, whose turn it is, and what this viewer can do. */
export function ProjectPage({ page, view, now, today, actions }: { page: PageFrame; view: ProjectView; now: Date; today: string; actions: PanelAction[] }) {
  const t = projectText[page.lang];
  const { project, place, application } = view;
  const crumbs = [
    { label: place.name, href: `${page.base}/n/${place.code}` },
    { label: t.projects, href: `${page.base}/n/${place.code}/projects` },
    { label: project.number ?? project.serial },
  ];
  return (
    <Layout page={page} title={project.title} crumbs={crumbs} wide description={application?.goal}>
      <p>
        <State tone={stateTone(project.state)}>{stateName(project.state, page.lang)}</State>{' '}
        <span class="soft">
          {stageName(projectStage(project.state), page.lang)} · {project.number ?? project.serial}
        </span>
      </p>
      {application && <Lead>{application.goal}</Lead>}
      {project.stateReason !== null && <p>{t.reasonGiven(project.stateReason)}</p>}
      <ActionPanel actions={actions} />
      {worksGoOn(project.state) && <WorksNav page={page} project={project} staff={view.names.staff} />}
      <Columns
        main={
          <>
            <Pictures view={view} base={page.base} lang={page.lang} />
            <Section title={t.storyTitle}>
              <Story items={projectStory(view, page.lang, now, page.base)} />
              {view.publicDossier && (
                <p>
                  <a href={`${page.base}/projects/${project.id}/public-dossier`}>{t.publicDossier}</a>
                </p>
              )}
            </Section>
            <MoneySection view={view} />
            <CheckIns view={view} page={page} />
          </>
        }
        aside={
          <>
            <Votes view={view} page={page} />
            <WhoseTurn items={view.turns} />
            <Goals view={view} lang={page.lang} base={page.base} />
            <Upkeep view={view} page={page} today={today} />
          </>
        }
      />
    </Layout>
  );
}

function Pictures({ view, base, lang }: { view: ProjectView; base: string; lang: PageFrame['lang'] }) {
  const t = projectText[lang];
  const last = (mark: 'before' | 'after') => view.marks.findLast((one) => one.mark === mark);
  const [before, after] = [last('before'), last('after')];
  const src = (fileId: string) => `${base}/files/${fileId}`;
  if (before && after) {
    return (
      <Section title={t.comparePhotos}>
        <BeforeAfter
          before={{ src: src(before.fileId), alt: before.caption, caption: before.caption }}
          after={{ src: src(after.fileId), alt: after.caption, caption: after.caption }}
        />
      </Section>
    );
  }
  return before ? (
    <Section title={t.beforeOnly}>
      <Photos items={[{ src: src(before.fileId), alt: `${view.project.title} ${t.beforeOnly}`, caption: before.caption }]} />
    </Section>
  ) : null;
}

function CheckIns({ view, page }: { view: ProjectView; page: PageFrame }) {
  const t = projectText[page.lang];
  const shown = view.checkIns.filter((one) => one.fileIds.length > 0).slice(0, 4);
  if (shown.length === 0) return null;
  return (
    <Section title={t.checkInsTitle} action={<a href={`${page.base}/projects/${view.project.id}/check-ins`}>{t.checkInsAll}</a>}>
      <Photos
        items={shown.map((one) => ({
          src: `${page.base}/files/${one.fileIds[0]}`,
          alt: one.body,
          href: `${page.base}/projects/${view.project.id}/check-ins#${one.id}`,
          caption: `${dayText(one.day, page.lang, 'short')} ${shownName(one.personName, one.personId, view.names)}${page.lang === 'zh' ? '：' : ': '}${one.body}`,
        }))}
      />
    </Section>
  );
}

function Votes({ view, page }: { view: ProjectView; page: PageFrame }) {
  const t = projectText[page.lang];
  const counted = view.ballots.filter((ballot) => ballot.outcome !== null && ballot.kind === 'yes-no');
  const others = view.ballots.filter((ballot) => !counted.includes(ballot) && (ballot.state === 'open' || ballot.state === 'closed'));
  if (counted.length === 0 && others.length === 0) return null;
  return (
    <Section title={t.voteTitle}>
      {others.map((ballot) => (
        <p>
          <BallotStateBadge ballot={ballot} /> <a href={`${page.base}/ballots/${ballot.id}`}>{ballot.question}</a>
          {ballot.state === 'open' && <span class="soft"> {t.voteRunning}</span>}
        </p>
      ))}
      {counted.map((ballot) => {
        const counts = ballot.outcome?.counts ?? { yes: 0, no: 0, abstain: 0, roll: 0 };
        const voted = counts.yes + counts.no + counts.abstain;
        return (
          <>
            <p>
              <BallotStateBadge ballot={ballot} />{' '}
              <span class="soft">{ballot.electorate === 'household' ? `${ballot.question} · ${t.oneVoteEach}` : ballot.question}</span>
            </p>
            <VoteBar
              yes={counts.yes}
              no={counts.no}
              abstain={counts.abstain}
              base={voted}
              unit={ballot.electorate === 'household' ? t.households : ''}
              thresholds={[{ percent: 50, label: t.needHalf }]}
              words={
                <>
                  {t.voteWords(voted, counts.yes)} <a href={`${page.base}/ballots/${ballot.id}`}>{t.voteProof}</a>
                </>
              }
            />
          </>
        );
      })}
    </Section>
  );
}

function Goals({ view, lang, base }: { view: ProjectView; lang: PageFrame['lang']; base: string }) {
  const t = projectText[lang];
  if (!view.application) return null;
  return (
    <Section title={t.goalTitle}>
      <KeyValues
        items={view.application.indicators.map((one, index) => {
          const reading = view.readings.findLast((each) => each.indicatorNo === index + 1);
          return [
            one.name,
            <>
              {figure(one.baseline, one.unit)} → {figure(one.target, one.unit)}
              {reading && (
                <small>
                  {' '}
                  {t.actual} <b>{figure(reading.actual, one.unit)}</b>（{t.measuredOn(dayText(reading.measuredOn, lang))}）
                </small>
              )}
            </>,
          ] as const;
        })}
      />
      <p>
        <a href={`${base}/projects/${view.project.id}/outcomes`}>{t.outcomesAll}</a>
      </p>
      <Soft>
        {t.teamTitle}：{view.application.members.map((member) => `${shownName(member.name, member.personId, view.names)}（${member.duty}）`).join('、')}
      </Soft>
    </Section>
  );
}

function Upkeep({ view, page, today }: { view: ProjectView; page: PageFrame; today: string }) {
  const t = projectText[page.lang];
  const { application, upkeep } = view;
  if (!application) return null;
  const nearest = upkeep.findIndex((task) => task.check === null);
  const shown = nearest === -1 ? upkeep.slice(-4) : upkeep.slice(Math.max(0, nearest - 2), nearest + 2);
  const keeper = (upkeep[nearest] ?? upkeep.at(-1))?.keeperName ?? application.keeperName;
  return (
    <Section title={t.upkeepTitle} id="upkeep">
      <p>
        {t.keeperLine(keeper, application.upkeepMonths)}{' '}
        {application.upkeepYearlyFen > 0n && t.upkeepCost(yuanText(application.upkeepYearlyFen, { whole: true }))}
      </p>
      <Soft>{application.upkeepPlan}</Soft>
      {shown.length > 0 && (
        <Calendar
          items={shown.map((task) => ({ day: task.dueDay, title: task.check?.note ?? task.title ?? keeper, badge: upkeepState(task, today, page.lang) }))}
        />
      )}
      {upkeep.length > 0 && (
        <p>
          <a href={`${page.base}/projects/${view.project.id}/upkeep`}>{t.upkeepAll}</a>
        </p>
      )}
    </Section>
  );
}
