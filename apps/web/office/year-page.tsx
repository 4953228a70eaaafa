import { raw } from 'hono/html';
import { leverage } from '#libs/money';
import type { YearAudit } from '#modules/audits';
import type { Funnel, PlaceYear, RoleTime, Spread, StepTime, YearCounts, YearLine } from '#modules/office';
import { type ProjectState, projectStates, turns } from '#modules/projects';
import { kitText } from '../kit/text.ts';
import { stateName } from '../projects/words.ts';
import { Empty, Layout, Lead, type PageFrame, Section, Soft, StatTable, yuanText } from '../ui/index.ts';
import { hundredths, Lorenz, percent } from './lorenz.tsx';
import { referralText, yearText } from './text.ts';

/** Everything the board of a year shows. */
export interface YearView {
  year: number;
  funnel: Funnel;
  places: PlaceYear[];
  spread: Spread;
  grades: { grade: string; name: string; count: number }[];
  steps: StepTime[];
  roles: RoleTime[];
  counts: YearCounts;
  audits: YearAudit;
  years: YearLine[];
}

/** Where the figures stand, and in which language. */
type Place = Pick<PageFrame, 'lang' | 'base'>;

const isState = (text: string): text is ProjectState => (projectStates as readonly string[]).includes(text);
const isRole = (text: string): text is 'officer' => text in kitText.zh;
/** A role in words; `person` are those who are named without one. */
export const roleName = (role: string, lang: 'zh' | 'en'): string => (role === 'person' ? yearText[lang].person : isRole(role) ? kitText[lang][role] : role);

/** Leverage of sums, or a dash. */
export const timesOf = (otherFen: bigint, grantFen: bigint, lang: 'zh' | 'en'): string => {
  const times = leverage(otherFen, grantFen);
  return times === null ? '—' : yearText[lang].times(times);
};
const whole = (fen: bigint): string => yuanText(fen, { whole: true });

