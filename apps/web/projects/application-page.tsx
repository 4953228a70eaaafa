import type { Verdict } from '#libs/policy';
import type { ApplicationDraft, Project } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  Layout,
  Lead,
  NumberField,
  type Option,
  type PageFrame,
  Soft,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { applicationText } from './application-text.ts';
import { projectText } from './text.ts';
import { VerdictReasons } from './verdict.tsx';
import { What, Rows, Keeper, Basis, Evidence } from './application-sections.tsx';
import { Sources, Budget } from './application-money.tsx';

/** Everything the editor needs beside the draft. */
export interface EditorView {
  page: PageFrame;
  project: Project;
  draft: ApplicationDraft;
  revision: number;
  errors: FormErrors;
  /** Said on top, beside the fields' own errors. */
  note?: string;
  categories: Option[];
  organisations: Option[];
  persons: Option[];
  resolutions: Option[];
  ballots: Option[];
  evidenceKinds: Option[];
  /** Null: no policy is in force, or the draft is not complete. */
  verdict: Verdict | null;
  policyInForce: boolean;
}

/** The editor of an application: one page, its parts under their headings, sums and policy check by the server. */
export function ApplicationPage(view: EditorView) {
  const { page, project, draft, errors } = view;
  const t = applicationText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const revising = project.state === 'awarded';
  return (
    <Layout page={page} title={`${t.title} ${project.serial}`} crumbs={[{ label: project.title, href: at }, { label: t.title }]}>
      <Lead>{t.lead}</Lead>
      {project.state === 'returned' && project.stateReason !== null && <p class="flash bad">{t.returnedWhy(project.stateReason)}</p>}
      {revising && project.grantAwardedFen !== null && <p class="flash">{t.awardedOf(yuanText(project.grantAwardedFen))}</p>}
      {view.note !== undefined && (
        <p class="flash bad" role="alert">
          {view.note}
        </p>
      )}
      <Form action={`${at}/application`} errors={errors} multipart>
        {/* Enter saves; it never removes a row. */}
        <button type="submit" name="do" value="save" class="unseen" tabindex={-1} aria-hidden="true">
          {t.save}
        </button>
        <input type="hidden" name="revision" value={String(view.revision)} />
        <What draft={draft} />
        <Rows
          list="indicators"
          legend={t.indicators}
          hint={t.indicatorsHint}
          one={t.indicator}
          rows={draft.indicators}
          render={(row, name) => (
            <FieldRow>
              <TextField name={`${name}.name`} label={t.indicator} value={row.name} required />
              <TextField name={`${name}.unit`} label={t.unit} value={row.unit} size="short" />
              <NumberField name={`${name}.baseline`} label={t.baseline} value={row.baseline} decimals required />
              <NumberField name={`${name}.target`} label={t.target} value={row.target} decimals required />
            </FieldRow>
          )}
        />
        <Rows
          list="members"
          legend={t.team}
          one={t.member}
          rows={draft.members}
          render={(row, name) => (
            <FieldRow>
              <input type="hidden" name={`${name}.personId`} value={row.personId} />
              <TextField name={`${name}.name`} label={t.memberName} value={row.name} required />
              <TextField name={`${name}.duty`} label={t.duty} value={row.duty} required />
            </FieldRow>
          )}
        />
        <Sources view={view} />
        <Budget view={view} />
        <Keeper view={view} />
        <Rows
          list="risks"
          legend={t.risks}
          one={t.risk}
          rows={draft.risks}
          render={(row, name) => (
            <FieldRow>
              <TextField name={`${name}.risk`} label={t.risk} value={row.risk} required />
              <TextField name={`${name}.answer`} label={t.answer} value={row.answer} required />
            </FieldRow>
          )}
        />
        <Basis view={view} />
        <Evidence view={view} />
        <Fieldset legend={t.policy}>
          {view.verdict ? <VerdictReasons verdict={view.verdict} /> : <Soft>{view.policyInForce ? t.policyLater : t.noPolicy}</Soft>}
        </Fieldset>
        <Actions>
          <Button name="do" value="submit">
            {revising ? t.submitRevision : t.submit}
          </Button>
          <Button name="do" value="save" kind="quiet">
            {t.save}
          </Button>
          <ButtonLink href={`${at}/application.pdf`} kind="quiet">
            {projectText[page.lang].applicationPaper}
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  );
}
