import type { Project } from '#modules/projects';
import { defineText } from '#platform/i18n';
import type { FieldErrors, Web } from '../kit/index.ts';
import type { FormErrors, FormValues, PageFrame } from '../ui/index.ts';

const text = defineText({
  nav: { zh: '施工推进', en: 'The works' },
  plan: { zh: '计划', en: 'Plan' },
  stuck: { zh: '卡住的事', en: 'Stuck' },
  rota: { zh: '班次', en: 'Rota' },
  'check-ins': { zh: '打卡', en: 'Check-ins' },
  visits: { zh: '走访督导', en: 'Visits' },
  'mid-term': { zh: '中期检查', en: 'Mid-term' },
  changes: { zh: '变更', en: 'Changes' },
  notes: { zh: '进展', en: 'Progress' },
  stopped: {
    zh: '项目已终止，下面只作记录，没到的班次和没做的事不用再做。',
    en: 'The project was stopped: this is a record, nothing here is to be done any more.',
  },
});
const pages = ['plan', 'stuck', 'rota', 'check-ins', 'visits', 'mid-term', 'changes', 'notes'] as const;
/** A page of the works. */
export type WorksPage = (typeof pages)[number];

/** The way between the pages of the works; visits are for those who work on the project. */
export function WorksNav({ page, project, here, staff }: { page: PageFrame; project: Pick<Project, 'id' | 'state'>; here?: WorksPage; staff?: boolean }) {
  const t = text[page.lang];
  return (
    <>
      <nav class="works" aria-label={t.nav}>
        {pages
          .filter((one) => one !== 'visits' || staff || here === 'visits')
          .map((one) => (
            <a href={`${page.base}/projects/${project.id}/${one}`} aria-current={one === here ? 'page' : undefined}>
              {t[one]}
            </a>
          ))}
      </nav>
      {project.state === 'stopped' && <p class="flash bad">{t.stopped}</p>}
    </>
  );
}

/** Which form of a page was refused, with what was typed. */
export interface Refused {
  at: string;
  errors: FormErrors;
  values: FormValues;
}

/** What goes back into one form of a page with several. */
export const formOf = (refused: Refused | undefined, at: string): { id: string; errors?: FormErrors; values?: FormValues } =>
  refused?.at === at ? { id: at, errors: refused.errors, values: refused.values } : { id: at };

/** A refused form in words. */
export const refusedAt = (w: Web, at: string, errors: FieldErrors, values: FormValues, words: Record<string, unknown>): Refused => ({
  at,
  errors: w.errorTexts(errors, words),
  values,
});