/** A small table without tools: head and rows of cells, each a text or a link. */
function Rows(props: {
  caption: string /** How many columns from the left are words. */;
  words?: number;
  head: readonly string[];
  rows: readonly (readonly (string | { text: string; href: string })[])[];
}) {
  return (
    <div class="table">
      <table>
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            {props.head.map((label, at) => (
              <th scope="col" class={at < (props.words ?? 1) ? undefined : 'n'}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr>
              {row.map((cell, at) => (
                <td data-h={props.head[at]} class={at < (props.words ?? 1) ? undefined : 'n'}>
                  {typeof cell === 'string' ? cell : <a href={cell.href}>{cell.text}</a>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The page of a year around its figures, which may have been drawn before: they depend on nobody who looks. */
export function YearPage({ page, year, body }: { page: PageFrame; year: number; body: string }) {
  const t = yearText[page.lang];
  return (
    <Layout page={page} title={t.title(year)} crumbs={[{ label: t.office, href: `${page.base}/office` }, { label: t.title(year) }]} wide>
      {raw(body)}
    </Layout>
  );
}

/** The figures of a year, every one with the way to its list. */
export function YearFigures({ page, view }: { page: Place; view: YearView }) {
  const { lang, base } = page;
  const t = yearText[lang];
  const { funnel, year } = view;
  const here = `${base}/office/year/${year}`;
  const projects = (query: string) => `${here}/projects?${query}`;
  const other = view.places.reduce((sum, { otherFen }) => sum + otherFen, 0n);
  const received = view.places.reduce((sum, { receivedFen }) => sum + receivedFen, 0n);
  return (
    <>
      <Lead>{t.lead}</Lead>
      <nav aria-label={t.years}>
        <p>
          {view.years
            .filter((line) => line.year !== year)
            .map((line) => (
              <a href={`${base}/office/year/${line.year}`}>{line.year}　</a>
            ))}
        </p>
      </nav>
      {funnel.drafted === 0 ? (
        <Empty title={t.nothing}>{t.nothingBody}</Empty>
      ) : (
        <>
          <Section title={t.applications}>
            <StatTable
              items={[
                { label: t.drafted, value: String(funnel.drafted), href: `${here}/projects` },
                { label: t.submitted, value: String(funnel.submitted), href: projects('has=submitted') },
                { label: t.awarded, value: String(funnel.awarded), href: projects('has=awarded') },
                { label: t.closed, value: String(funnel.closed), href: projects('has=closed') },
              ]}
            />
            <StatTable
              items={[
                { label: t.returned, value: String(view.steps.find(({ state }) => state === 'returned')?.projects ?? 0), href: projects('has=returned') },
                { label: t.declined, value: String(funnel.declined), href: projects('state=declined') },
                { label: t.withdrawn, value: String(funnel.withdrawn), href: projects('state=withdrawn') },
                { label: t.stopped, value: String(funnel.stopped), href: projects('state=stopped') },
              ]}
            />
            <StatTable
              items={[
                { label: t.asked, value: whole(funnel.askedFen), href: projects('has=submitted&sort=asked&desc=1') },
                { label: t.granted, value: whole(funnel.grantedFen), href: projects('has=awarded&sort=granted&desc=1') },
                { label: t.otherReceived, value: whole(other), href: projects('has=other&sort=other&desc=1') },
                { label: t.leverage, value: timesOf(other, received, lang), note: t.leverageNote, href: `${here}/places?sort=leverage&desc=1` },
              ]}
            />
          </Section>
          <SpreadSection page={page} view={view} here={here} />
          <Section title={t.grades}>
            {view.grades.length === 0 ? (
              <Soft>{t.noGrades}</Soft>
            ) : (
              <StatTable
                items={view.grades.map(({ grade, name, count }) => ({
                  label: name,
                  value: String(count),
                  href: projects(`grade=${encodeURIComponent(grade)}`),
                }))}
              />
            )}
          </Section>
          <WaitingSection page={page} view={view} here={here} />
        </>
      )}
      <Section title={t.watch}>
        <StatTable
          items={[
            { label: t.drift, value: String(view.counts.drifted), note: t.driftNote(view.counts.judged), href: projects('has=drifted') },
            { label: t.alarms, value: String(view.counts.alarms), note: t.alarmsNote(view.counts.alarmsOffice), href: `${base}/office/alarms` },
            {
              label: t.rulings,
              value: String(view.counts.rulingsAllowed + view.counts.rulingsForbidden),
              note: t.rulingsNote(view.counts.rulingsAllowed, view.counts.rulingsForbidden),
              href: `${base}/rulings`,
            },
            {
              label: t.audits,
              value: String(view.audits.audits),
              note: t.auditsNote(view.audits.findings, view.audits.open, view.audits.overdue),
              href: `${base}/audits`,
            },
            {
              label: referralText[lang].title,
              value: String(view.counts.referrals),
              note: t.referralsNote(view.counts.referralsOpen, whole(view.counts.referralsGrantedFen)),
              href: `${base}/office/referrals`,
            },
          ]}
        />
      </Section>
      {view.years.length > 0 && (
        <Section title={t.compare}>
          <Rows
            caption={t.compare}
            head={[t.year, t.submitted, t.declined, t.awarded, t.granted, t.placesGot, t.gini, t.leverage, t.graded]}
            rows={view.years.map((line) => [
              { text: String(line.year), href: `${base}/office/year/${line.year}` },
              { text: String(line.submitted), href: `${base}/office/year/${line.year}/projects?has=submitted` },
              { text: String(line.declined), href: `${base}/office/year/${line.year}/projects?state=declined` },
              { text: String(line.awarded), href: `${base}/office/year/${line.year}/projects?has=awarded` },
              whole(line.grantedFen),
              { text: t.of(line.places, view.spread.communities), href: `${base}/office/year/${line.year}/places` },
              hundredths(line.gini),
              line.leverageTenths === null ? '—' : t.times(`${Math.floor(line.leverageTenths / 10)}.${line.leverageTenths % 10}`),
              { text: String(line.graded), href: `${base}/office/year/${line.year}/projects?has=graded` },
            ])}
          />
        </Section>
      )}
    </>
  );
}

function SpreadSection({ page, view, here }: { page: Place; view: YearView; here: string }) {
  const { lang } = page;
  const t = yearText[lang];
  const { spread } = view;
  return (
    <Section title={t.spread}>
      <div class="cols">
        <div>
          <StatTable
            items={[
              { label: t.gini, value: hundredths(spread.gini), note: t.giniNote, href: `${here}/places` },
              {
                label: t.hhi,
                value: String(spread.hhi),
                note: t.hhiNote(spread.communities === 0 ? 0 : Math.round(10_000 / spread.communities)),
                href: `${here}/places?sort=granted&desc=1`,
              },
              { label: t.topShare(spread.topCount), value: percent(spread.topShare), href: `${here}/places?sort=granted&desc=1` },
              { label: t.without, value: t.of(spread.without, spread.communities), href: `${here}/places?has=none` },
            ]}
          />
          <Rows
            caption={t.topPlaces}
            head={[t.topPlaces, t.applied, t.granted, t.share, t.leverage]}
            rows={view.places
              .filter(({ grantedFen }) => grantedFen > 0n)
              .slice(0, 5)
              .map((place) => [
                { text: place.name, href: `${here}/projects?place=${encodeURIComponent(place.code)}` },
                String(place.applied),
                whole(place.grantedFen),
                percent(spread.totalFen === 0n ? 0 : Number((place.grantedFen * 10_000n) / spread.totalFen)),
                timesOf(place.otherFen, place.receivedFen, lang),
              ])}
          />
          <p>
            <a href={`${here}/places`}>{t.allPlaces(spread.communities)}</a>　<a href={`${here}/projects?has=awarded&sort=granted&desc=1`}>{t.byProject}</a>
          </p>
        </div>
        <div class="aside">
          <Lorenz spread={spread} lang={lang} />
          <Rows
            caption={t.spread}
            head={[t.people, t.money]}
            rows={spread.curve.filter((_, at) => at % 2 === 0).map(({ people, money }) => [percent(people), percent(money)])}
          />
        </div>
      </div>
    </Section>
  );
}

function WaitingSection({ page, view, here }: { page: Place; view: YearView; here: string }) {
  const { lang } = page;
  const t = yearText[lang];
  const order = new Map(projectStates.map((state, at) => [state as string, at]));
  const steps = view.steps
    .filter(({ state }) => isState(state) && turns[state] !== null)
    .toSorted((a, b) => (order.get(a.state) ?? 0) - (order.get(b.state) ?? 0));
  return (
    <Section title={t.waiting}>
      <Soft>{t.waitingLead}</Soft>
      <Rows
        caption={t.waiting}
        words={2}
        head={[t.step, t.whose, t.passed, t.median, t.longest, t.nowHere, t.longestNow]}
        rows={steps.map((step) => {
          const state = isState(step.state) ? step.state : 'draft';
          return [
            stateName(state, lang),
            roleName(turns[state]?.role ?? 'person', lang),
            { text: String(step.passed), href: `${here}/stays?state=${step.state}&open=no` },
            step.passed === 0 ? '—' : t.days(step.medianTenths),
            step.passed === 0 ? '—' : t.days(step.longestTenths),
            { text: String(step.waiting), href: `${here}/stays?state=${step.state}&open=yes` },
            step.waiting === 0 ? '—' : t.days(step.longestWaitingTenths),
          ];
        })}
      />
      {view.roles.length > 0 && (
        <>
          <h3>{t.byRole}</h3>
          <Rows
            caption={t.byRole}
            head={[t.role, t.done, t.late, t.median, t.open, t.overdue, t.longestNow]}
            rows={view.roles.map((one) => [
              { text: roleName(one.role, lang), href: `${here}/duties?role=${one.role}` },
              { text: String(one.done), href: `${here}/duties?role=${one.role}&state=done` },
              { text: String(one.late), href: `${here}/duties?role=${one.role}&state=late` },
              one.done === 0 ? '—' : t.days(one.medianTenths),
              { text: String(one.open), href: `${here}/duties?role=${one.role}&state=open` },
              { text: String(one.overdue), href: `${here}/duties?role=${one.role}&state=overdue` },
              one.open === 0 ? '—' : t.wholeDays(one.longestOpenDays),
            ])}
          />
        </>
      )}
    </Section>
  );
}
