import type { KeptRuling, rulingStanding } from '#modules/funds';
import type { Lang } from '#platform/i18n';
import { dayText, State, type Tone, useLang } from '../ui/index.ts';
import { rulingText } from './ruling-text.ts';

const tones: Record<ReturnType<typeof rulingStanding>['standing'], Tone> = {
  'in-force': 'good',
  'to-begin': 'wait',
  'run-out': 'plain',
  withdrawn: 'plain',
  superseded: 'plain',
  'rule-gone': 'plain',
};

/** Whether a ruling holds today, and whether the policy has another version since. */
export function StandingView({ standing }: { standing: ReturnType<typeof rulingStanding> }) {
  const t = rulingText[useLang()];
  return (
    <>
      <State tone={tones[standing.standing]}>{t[standing.standing]}</State>
      {standing.standing === 'in-force' && standing.sameVersion === false && <State tone="wait">{t.otherVersion}</State>}
    </>
  );
}

/** Allowed or not. */
export function DecisionView({ ruling }: { ruling: Pick<KeptRuling, 'decision'> }) {
  const t = rulingText[useLang()];
  return <State tone={ruling.decision === 'allowed' ? 'good' : 'bad'}>{t[ruling.decision]}</State>;
}

/** From when to when a ruling holds. */
export function validText(ruling: Pick<KeptRuling, 'day' | 'validFrom' | 'validTo'>, lang: Lang): string {
  const t = rulingText[lang];
  return t.span(dayText(ruling.validFrom ?? ruling.day, lang), ruling.validTo === null ? t.noEnd : t.until(dayText(ruling.validTo, lang)));
}
