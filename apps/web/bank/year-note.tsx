import type { Tx } from '#platform/database';
import { closedYears } from '#modules/books';
import { projectYearEnd, type SourceDue } from '#modules/projects';
import { Money, type PageFrame, State } from '../ui/index.ts';
import { DueState } from './year-pages.tsx';
import { yearText } from './year-text.ts';

/** What an account says about the end of the year: what goes back, and which years are closed. */
export interface YearNoteView {
  dues: SourceDue[];
  closed: number[];
  today: string;
}

/** Loads it for one project. */
export async function loadYearNote(tx: Tx, projectId: string, today: string): Promise<YearNoteView> {
  return { dues: (await projectYearEnd(tx, projectId, today)).dues, closed: await closedYears(tx), today };
}

/** Shown on the account from ninety days before the last day; nothing where there is nothing to say. */
export function YearNote({ page, projectId, view, mayOpen }: { page: PageFrame; projectId: string; view: YearNoteView; mayOpen: boolean }) {
  const t = yearText[page.lang];
  return (
    <>
      <ClosedYears years={view.closed} lang={page.lang} />
      {view.dues.map((due) => (
        <div class="reason ask">
          <p>
            {t.yearEnd}：{due.award.name} <Money fen={due.fen} /> · {t.lastDay} <DueState due={due} today={view.today} lang={page.lang} />{' '}
            {mayOpen && <a href={`${page.base}/projects/${projectId}/year-end`}>{t.returnNow}</a>}
          </p>
        </div>
      ))}
    </>
  );
}

/** Which years' books are closed, on reports. */
export function ClosedYears({ years, lang }: { years: readonly number[]; lang: 'zh' | 'en' }) {
  if (years.length === 0) return null;
  return (
    <p>
      <State>{yearText[lang].closedMark(years.join(lang === 'zh' ? '、' : ', '))}</State>
    </p>
  );
}

/** The subtitle of a report about a year, saying that its books are closed where they are. */
export const withClosed = (subtitle: string | undefined, year: number, closed: readonly number[], lang: 'zh' | 'en'): string =>
  closed.includes(year) ? `${subtitle ?? ''} · ${yearText[lang].closedMark(String(year))}` : (subtitle ?? '');
