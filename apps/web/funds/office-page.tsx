import {
  ButtonLink,
  dataTable,
  dayText,
  DutyList,
  Empty,
  Layout,
  Lead,
  MoneyBar,
  type PageFrame,
  Section,
  shareText,
  Soft,
  State,
  StatTable,
  type TableSpec,
  yuanText,
} from '../ui/index.ts';
import { dueWords } from '../inbox/whose-turn.tsx';
import { yearText } from '../office/text.ts';
import { stateName, stateTone } from '../projects/words.ts';
import type { OfficeLine, OfficeView } from './office-view.ts';
import { roundText } from './round-text.ts';
import { waitingFor } from './round-words.ts';

/** What the officer's home is drawn from. */
export interface OfficePageView extends OfficeView {
  page: PageFrame;
  today: string;
  query: Record<string, string>;
}

/** The year's projects as a table, also for Excel. */
export function officeTable(view: OfficePageView): TableSpec<OfficeLine> {
  const { lang, base } = view.page;
  const t = roundText[lang];
  return {
    rows: view.lines,
    query: view.query,
    lang,
    base: `${base}/office`,
    caption: t.projects,
    columns: [
      {
        key: 'project',
        label: t.project,
        value: ({ project }) => project.title,
        render: ({ project }) => <a href={`${base}/projects/${project.id}`}>{project.title}</a>,
      },
      { key: 'place', label: t.place, value: ({ placeName }) => placeName },
      {
        key: 'stage',
        label: t.stage,
        value: ({ project }) => stateName(project.state, lang),
        render: ({ project }) => <State tone={stateTone(project.state)}>{stateName(project.state, lang)}</State>,
      },
      {
        key: 'grant',
        label: t.grant,
        value: ({ grantFen }) => grantFen,
        numeric: true,
        render: ({ grantFen, isAwarded }) => (
          <>
            {yuanText(grantFen, { whole: true })}
            {!isAwarded && <small class="soft"> {t.askedShort}</small>}
          </>
        ),
      },
      {
        key: 'leverage',
        label: t.leverage,
        value: ({ leverage }) => (leverage === null ? null : Number(leverage)),
        numeric: true,
        render: (line) =>
          line.leverage === null ? (
            '—'
          ) : (
            <>
              {t.times(line.leverage)}
              {line.planned && <small class="soft"> {t.planned}</small>}
            </>
          ),
      },
      { key: 'waiting', label: t.waiting, value: ({ project }) => waitingFor(project, lang) },
    ],
    filters: [
      {
        key: 'state',
        label: t.stage,
        options: [...new Set(view.lines.map(({ project }) => project.state))].map((state) => ({ value: state, label: stateName(state, lang) })),
        matches: ({ project }, value) => project.state === value,
      },
      {
        key: 'place',
        label: t.place,
        options: [...new Set(view.lines.map(({ placeName }) => placeName))].map((name) => ({ value: name, label: name })),
        matches: ({ placeName }, value) => placeName === value,
      },
    ],
    empty: <Empty title={t.noOffice}>{t.noProjectsBody}</Empty>,
  };
}

