import type { Round, RoundStepKind } from '#modules/funds';
import type { Lang } from '#platform/i18n';
import { yearText } from '../closing/year-text.ts';
import { Actions, ButtonLink, type Crumb } from '../ui/index.ts';
import { roundText } from './round-text.ts';
import { roundYearText } from './round-year-text.ts';

/** The way to a page below a round. */
export const roundCrumbs = (base: string, round: Round, lang: Lang, here: string): Crumb[] => [
  { label: roundText[lang].rounds, href: `${base}/rounds` },
  { label: round.name, href: `${base}/rounds/${round.id}` },
  { label: here },
];

/** Pages about a round, for whoever may see them; the one shown is left out. */
export function RoundLinks(props: { base: string; round: Round; lang: Lang; follow: boolean; manage: boolean; mine: boolean; here?: string }) {
  const t = roundYearText[props.lang];
  const at = `${props.base}/rounds/${props.round.id}`;
  const links = [
    { key: 'call', label: t.call, show: true },
    { key: 'calendar', label: t.calendar, show: true },
    { key: 'briefings', label: t.briefings, show: true },
    { key: 'quotas', label: t.quotas, show: true },
    { key: 'mine', label: t.mine, show: props.mine },
    { key: 'places', label: t.places, show: props.follow },
    { key: 'change', label: t.change, show: props.manage },
  ].filter(({ key, show }) => show && key !== props.here);
  return (
    <nav aria-label={t.more}>
      <Actions>
        {props.manage && (
          <ButtonLink kind="quiet" href={`${props.base}/value-reviews`}>
            {yearText[props.lang].title}
          </ButtonLink>
        )}
        {links.map(({ key, label }) => (
          <ButtonLink kind="quiet" href={`${at}/${key}`}>
            {label}
          </ButtonLink>
        ))}
      </Actions>
    </nav>
  );
}

/** A step of a round's year in words. */
export function stepName(step: { kind: RoundStepKind | 'application'; title: string }, lang: Lang): string {
  const name = roundYearText[lang][`step_${step.kind}`];
  return step.title === '' ? name : step.kind === 'other' ? step.title : `${name}${lang === 'zh' ? '：' : ': '}${step.title}`;
}
