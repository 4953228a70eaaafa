import type { KeptRuling } from '#modules/funds';
import type { LineVerdict, Project, SourceVerdict } from '#modules/projects';
import {
  Button,
  dayText,
  Form,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  Reason,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { spendingText } from './text.ts';
import { noRuleKnows, SourceVerdicts } from './verdict.tsx';

/** The answer to one question. */
export interface AskView {
  q: string | undefined;
  projects: readonly Project[];
  projectId: string | undefined;
  /** Null: no policy is in force. */
  answer: LineVerdict | null | undefined;
  rulings: KeptRuling[];
  availableFen: ReadonlyMap<string, bigint>;
}

const examples = ['会议矿泉水', '水泥', '志愿者保险', '楼道感应灯'];

/** One word over all sources: the same for each, or it depends. */
function headlineOf(sources: readonly SourceVerdict[]): 'allowed' | 'unclear' | 'needs-ruling' | 'forbidden' | 'depends' {
  if (sources.length > 0 && sources.every(noRuleKnows)) return 'unclear';
  if (sources.length > 0 && sources.every((source) => source.outcome === 'pass')) return 'allowed';
  if (sources.every((source) => source.outcome === 'block')) return 'forbidden';
  return sources.some((source) => source.outcome === 'pass') ? 'depends' : 'needs-ruling';
}

/** Ask before you spend. */
export function AskPage({ page, view }: { page: PageFrame; view: AskView }) {
  const { lang, base } = page;
  const t = spendingText[lang];
  const values: FormValues = { q: view.q, project: view.projectId };
  const headline = headlineOf(view.answer?.sources ?? []);
  return (
    <Layout page={page} title={t.ask}>
      <Lead>{t.askLead}</Lead>
      <Form action={`${base}/ask`} method="get" values={values}>
        <TextField name="q" label={t.askField} required maxLength={100} type="search" size="long" />
        {view.projects.length > 0 && (
          <SelectField
            name="project"
            label={t.askProject}
            emptyLabel={t.askAny}
            options={view.projects.map((project) => ({ value: project.id, label: `${project.serial} ${project.title}` }))}
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
      {view.answer === null && <Reason outcome="ask" title={t.noPolicy} />}
      {view.answer && (
        <Section title={view.answer.text} id="answer">
          <Reason outcome={headline === 'allowed' ? 'passed' : headline === 'forbidden' ? 'blocked' : 'ask'} title={t[headline]}>
            {view.answer.sources.length === 0 ? t.noSource : undefined}
          </Reason>
          <h3>{t.bySource}</h3>
          <SourceVerdicts
            sources={view.answer.sources}
            figure={(source) => {
              const fen = view.availableFen.get(source.awardId);
              return fen === undefined ? undefined : t.available(yuanText(fen));
            }}
          />
        </Section>
      )}
      {view.q !== undefined && view.answer !== null && (
        <Section title={t.earlier} id="rulings">
          {view.rulings.length === 0 ? (
            <Soft>{t.noEarlier}</Soft>
          ) : (
            <ul class="plain">
              {view.rulings.map((ruling) => (
                <li>
                  <b>{ruling.item}</b>{' '}
                  <State tone={ruling.decision === 'allowed' ? 'good' : 'bad'}>{ruling.decision === 'allowed' ? t.decisionAllowed : t.decisionForbidden}</State>
                  <p>{ruling.reason}</p>
                  <p class="soft">
                    {ruling.byName} · {dayText(ruling.day, lang)} · {ruling.source} {ruling.clause}
                  </p>
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
    </Layout>
  );
}
