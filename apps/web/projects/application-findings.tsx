import { cite, explain } from '#libs/policy';
import { type ApplicationFinding, type ApplicationStep, findingLevels, stepOfField } from '#modules/projects';
import { State, type Tone, useFrame, useLang } from '../ui/index.ts';
import { namedErrors } from './application-form.ts';
import { adviceWords, remedyFor } from './application-remedies.ts';
import { applicationText, fieldLabels } from './application-text.ts';
import { guideText } from './application-guide-text.ts';

/** What of the editor the list of findings needs. */
export interface FindingsView {
  projectId: string;
  step: ApplicationStep | null;
  /** Show what is found in every step, as before it is handed in. */
  all: boolean;
  findings: readonly ApplicationFinding[];
  /** Words for the codes of missing fields. */
  errorWords: (code: string) => string;
}

const tones: Readonly<Record<ApplicationFinding['level'], Tone>> = {
  missing: 'act',
  block: 'bad',
  ruling: 'wait',
  setting: 'wait',
  advice: 'plain',
  kept: 'good',
};

/** The id of a field in the editor's form. */
export const fieldAnchor = (field: string): string => `f-${field}`.replace(/[^\w\u4e00-\u9fff-]+/g, '-');

/** Everything found, under how it binds: what it says, its clause, what would satisfy it, and the way to the field. */
export function Findings(view: FindingsView) {
  const lang = useLang();
  const { base } = useFrame();
  const t = guideText[lang];
  const here = (field: string, level: string) => {
    const step = stepOfField(field);
    return view.all || step === view.step || (step === null && level !== 'missing');
  };
  const own = view.findings.filter(({ level, field }) => level !== 'kept' && here(field, level));
  const kept = view.findings.filter(({ level }) => level === 'kept');
  const href = (field: string): string | null => {
    const step = stepOfField(field);
    if (step === null) return null;
    const path = view.step === null || view.step === step ? '' : `${base}/projects/${view.projectId}/application/${step}`;
    return `${path}#${fieldAnchor(field)}`;
  };
  const Way = ({ field }: { field: string }) => {
    const to = href(field);
    return to === null ? null : (
      <>
        {' '}
        <a href={to}>{t.toField}</a>
      </>
    );
  };
  return (
    <>
      {own.length === 0 && <p class="soft">{view.all ? t.nothingFound : t.nothingHere}</p>}
      {findingLevels.map((level) => {
        const found = own.filter((one) => one.level === level);
        if (found.length === 0 || level === 'kept') return null;
        return (
          <section class="found">
            <h3>
              <State tone={tones[level]}>{t[level]}</State> <small>{found.length}</small>
            </h3>
            <ul>
              {found.map((one) => (
                <li>
                  {one.level === 'missing' ? (
                    <a href={href(one.field) ?? `#${fieldAnchor(one.field)}`}>{namedMissing(one.field, view.errorWords(one.code), lang)}</a>
                  ) : one.level === 'advice' ? (
                    <>
                      {adviceWords(one, lang)[0]}
                      <br />
                      <span class="soft">{adviceWords(one, lang)[1]}</span>
                      <Way field={one.field} />
                    </>
                  ) : (
                    <>
                      {explain(one.reason, lang).replace(/（依据：.*）$|\([^()]*\)$/, '')}
                      <br />
                      {remedyFor(one.reason, lang) !== '' && (
                        <>
                          <b>{t.satisfy}</b>
                          {lang === 'zh' ? '：' : ': '}
                          {remedyFor(one.reason, lang)}
                          <br />
                        </>
                      )}
                      <small>
                        <a href={`${base}/policy`}>{cite(one.reason, lang)}</a>
                      </small>
                      <Way field={one.field} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {view.all && kept.length > 0 && (
        <details class="fold">
          <summary>{t.kept(kept.length)}</summary>
          <ul>{kept.map((one) => (one.level === 'kept' ? <li>{explain(one.reason, lang)}</li> : null))}</ul>
        </details>
      )}
    </>
  );
}

function namedMissing(field: string, words: string, lang: 'zh' | 'en'): string {
  return (
    namedErrors({ [field]: words }, { ...fieldLabels(lang), keeperSaidOn: guideText[lang].keeperYes, opinion: guideText[lang].opinion })[field] ??
    applicationText[lang].incomplete
  );
}
