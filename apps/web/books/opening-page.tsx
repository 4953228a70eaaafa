import type { Award, Category, OpeningBalance } from '#modules/books';
import type { Project } from '#modules/projects';
import {
  Actions,
  Button,
  DateField,
  dayText,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  Money,
  MoneyField,
  type PageFrame,
  Section,
  SelectField,
  Soft,
  State,
  TextField,
} from '../ui/index.ts';
import { openingText } from './opening-text.ts';
import { booksText } from './text.ts';
import { categoryWords } from './view.ts';

/** How many lines of what was spent the form has. */
export const openingLines = [1, 2, 3, 4, 5, 6] as const;

/** What the page of opening balances shows. */
export interface OpeningView {
  project: Project;
  sources: { award: Award; takes: boolean; openings: OpeningBalance[] }[];
  categories: Category[];
  names: ReadonlyMap<string, string>;
  fileNames: ReadonlyMap<string, string>;
  mayEnter: boolean;
  me: string | null;
  today: string;
  back?: { form: string; errors: FormErrors; values: FormValues };
}

const tones = { entered: 'wait', confirmed: 'good', dropped: 'plain', undone: 'plain' } as const;

/** Opening balances of a project, source by source: what was entered, by whom, who confirmed it. */
export function OpeningPage({ page, view }: { page: PageFrame; view: OpeningView }) {
  const { lang, base } = page;
  const t = openingText[lang];
  const { project } = view;
  return (
    <Layout
      page={page}
      title={t.openingOf(project.title)}
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: booksText[lang].account, href: `${base}/projects/${project.id}/account` },
      ]}
    >
      <Lead>{t.lead}</Lead>
      {view.sources.map(({ award, takes, openings }) => (
        <Section title={award.name} id={`a-${award.awardId}`}>
          {openings.map((opening) => (
            <OpeningFacts page={page} view={view} opening={opening} />
          ))}
          {openings.length === 0 && <Soft>{takes ? t.none : t.moved}</Soft>}
          {view.mayEnter && takes && !openings.some((each) => each.state === 'entered' || each.state === 'confirmed') && (
            <EnterForm page={page} view={view} award={award} />
          )}
        </Section>
      ))}
    </Layout>
  );
}

const backOf = (view: OpeningView, form: string) => (view.back?.form === form ? { errors: view.back.errors, values: view.back.values } : {});

function OpeningFacts({ page, view, opening }: { page: PageFrame; view: OpeningView; opening: OpeningBalance }) {
  const { lang, base } = page;
  const t = openingText[lang];
  const at = `${base}/openings/${opening.id}`;
  const mine = opening.enteredBy === view.me;
  return (
    <>
      <KeyValues
        items={[
          [
            t.day,
            <>
              {dayText(opening.day, lang)} <State tone={tones[opening.state]}>{t[`state-${opening.state}`]}</State>
            </>,
          ],
          [t.received, <Money fen={opening.receivedFen} />],
          [
            t.spent,
            <>
              <Money fen={opening.spentFen} />{' '}
              <span class="soft">{opening.lines.map((line) => `${line.text}（${categoryWords(view.categories, line.category, lang)}）`).join('、')}</span>
            </>,
          ],
          [t.returned, opening.returnedFen > 0n ? <Money fen={opening.returnedFen} /> : undefined],
          [t.left, <Money fen={opening.receivedFen - opening.spentFen - opening.returnedFen} />],
          [t.note, opening.note || undefined],
          [t.evidence, <a href={`${at}/evidence`}>{view.fileNames.get(opening.fileId) ?? t.evidence}</a>],
          [t.enteredBy, view.names.get(opening.enteredBy)],
          [opening.state === 'confirmed' ? t.confirmedBy : t[`state-${opening.state}`], opening.decidedBy ? view.names.get(opening.decidedBy) : undefined],
          [t.reason, opening.reason ?? undefined],
        ]}
      />
      {view.mayEnter && opening.state === 'entered' && (
        <>
          {mine ? (
            <Soft>{t.ownEntry}</Soft>
          ) : (
            <Form id={`confirm-${opening.id}`} action={`${at}/confirm`} {...backOf(view, `confirm-${opening.id}`)}>
              <Soft>{t.confirmLead}</Soft>
              <Actions>
                <Button>{t.confirm}</Button>
              </Actions>
            </Form>
          )}
          <ReasonForm view={view} label={t.drop} reason={t.reason} id={`drop-${opening.id}`} action={`${at}/drop`} />
        </>
      )}
      {view.mayEnter && opening.state === 'confirmed' && opening.decidedBy !== view.me && (
        <ReasonForm view={view} label={t.undo} reason={t.reason} id={`undo-${opening.id}`} action={`${at}/undo`} />
      )}
    </>
  );
}

function ReasonForm(props: { view: OpeningView; label: string; reason: string; id: string; action: string }) {
  return (
    <details open={props.view.back?.form === props.id}>
      <summary>{props.label}</summary>
      <Form id={props.id} action={props.action} {...backOf(props.view, props.id)}>
        <TextField name="reason" label={props.reason} required maxLength={300} size="long" />
        <Button kind="danger">{props.label}</Button>
      </Form>
    </details>
  );
}

function EnterForm({ page, view, award }: { page: PageFrame; view: OpeningView; award: Award }) {
  const { lang, base } = page;
  const t = openingText[lang];
  const id = `enter-${award.awardId}`;
  const uses = award.categories.map((code) => ({ value: code, label: categoryWords(view.categories, code, lang) }));
  return (
    <details open={view.back?.form === id}>
      <summary>{t.enterFor(award.name)}</summary>
      <Form id={id} action={`${base}/awards/${award.awardId}/opening`} multipart {...backOf(view, id)}>
        <DateField name="day" label={t.day} hint={t.dayHint} max={view.today} required />
        <FieldRow>
          <MoneyField name="received" label={t.received} required />
          <MoneyField name="returned" label={t.returned} hint={t.returnedHint} />
        </FieldRow>
        {openingLines.map((no) => (
          <FieldRow>
            <TextField name={`text${no}`} label={t.spentOn(no)} maxLength={100} />
            <SelectField name={`category${no}`} label={t.category} options={uses} value="" />
            <MoneyField name={`amount${no}`} label={t.amount} />
          </FieldRow>
        ))}
        <TextField name="note" label={t.note} maxLength={300} size="long" />
        <FileField name="evidence" label={t.evidence} required accept="image/*,application/pdf,.xlsx,.xls" />
        <Button>{t.enter}</Button>
      </Form>
    </details>
  );
}
