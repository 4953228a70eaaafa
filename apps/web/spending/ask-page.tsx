import type { Reason as PolicyReason, ResolvedPack } from '#libs/policy';
import { type KeptRuling, rulingStanding } from '#modules/funds';
import type { LineVerdict, Project, SourceVerdict } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  DateField,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type Outcome,
  type PageFrame,
  RadioField,
  Reason,
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { DecisionView, StandingView, validText } from '../funds/ruling-standing.tsx';
import { purchaseText } from './purchase-text.ts';
import { spendingText } from './text.ts';
import { noRuleKnows, SourceVerdicts } from './verdict.tsx';

/** The answer to one question. */
export interface AskView {
  q: string | undefined;
  projects: readonly Project[];
  /** By neighbourhood; empty where the visitor answers for one only. */
  placeNames: ReadonlyMap<string, string>;
  /** Running projects that the choice leaves out. */
  notListed: number;
  projectId: string | undefined;
  /** Null: no policy is in force. */
  answer: LineVerdict | null | undefined;
  rulings: { ruling: KeptRuling; projectTitle: string }[];
  /** What may still be used, by source of the project, or by kind of money over all projects of the visitor. */
  availableFen: ReadonlyMap<string, bigint>;
  pack: ResolvedPack | null;
  today: string;
  /** What the visitor may rule on at once. */
  open: readonly PolicyReason[];
  back?: { errors: FormErrors; values: FormValues };
}

const examples = ['会议矿泉水', '水泥', '志愿者保险', '楼道感应灯'];

/** One word over all sources: the same for each, or it depends. */
export function headlineOf(sources: readonly SourceVerdict[]): 'allowed' | 'unclear' | 'needs-ruling' | 'forbidden' | 'partly-forbidden' | 'depends' {
  if (sources.length > 0 && sources.every(noRuleKnows)) return 'unclear';
  if (sources.length > 0 && sources.every((source) => source.outcome === 'pass')) return 'allowed';
  if (sources.every((source) => source.outcome === 'block')) return 'forbidden';
  // Silence of the rules is no permission: only what a rule says makes the answer.
  const spoken = sources.filter((source) => !noRuleKnows(source));
  if (spoken.some((source) => source.outcome === 'pass')) return 'depends';
  return spoken.every((source) => source.outcome === 'block') ? 'partly-forbidden' : 'needs-ruling';
}

const outcomeOf: Record<ReturnType<typeof headlineOf>, Outcome> = {
  allowed: 'passed',
  forbidden: 'blocked',
  'needs-ruling': 'ask',
  unclear: 'note',
  depends: 'note',
  'partly-forbidden': 'note',
};

/** Ask before you spend. */
export function AskPage({ page, view }: { page: PageFrame; view: AskView }) {
  const { lang, base } = page;
  const t = spendingText[lang];
  const p = purchaseText[lang];
  const values: FormValues = { q: view.q, project: view.projectId };
  const headline = headlineOf(view.answer?.sources ?? []);
  return (
    <Layout page={page} title={t.ask}>
      {view.q === undefined && <Lead>{t.askLead}</Lead>}
      <Form action={`${base}/ask`} method="get" values={values}>
        <TextField name="q" label={t.askField} required maxLength={100} type="search" size="long" />
        {view.projects.length > 0 && (
          <SelectField
            name="project"
            label={t.askProject}
            emptyLabel={t.askAny}
            hint={view.notListed > 0 ? t.askNotListed(view.projects.length) : undefined}
            options={view.projects.map((project) => ({
              value: project.id,
              label: [view.placeNames.get(project.neighbourhoodId) ?? '', project.serial, project.title].join(' ').trim(),
            }))}
          />
        )}
        <Button>{t.askButton}</Button>
      </Form>
      {view.q === undefined && (
        <p class="soft">
          {t.askExamples}：
          {examples.map((example, index) => (
            <>
              {index > 0 && '、'}
              <a href={`${base}/ask?q=${encodeURIComponent(example)}`}>{example}</a>
            </>
          ))}
        </p>
      )}
      {view.answer === null && <Reason outcome="note" title={t.noPolicy} />}
      {view.answer && (
        <Section title={view.answer.text} id="answer">
          <Reason outcome={outcomeOf[headline]} title={t[headline]}>
            {view.answer.sources.length === 0 ? t.noSource : undefined}
          </Reason>
          <h3>{t.bySource}</h3>
          {view.projectId === undefined && view.availableFen.size > 0 && <Soft>{p.availableAll}</Soft>}
          <SourceVerdicts
            sources={view.answer.sources}
            figure={(source) => {
              const fen = view.availableFen.get(source.awardId);
              return fen === undefined ? undefined : t.available(yuanText(fen));
            }}
          />
          {view.projectId !== undefined && headline !== 'forbidden' && (
            <Actions>
              <ButtonLink kind="quiet" href={`${base}/spending/new?project=${view.projectId}`}>
                {t.new}
              </ButtonLink>
            </Actions>
          )}
        </Section>
      )}
      {view.open.length > 0 && <RuleHere page={page} view={view} />}
      {view.q !== undefined && view.answer !== null && (
        <Section title={t.earlier} id="rulings">
          {view.rulings.length === 0 ? (
            <Soft>{t.noEarlier}</Soft>
          ) : (
            <ul class="plain">
              {view.rulings.map(({ ruling, projectTitle }) => (
                <li>
                  <a href={`${base}/rulings/${ruling.id}`}>
                    <b>{ruling.item}</b>
                  </a>{' '}
                  <DecisionView ruling={ruling} /> <StandingView standing={rulingStanding(ruling, view.pack, view.today)} />
                  <p>{ruling.reason}</p>
                  <p class="soft">
                    {[ruling.byName, validText(ruling, lang), ruling.reach === 'general' ? p.reachGeneral : p.reachOne(projectTitle)].join(' · ')}
                    <br />
                    {ruling.source} {ruling.clause}
                  </p>
                </li>
              ))}
            </ul>
          )}
          <p>
            <a href={`${base}/rulings`}>{p.allRulings}</a>
          </p>
        </Section>
      )}
    </Layout>
  );
}

/** The office rules where the question was asked. */
function RuleHere({ page, view }: { page: PageFrame; view: AskView }) {
  const t = spendingText[page.lang];
  const p = purchaseText[page.lang];
  const project = view.projectId ? `&project=${view.projectId}` : '';
  return (
    <Section title={t.rule} id="rule">
      <Lead>{view.projectId ? t.ruleLead : p.ruleGeneralLead}</Lead>
      <Form id="rule-here" action={`${page.base}/ask?q=${encodeURIComponent(view.q ?? '')}${project}`} errors={view.back?.errors} values={view.back?.values}>
        <TextArea name="reason" label={t.ruleReason} required rows={3} maxLength={500} />
        {view.projectId && (
          <RadioField
            name="reach"
            label={p.reach}
            value="project"
            required
            options={[
              { value: 'project', label: p.reachProject },
              { value: 'general', label: p.reachGeneral },
            ]}
          />
        )}
        <FieldRow>
          <DateField name="validFrom" label={p.validFrom} min={view.today} />
          <DateField name="validTo" label={t.ruleValid} min={view.today} />
        </FieldRow>
        <Actions>
          <Button name="decision" value="allowed">
            {t.ruleAllow}
          </Button>
          <Button kind="danger" name="decision" value="forbidden">
            {t.ruleForbid}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}
