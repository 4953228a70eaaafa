import { type ApplicationStep, stepNames } from '#modules/projects';
import { FrameContext } from '../ui/frame.ts';
import { Actions, assetUrl, Button, ButtonLink, Form, Layout, Lead, useFrame, useLang, yuanText } from '../ui/index.ts';
import { Findings } from './application-findings.tsx';
import { namedErrors } from './application-form.ts';
import { guideText } from './application-guide-text.ts';
import { Keeper } from './application-keeper.tsx';
import { Budget, Leverage, Raised, Sources, Sums } from './application-money.tsx';
import { Evidence } from './application-papers.tsx';
import { RemarkReplies } from './application-replies.tsx';
import { Basis, Effects, Risks, Schedule, Team, What } from './application-sections.tsx';
import { applicationText, fieldLabels } from './application-text.ts';
import type { EditorView } from './application-view.ts';
import { PricePanel } from './price-panel.tsx';

const sections: Readonly<Record<ApplicationStep, (view: EditorView) => unknown>> = {
  what: (view) => (
    <>
      <What view={view} />
      <Basis view={view} />
    </>
  ),
  team: (view) => (
    <>
      <Team view={view} />
      <Schedule draft={view.draft} />
    </>
  ),
  money: (view) => (
    <>
      <Sources view={view} />
      {view.matches && <Raised view={view} />}
    </>
  ),
  budget: (view) => <Budget view={view} />,
  effects: (view) => <Effects view={view} />,
  keeper: (view) => (
    <>
      <Keeper view={view} />
      <Risks view={view} />
    </>
  ),
  papers: (view) => <Evidence view={view} />,
};

/** The editor of an application: one step of it, or all on one page. What is saved, summed and found is the server's; script saves as it is typed. */
export function ApplicationPage(view: EditorView) {
  const { page, project, step, errors } = view;
  const t = applicationText[page.lang];
  const g = guideText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const here = `${at}/application${step === null ? '' : `/${step}`}`;
  const revising = project.state === 'awarded';
  const no = step === null ? 0 : stepNames.indexOf(step) + 1;
  const last = step === null || step === 'papers';
  const script = assetUrl('application.js');
  return (
    <Layout page={page} title={`${t.title} ${project.number ?? project.serial}`} crumbs={[{ label: project.title, href: at }, { label: t.title }]} wide>
      <Lead>{g.lead}</Lead>
      {project.state === 'returned' && project.stateReason !== null && <p class="flash bad">{t.returnedWhy(project.stateReason)}</p>}
      {revising && project.grantAwardedFen !== null && <p class="flash">{t.awardedOf(yuanText(project.grantAwardedFen))}</p>}
      {view.note !== undefined && (
        <p class="flash bad" role="alert">
          {view.note} <a href="#check">{g.check}</a>
        </p>
      )}
      {view.conflicts.length > 0 && <Conflicts view={view} />}
      <StepNav view={view} />
      <div class="cols" data-autosave={here} data-saving={g.saving} data-lost={g.notSaved}>
        <div>
          {step !== null && <h2>{g.stepOf(no, stepNames.length, g[step])}</h2>}
          <Form action={here} errors={errors} multipart>
            {/* Enter saves; it never removes a row. */}
            <button type="submit" name="do" value="save" class="unseen" tabindex={-1} aria-hidden="true">
              {g.save}
            </button>
            <input type="hidden" name="revision" value={String(view.revision)} />
            <input type="hidden" name="marks" value={view.marks} />
            <RemarkReplies remarks={view.openRemarks} />
            {(step === null ? stepNames : [step]).map((one) => (
              <div id={`step-${one}`}>
                {sections[one](view)}
                {step === null && one !== 'papers' && (
                  <p>
                    <Button name="do" value="save" kind="quiet">
                      {g.save}
                    </Button>
                  </p>
                )}
              </div>
            ))}
            <Actions>
              {last ? (
                <Button name="do" value="submit">
                  {revising ? t.submitRevision : t.submit}
                </Button>
              ) : (
                <Button name="do" value="next">
                  {g.next}
                </Button>
              )}
              <Button name="do" value="save" kind="quiet">
                {g.save}
              </Button>
              <ButtonLink href={step === null ? `${at}/application/what` : `${at}/application`} kind="quiet">
                {step === null ? g.guided : g.whole}
              </ButtonLink>
            </Actions>
          </Form>
        </div>
        <div class="aside">
          <p class="soft" data-saved aria-live="polite">
            {view.lastSaved ?? ''}
          </p>
          <div data-live>
            <LivePanel {...view} />
          </div>
        </div>
      </div>
      {script !== undefined && <script src={script} defer />}
    </Layout>
  );
}

