import { formatYuanBrief } from '#libs/money';
import { explain, isTreatedDifferently, type Outcome } from '#libs/policy';
import type { PolicyDraft } from '#modules/funds';
import { Button, Empty, Form, Layout, Lead, type PageFrame, Section, SelectField, State, useLang } from '../ui/index.ts';
import { draftCrumbs } from './draft-page.tsx';
import { editorText } from './editor-text.ts';
import type { ReplayedProject } from './policy-replay.ts';

/** What the page on last year's projects shows. */
export interface ReplayView {
  page: PageFrame;
  draft: PolicyDraft;
  year: number;
  /** Years in which there were applications, the last first. */
  years: readonly number[];
  projects: readonly ReplayedProject[];
  all: number;
}

const tones = { pass: 'good', block: 'bad', 'needs-ruling': 'wait', 'needs-setting': 'wait' } as const;

function Said({ outcome }: { outcome: Outcome | null }) {
  const t = editorText[useLang()];
  return outcome === null ? <State tone="plain">{t.noPolicyThen}</State> : <State tone={tones[outcome]}>{t[outcome]}</State>;
}

/** Would this project be treated differently, in any way? */
export const differs = ({ application, spending }: ReplayedProject): boolean => isTreatedDifferently(application) || spending.length > 0;

/** Per project: what the new version would have said of its application, its ceiling and its spending. */
export function ReplayPage({ page, draft, year, years, projects, all }: ReplayView) {
  const { lang, base } = page;
  const t = editorText[lang];
  const changed = projects.filter(differs);
  return (
    <Layout page={page} title={t.replayTitle(year)} crumbs={[...draftCrumbs(page, draft), { label: t.replay }]}>
      <Lead>{t.replayLead}</Lead>
      <Form action={`${base}/policy/drafts/${draft.id}/replay`} method="get">
        <SelectField
          name="year"
          label={t.year}
          value={String(year)}
          required
          options={[...new Set([year, ...years])].sort().map((each) => ({ value: String(each), label: String(each) }))}
        />
        <Button kind="quiet">{t.show}</Button>
      </Form>
      {projects.length === 0 ? (
        <Empty title={t.noProjects}>{t.noProjectsBody}</Empty>
      ) : (
        <>
          <p>
            <b>{t.differs(changed.length, projects.length)}</b>
            {all > projects.length && ` ${projects.length} / ${all}`}
          </p>
          {changed.map((each) => (
            <OneProject each={each} base={base} />
          ))}
          {changed.length < projects.length && (
            <Section title={t.asBefore}>
              <ul>
                {projects
                  .filter((each) => !differs(each))
                  .map(({ project, application }) => (
                    <li>
                      <a href={`${base}/projects/${project.id}`}>{project.title}</a> <Said outcome={application.after} />
                    </li>
                  ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </Layout>
  );
}

function OneProject({ each: { project, application, spending }, base }: { each: ReplayedProject; base: string }) {
  const lang = useLang();
  const t = editorText[lang];
  const fen = (value: bigint | null) => (value === null ? t.noCeiling : `${formatYuanBrief(value)} ${t.yuan}`);
  const colon = lang === 'zh' ? '：' : ': ';
  return (
    <div class="rule">
      <p>
        <b>
          <a href={`${base}/projects/${project.id}`}>{project.title}</a>
        </b>{' '}
        <span class="soft">{project.serial}</span>
      </p>
      <p>
        {t.application}
        {colon}
        <Said outcome={application.before} /> → <Said outcome={application.after} />
      </p>
      {application.capBeforeFen !== application.capAfterFen && (
        <p>
          {t.ceiling}
          {colon}
          {fen(application.capBeforeFen)} → {fen(application.capAfterFen)}
        </p>
      )}
      <ul>
        {application.gained
          .filter(({ outcome }) => outcome !== 'pass')
          .map((reason) => (
            <li>{explain(reason, lang)}</li>
          ))}
      </ul>
      {spending.map(({ no, item, before, after }) => (
        <p>
          {t.spending} {no}
          {lang === 'zh' ? `“${item}”：` : ` “${item}”: `}
          <Said outcome={before} /> → <Said outcome={after} />
        </p>
      ))}
    </div>
  );
}