/** 今年的自治金: what to do today, the year's projects, how evenly the money is spread, what is due. */
export function OfficePage(view: OfficePageView) {
  const { page, today } = view;
  const { lang, base } = page;
  const t = roundText[lang];
  return (
    <Layout page={page} title={t.office} wide>
      <Lead>{t.officeLead(view.placeCount, view.lines.length)}</Lead>
      <nav class="works" aria-label={yearText[lang].short}>
        <a href={`${base}/office/year/${today.slice(0, 4)}`}>{yearText[lang].short}</a>
        <a href={`${base}/audits`}>{yearText[lang].audits}</a>
        <a href={`${base}/office/referrals`}>{yearText[lang].referrals}</a>
      </nav>
      {(!view.hasPolicy || view.poolFen === 0n) && (
        <Empty
          title={t.steps}
          action={<ButtonLink href={`${base}${view.hasPolicy ? '/rounds/new' : '/policy/adopt'}`}>{view.hasPolicy ? t.stepRound : t.stepPolicy}</ButtonLink>}
        >
          {[t.stepPolicy, t.stepSettings, t.stepRound].join(' → ')}
        </Empty>
      )}
      <StatTable
        items={[
          { label: t.inPool, value: yuanText(view.poolFen, { whole: true }), href: `${base}/rounds` },
          {
            label: t.granted,
            value: yuanText(view.grantedFen, { whole: true }),
            note: view.poolFen > 0n ? shareText(view.grantedFen, view.poolFen) : undefined,
            href: '#projects',
          },
          { label: t.received, value: yuanText(view.receivedFen, { whole: true }), href: `${base}/books` },
          { label: t.spent, value: yuanText(view.spentFen, { whole: true }), href: `${base}/books` },
          { label: t.leverage, value: view.leverage === null ? '—' : t.times(view.leverage), note: t.leverageNote, href: `${base}/books` },
        ]}
      />
      <div class="cols">
        <div>
          <Section title={t.today} action={<a href={`${base}/inbox`}>{t.allDuties}</a>}>
            {view.duties.length === 0 ? (
              <Soft>{t.nothingToday}</Soft>
            ) : (
              <DutyList
                items={view.duties.slice(0, 8).map((duty) => ({ title: duty.title[lang], href: `${base}${duty.href}`, ...dueWords(duty, today, lang) }))}
              />
            )}
          </Section>
          <Section title={t.projects} id="projects">
            {dataTable(officeTable(view))}
          </Section>
        </div>
        <div class="aside">
          <Spread view={view} />
          <Due view={view} />
        </div>
      </div>
    </Layout>
  );
}

function Spread({ view }: { view: OfficePageView }) {
  const { lang, base } = view.page;
  const t = roundText[lang];
  const top = view.spread.slice(0, 3);
  const rest = view.spread.slice(3);
  const restFen = rest.reduce((sum, { fen }) => sum + fen, 0n);
  const topFen = top.reduce((sum, { fen }) => sum + fen, 0n);
  return (
    <Section title={t.even}>
      {top.length === 0 ? (
        <Soft>{t.evenNone}</Soft>
      ) : (
        <>
          <MoneyBar
            label={t.even}
            parts={[
              ...top.map(({ placeName, code, fen }) => ({
                label: placeName,
                amountFen: fen,
                href: `${base}/n/${code}/projects`,
                note: shareText(fen, view.grantedFen),
              })),
              ...(rest.length > 0 ? [{ label: t.others(rest.length), amountFen: restFen, note: shareText(restFen, view.grantedFen) }] : []),
            ]}
          />
          <p>{t.evenTop(top.length, shareText(topFen, view.grantedFen))}</p>
        </>
      )}
      {view.never.length === 0 ? (
        view.placeCount > 0 && <Soft>{t.everyone}</Soft>
      ) : (
        <p>
          {t.never(view.never.length)}
          {view.never.map(({ name, code }, index) => (
            <>
              {index > 0 && (lang === 'zh' ? '、' : ', ')}
              <a href={`${base}/n/${code}`}>{name}</a>
            </>
          ))}
          {lang === 'zh' ? '。' : '. '}
          <span class="soft">{t.neverHint}</span>
        </p>
      )}
    </Section>
  );
}

function Due({ view }: { view: OfficePageView }) {
  const { lang, base } = view.page;
  const t = roundText[lang];
  const amount = yuanText(view.unspentFen);
  const day = view.lastDay === null ? null : dayText(`${view.today.slice(0, 4)}-${view.lastDay}`, lang, 'short');
  return (
    <Section title={t.due}>
      {view.unspentFen > 0n && (
        <div class="reason ask">
          <p>
            {day === null ? t.yearEndUnset(amount, view.unspentProjects) : t.yearEnd(day, amount, view.unspentProjects)}{' '}
            <a href={`${base}/year-end`}>{t.yearEndList}</a>
          </p>
        </div>
      )}
      {view.due.length === 0 ? (
        <Soft>{t.dueNone}</Soft>
      ) : (
        <DutyList items={view.due.map((duty) => ({ title: duty.title[lang], href: `${base}${duty.href}`, ...dueWords(duty, view.today, lang) }))} />
      )}
    </Section>
  );
}
