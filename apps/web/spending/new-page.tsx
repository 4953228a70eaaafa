import { type BudgetCheck, type CategoryBudget, type Project, type SpendingCheck, staysWithinTheBudget } from '#modules/projects';
import {
  Actions,
  Button,
  ButtonLink,
  dataTable,
  FieldRow,
  Fieldset,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  NumberField,
  type Option,
  type PageFrame,
  Reason,
  Section,
  SelectField,
  TextArea,
  TextField,
} from '../ui/index.ts';
import type { Award } from '#modules/books';
import { helpFor, ShortfallView } from './shortfall-help.tsx';
import { spendingText } from './text.ts';
import { VerdictView } from './verdict.tsx';

/** Lines a form offers; one is enough. */
export const formLines = [1, 2, 3, 4] as const;

function Line({ no, page, categories }: { no: number; page: PageFrame; categories: readonly Option[] }) {
  const t = spendingText[page.lang];
  return (
    <Fieldset legend={t.line(no)} hint={no === 1 ? t.lineOptional : undefined}>
      <TextField name={`text${no}`} label={t.lineText} maxLength={200} size="long" />
      <FieldRow>
        <NumberField name={`count${no}`} label={t.count} hint={no === 1 ? t.countHint : undefined} decimals />
        <TextField name={`unit${no}`} label={t.unit} maxLength={20} size="short" />
      </FieldRow>
      <FieldRow>
        <SelectField name={`category${no}`} label={t.category} required={no === 1} options={categories} />
        <MoneyField name={`amount${no}`} label={t.amount} required={no === 1} />
      </FieldRow>
    </Fieldset>
  );
}

/** What the agreed budget leaves for each use, and where to ask when that does not do. */
function BudgetView({ page, project, budget, categories }: { page: PageFrame; project: Project; budget: BudgetCheck; categories: readonly Option[] }) {
  const t = spendingText[page.lang];
  const asks = budget.categories.some((each) => each.askedFen > 0n);
  const change = (
    <ButtonLink kind="quiet" href={`${page.base}/projects/${project.id}/changes`}>
      {t.askForChange}
    </ButtonLink>
  );
  return (
    <Section title={t.budget} id="budget">
      {!staysWithinTheBudget(budget) && (
        <Reason outcome="blocked" title={t['over-budget']}>
          {change}
        </Reason>
      )}
      {dataTable({
        rows: budget.categories.filter((each) => !asks || each.askedFen > 0n),
        query: {},
        lang: page.lang,
        base: `${page.base}/spending/new`,
        tools: false,
        caption: t.budget,
        columns: [
          { key: 'category', label: t.category, value: (row) => categories.find((each) => each.value === row.category)?.label ?? row.category },
          ...(['budgetFen', 'committedFen', 'spentFen', 'askedFen'] as const)
            .filter((key) => asks || key !== 'askedFen')
            .map((key) => ({ key, label: t[key], numeric: true, value: (row: CategoryBudget) => row[key] })),
        ],
      })}
    </Section>
  );
}

/** Uses of the lines that fall short. */
const shortCategories = (check: SpendingCheck): string[] => [
  ...new Set(check.lines.filter((line) => check.shortfall?.lineTexts.includes(line.text)).map((line) => line.category)),
];

/** The form to ask for money, with what the rules say once it was checked. */
export function NewSpendingPage(props: {
  page: PageFrame;
  project: Project;
  categories: readonly Option[];
  check?: SpendingCheck;
  budget?: BudgetCheck | null;
  /** The sources, to say what would help where they do not reach. */
  awards?: readonly Award[];
  /** The visitor pays here, and who asks may not pay. */
  askerPays?: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, project } = props;
  const t = spendingText[page.lang];
  return (
    <Layout
      page={page}
      title={t.new}
      crumbs={[
        { label: project.title, href: `${page.base}/projects/${project.id}` },
        { label: t.list, href: `${page.base}/projects/${project.id}/spending` },
      ]}
    >
      <Lead>{t.newLead}</Lead>
      {props.askerPays && <Reason outcome="note" title={t.askerPays} />}
      {props.check && <VerdictView outcome={props.check.outcome} lines={props.check.lines} />}
      {props.check?.shortfall && (
        <ShortfallView
          shortfall={props.check.shortfall}
          help={props.awards && helpFor(props.awards, shortCategories(props.check), props.check.shortfall)}
          use={shortCategories(props.check)
            .map((code) => props.categories.find((each) => each.value === code)?.label ?? code)
            .join(page.lang === 'zh' ? '、' : ', ')}
          note={t.shortNote}
        />
      )}
      {props.budget && <BudgetView page={page} project={project} budget={props.budget} categories={props.categories} />}
      <Form action={`${page.base}/spending/new?project=${project.id}`} errors={props.errors} values={props.values}>
        <TextField name="item" label={t.item} hint={t.itemHint} required maxLength={200} size="long" />
        <TextArea name="why" label={t.why} required rows={3} maxLength={500} />
        <TextField name="payee" label={t.payee} required maxLength={100} />
        {/* Called, not drawn, so that the form finds the labels of the lines for its list of errors. */}
        {Line({ no: 1, ...props })}
        <details open={formLines.slice(1).some((no) => (props.values?.[`amount${no}`] ?? '') !== '')}>
          <summary>{t.moreLines}</summary>
          {formLines.slice(1).map((no) => Line({ no, ...props }))}
        </details>
        <Actions>
          <Button name="intent" value="ask">
            {t.submit}
          </Button>
          <Button kind="quiet" name="intent" value="check">
            {t.check}
          </Button>
        </Actions>
      </Form>
    </Layout>
  );
}