/** What stands beside the form and follows what is typed: sums, leverage, prices, findings. */
export function LivePanel(view: EditorView) {
  const g = guideText[view.page.lang];
  const money = view.step === null || view.step === 'money' || view.step === 'budget';
  return (
    <FrameContext.Provider value={view.page}>
      {money && <Sums draft={view.draft} />}
      {money && <Leverage draft={view.draft} />}
      {view.step === 'budget' && <PricePanel lines={view.draft.lines} prices={view.prices} mayRead={view.mayRead} />}
      <h2 id="check">{g.check}</h2>
      <p class="soft">{!view.policyInForce ? g.noPolicy : view.roundName === null ? g.noRound : g.checkRound(view.roundName)}</p>
      {view.lastDays.map((line) => (
        <p class="soft">{line}</p>
      ))}
      <Findings
        projectId={view.project.id}
        step={view.step}
        all={view.step === null || view.step === 'papers'}
        findings={view.findings}
        errorWords={view.errorWords}
      />
      {(view.step === null || view.step === 'money') && view.policyInForce && <WhatGoesBack {...view} />}
      {view.step === null && <PricePanel lines={view.draft.lines} prices={view.prices} mayRead={view.mayRead} />}
    </FrameContext.Provider>
  );
}

/** Whoever asks for money reads beforehand what of it goes back. */
function WhatGoesBack({ returns }: Pick<EditorView, 'returns'>) {
  const g = guideText[useLang()];
  return (
    <>
      <h2>{g.returnRule}</h2>
      {returns.length === 0 && <p class="soft">{g.returnSilent}</p>}
      {returns.map(({ said, cite }) => (
        <p>
          {said.map((line) => (
            <>
              {line}
              <br />
            </>
          ))}
          <small>{cite}</small>
        </p>
      ))}
    </>
  );
}

function StepNav({ view }: { view: EditorView }) {
  const { base } = useFrame();
  const g = guideText[useLang()];
  const done = view.progress.filter(({ state }) => state === 'done').length;
  return (
    <nav aria-label={g.steps}>
      <p class="soft">{g.progress(done, view.progress.length)}</p>
      <ol class="steps">
        {view.progress.map((one) => (
          <li class={one.step === view.step ? 'now' : one.state === 'done' ? undefined : 'next'}>
            <a
              href={view.step === null ? `#step-${one.step}` : `${base}/projects/${view.project.id}/application/${one.step}`}
              aria-current={one.step === view.step ? 'step' : undefined}
            >
              {g[one.step]}
            </a>
            <br />
            <small>
              {one.state === 'done' ? g.stepDone : g.stepOpen(one.missing + one.stops)}
              {(view.remarks[one.step] ?? 0) > 0 && ` · ${g.remarksHere(view.remarks[one.step] ?? 0)}`}
            </small>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** What two people wrote differently, side by side; nothing of it is saved yet. */
function Conflicts({ view }: { view: EditorView }) {
  const lang = useLang();
  const g = guideText[lang];
  const shown = (text: string) => (text === '' ? g.nothing : text);
  return (
    <div class="reason ask" role="alert">
      <p>
        <b>{g.conflictTitle}</b>
      </p>
      <p>{g.conflictLead}</p>
      <ul>
        {view.conflicts.map(({ field, theirs, mine }) => (
          <li>
            {(namedErrors({ [field]: '' }, fieldLabels(lang))[field] ?? field).replace(/[：:]$/, '')}
            <br />
            {g.theirs}
            {lang === 'zh' ? '：' : ': '}
            <b>{shown(theirs)}</b>
            <br />
            {g.mine}
            {lang === 'zh' ? '：' : ': '}
            {shown(mine)}
          </li>
        ))}
      </ul>
    </div>
  );
}
