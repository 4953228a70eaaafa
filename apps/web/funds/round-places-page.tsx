import type { RoundStanding } from '#modules/funds';
import { ButtonLink, dataTable, dayText, Empty, Layout, Lead, type PageFrame, Soft, State, type TableSpec, type Tone } from '../ui/index.ts';
import type { RoundMay } from './round-call-page.tsx';
import { roundFollowText } from './round-follow-text.ts';
import { type FollowView, type PlaceLine, worthANudge } from './round-follow-view.ts';
import { roundCrumbs, RoundLinks } from './round-parts.tsx';
import { roundYearText } from './round-year-text.ts';

const tones: Record<RoundStanding, Tone> = {
  applied: 'good',
  returned: 'wait',
  draft: 'wait',
  'no-money-left': 'plain',
  'refused-before': 'bad',
  sleeping: 'bad',
  never: 'bad',
  silent: 'act',
};

/** Where a neighbourhood stands, in words. */
export function standingName(standing: RoundStanding, lang: 'zh' | 'en'): string {
  const t = roundFollowText[lang];
  return standing === 'silent' ? t.silentStanding : t[standing];
}

/** Its badge. */
export const Standing = ({ standing, lang }: { standing: RoundStanding; lang: 'zh' | 'en' }) => (
  <State tone={tones[standing]}>{standingName(standing, lang)}</State>
);

/** What the committee says, in one line. */
export function wordText({ word }: Pick<PlaceLine, 'word'>, lang: 'zh' | 'en'): string {
  const t = roundFollowText[lang];
  if (!word) return '';
  const why = word.reason ? `${lang === 'zh' ? '：' : ': '}${t[`why_${word.reason}`]}` : '';
  return `${word.plan === 'will-apply' ? t.willApply : t.notThisTime}${why}${word.text === '' ? '' : `${lang === 'zh' ? '。' : '. '}${word.text}`}`;
}

const helpKey = { offered: 'helpOffered', accepted: 'helpAccepted', declined: 'helpDeclined', ended: 'helpEnded' } as const;
/** A state of help in words. */
export const helpName = (state: keyof typeof helpKey, lang: 'zh' | 'en'): string => roundFollowText[lang][helpKey[state]];

/** The neighbourhoods of a round as a table, also for Excel. */
export function placesTable(view: FollowView & { page: PageFrame; query: Record<string, string> }): TableSpec<PlaceLine> {
  const { lang, base } = view.page;
  const t = roundFollowText[lang];
  const standings = [...new Set(view.lines.map(({ standing }) => standing))];
  return {
    rows: view.lines,
    query: view.query,
    lang,
    base: `${base}/rounds/${view.round.id}/places`,
    caption: `${view.round.name} ${roundYearText[lang].places}`,
    columns: [
      {
        key: 'place',
        label: t.neighbourhood,
        value: ({ place }) => place.name,
        render: ({ place }) => <a href={`${base}/rounds/${view.round.id}/places/${place.code}`}>{place.name}</a>,
      },
      {
        key: 'standing',
        label: t.standing,
        value: ({ standing }) => standingName(standing, lang),
        render: ({ standing }) => <Standing standing={standing} lang={lang} />,
      },
      { key: 'projects', label: t.projects, value: ({ facts }) => facts.applied, numeric: true },
      { key: 'last', label: t.lastYear, value: ({ facts }) => facts.lastYear, numeric: true },
      { key: 'word', label: t.committeeSays, value: (line) => wordText(line, lang) },
      { key: 'nudged', label: t.nudged, value: ({ nudges }) => (nudges[0] ? t.times(nudges.length, dayText(nudges[0].sentOn, lang, 'short')) : '') },
      {
        key: 'help',
        label: t.help,
        value: ({ helps }) => (helps[0] ? `${helps[0].helperName}${lang === 'zh' ? '，' : ', '}${helpName(helps[0].state, lang)}` : ''),
      },
    ],
    filters: [
      {
        key: 'standing',
        label: t.standing,
        options: standings.map((standing) => ({ value: standing, label: standingName(standing, lang) })),
        matches: ({ standing }, value) => standing === value,
      },
    ],
    empty: <Empty title={roundFollowText[lang].noProjectsYet} />,
  };
}

/** Who has applied and who has not, with the reason that is known. */
export function PlacesPage(view: FollowView & { page: PageFrame; query: Record<string, string>; may: RoundMay }) {
  const { page, round } = view;
  const { lang, base } = page;
  const t = roundFollowText[lang];
  const ask = view.lines.filter(worthANudge);
  return (
    <Layout page={page} title={roundYearText[lang].places} wide crumbs={roundCrumbs(base, round, lang, roundYearText[lang].places)}>
      <Lead>{t.placesLead}</Lead>
      {ask.length > 0 && round.state === 'open' && (
        <p>
          {t.nudge}
          {lang === 'zh' ? '：' : ': '}
          {ask.map(({ place }, at) => (
            <>
              {at > 0 && (lang === 'zh' ? '、' : ', ')}
              <a href={`${base}/rounds/${round.id}/places/${place.code}#nudge`}>{place.name}</a>
            </>
          ))}
        </p>
      )}
      {view.sleepingYears === null && (
        <Soft>
          {t.sleepingUnset} {view.may.manage && <a href={`${base}/policy/settings`}>{t.setIt}</a>}
        </Soft>
      )}
      {dataTable(placesTable(view))}
      <RoundLinks base={base} round={round} lang={lang} {...view.may} here="places" />
    </Layout>
  );
}

/** For whoever belongs to several neighbourhoods: which one. */
export function MinePage({ page, round, places }: { page: PageFrame; round: FollowView['round']; places: readonly { code: string; name: string }[] }) {
  const t = roundYearText[page.lang];
  return (
    <Layout page={page} title={t.mine} crumbs={roundCrumbs(page.base, round, page.lang, t.mine)}>
      {places.map(({ code, name }) => (
        <p>
          <ButtonLink kind="quiet" href={`${page.base}/rounds/${round.id}/places/${code}`}>
            {name}
          </ButtonLink>
        </p>
      ))}
    </Layout>
  );
}
