import { type Compared, compareEntries, type Decided, differencesLeft, type EntryFault, type PaperBatch, type PaperEntry } from '#modules/ballots';
import type { Lang } from '#platform/i18n';
import {
  ActionForm,
  Button,
  CheckField,
  dataTable,
  DateField,
  FieldRow,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  State,
  TextArea,
  TextField,
  TimeField,
} from '../ui/index.ts';
import { Note } from '../meetings/note.tsx';
import { paperText } from './paper-text.ts';
import { doubleVoteRule, type PaperView, readingWords, slipWords } from './paper-view.ts';

/** A form that came back. */
export interface Returned {
  faults?: readonly EntryFault[];
  errors?: FormErrors;
  values?: FormValues;
}

/** The lines that did not fit, each with its reason. */
export function Faults({ faults, lang }: { faults: readonly EntryFault[]; lang: Lang }) {
  const t = paperText[lang];
  if (faults.length === 0) return null;
  return (
    <Note tone="bad" title={t.faultsTitle(faults.length)}>
      <ul>
        {faults.map((fault) => (
          <li>
            {fault.line} <span class="soft">{t[fault.reason]}</span>
          </li>
        ))}
      </ul>
    </Note>
  );
}

const quickKeys = { '1': '同意', '2': '不同意', '3': '弃权', '0': '无效', k: '空白' };
/** More names than this are a page that no phone draws. */
const listed = 150;

/** The fields in which papers are entered: one a line, by one key with script, or from the list. */
export function EntryFields({ view, lang }: { view: PaperView; lang: Lang }) {
  const t = paperText[lang];
  const yesNo = view.ballot.kind === 'yes-no';
  const waiting = view.slips.filter((slip) => slip.returnedIn === null && !slip.replaced);
  return (
    <>
      {yesNo && (
        <div class="field quick-papers" data-quick-papers="lines" data-keys={JSON.stringify(quickKeys)} hidden>
          <label for="quick">{t.quick}</label>
          <p class="hint">{t.quickKeys}</p>
          <input id="quick" type="text" list="codes" autocomplete="off" autocapitalize="characters" />
          <datalist id="codes">
            {waiting.map((slip) => (
              <option value={slip.code}>{slip.label ?? ''}</option>
            ))}
          </datalist>
        </div>
      )}
      <TextArea name="lines" label={t.lines} hint={yesNo ? t.linesYesNo : t.linesOptions} rows={12} />
      {yesNo && waiting.length > 0 && waiting.length <= listed && (
        <details class="fold">
          <summary>{t.fromList}</summary>
          {waiting.map((slip) => (
            <RadioField
              name={`slip-${slip.code}`}
              label={slipWords(slip, slip.code)}
              options={[...Object.values(quickKeys)].map((value) => ({ value, label: lang === 'zh' ? value : (englishKeys[value] ?? value) }))}
            />
          ))}
        </details>
      )}
      <CheckField name="unknown" label={t.unknownStands} />
    </>
  );
}
const englishKeys: Readonly<Record<string, string>> = { 同意: 'yes', 不同意: 'no', 弃权: 'abstain', 无效: 'unreadable', 空白: 'blank' };

/** The first entry of a batch. */
export function NewBatchPage(props: { page: PageFrame; view: PaperView; start: { day: string; time: string }; back?: Returned }) {
  const { page, view, back } = props;
  const t = paperText[page.lang];
  const here = `${page.base}/ballots/${view.ballot.id}`;
  return (
    <Layout page={page} title={t.newBatch} crumbs={crumbs(page, view)}>
      <Lead>{t.enterLead}</Lead>
      <Faults faults={back?.faults ?? []} lang={page.lang} />
      <Form multipart action={`${here}/batches/new`} errors={back?.errors} values={back?.values}>
        <FieldRow>
          <DateField name="day" label={t.castDay} hint={t.castHint} required value={props.start.day} />
          <TimeField name="time" label={t.castTime} required value={props.start.time} />
        </FieldRow>
        <EntryFields view={view} lang={page.lang} />
        <FileField name="scan" label={t.scan} hint={t.scanHint} accept="image/*,application/pdf" />
        <Button>{t.saveFirst}</Button>
      </Form>
    </Layout>
  );
}

const crumbs = (page: PageFrame, view: PaperView) => [
  { label: view.ballot.question, href: `${page.base}/ballots/${view.ballot.id}` },
  { label: paperText[page.lang].title, href: `${page.base}/ballots/${view.ballot.id}/papers` },
];

export interface BatchPageView {
  page: PageFrame;
  view: PaperView;
  batch: PaperBatch;
  entries: { first: PaperEntry[]; second: PaperEntry[]; decisions: Decided[] };
  /** The reader made the first entry. */
  isFirst: boolean;
  back?: Returned & { form: 'second' | 'decide' | 'scan' | 'drop'; code?: string };
}

/** One batch: the second entry, both side by side, decisions, scan, and what became of it. */
export function BatchPage(props: BatchPageView) {
  const { page, view, batch, back } = props;
  const t = paperText[page.lang];
  const at = `${page.base}/ballots/${view.ballot.id}/batches/${batch.id}`;
  const running = batch.state === 'waiting' || batch.state === 'entered';
  const compared = compareEntries(props.entries.first, props.entries.second, props.entries.decisions);
  const left = differencesLeft(compared);
  return (
    <Layout page={page} title={t.batch(batch.no)} crumbs={crumbs(page, view)}>
      <p>
        <State tone={batch.state === 'recorded' ? 'good' : batch.state === 'dropped' ? 'plain' : 'act'}>{t[batch.state]}</State>
      </p>
      <KeyValues
        items={[
          [t.handedIn, instantText(batch.handedInAt, page.lang)],
          [t.papersIn, String(batch.papers)],
          [t.first, batch.firstName],
          [t.second, batch.secondName ?? undefined],
          [t.attached, batch.fileId ? <a href={`${page.base}/files/${batch.fileId}`}>{t.attached}</a> : undefined],
        ]}
      />
      <Soft>{doubleVoteRule(view.ballot, page.lang)}</Soft>
      {batch.droppedBecause !== null && (
        <Note tone="bad" title={t.dropped}>
          {t.droppedBecause(batch.droppedBecause)}
        </Note>
      )}
      {batch.state === 'waiting' && props.isFirst && (
        <Note tone="ask" title={t.waiting}>
          {t.askSecond(batch.firstName)}
        </Note>
      )}
      {batch.state === 'waiting' && !props.isFirst && (
        <Section title={t.saveSecond} id="second">
          <Soft>{t.secondLead}</Soft>
          {back?.form === 'second' && <Faults faults={back.faults ?? []} lang={page.lang} />}
          <Form
            multipart
            id="second"
            action={`${at}/second`}
            errors={back?.form === 'second' ? back.errors : undefined}
            values={back?.form === 'second' ? back.values : undefined}
          >
            <EntryFields view={view} lang={page.lang} />
            {batch.fileId === null && <FileField name="scan" label={t.scan} hint={t.scanHint} accept="image/*,application/pdf" />}
            <Button>{t.saveSecond}</Button>
          </Form>
        </Section>
      )}
      {batch.state !== 'waiting' && batch.secondBy !== null && (
        <Section title={t.compare} id="compare">
          <p>{left.length > 0 ? t.differ(left.length) : t.allAlike(compared.filter((each) => each.as !== 'absent').length)}</p>
          {compared.some((each) => each.decided !== null || each.as === null) && (
            <ComparedTable {...props} compared={compared.filter((each) => each.decided !== null || each.as === null)} />
          )}
          {batch.state === 'entered' && left.map((each) => <DecideForm {...props} each={each} at={at} />)}
          {compared.some((each) => each.decided === null && each.as !== null) && (
            <details class="fold">
              <summary>{t.allAlike(compared.filter((each) => each.decided === null && each.as !== null).length)}</summary>
              <ComparedTable {...props} compared={compared.filter((each) => each.decided === null && each.as !== null)} />
            </details>
          )}
        </Section>
      )}
      {running && (
        <details class="fold" open={(batch.state === 'entered' && batch.fileId === null) || back?.form === 'scan' || undefined}>
          <summary>{t.attach}</summary>
          <Form multipart id="scan" action={`${at}/scan`} errors={back?.form === 'scan' ? back.errors : undefined}>
            <FileField name="scan" label={t.scan} hint={t.scanHint} required accept="image/*,application/pdf" />
            <Button kind="quiet">{t.attach}</Button>
          </Form>
        </details>
      )}
      {batch.state === 'entered' && left.length === 0 && batch.fileId !== null && <ActionForm action={`${at}/record`}>{t.recordNow}</ActionForm>}
      {running && (
        <details class="fold" open={back?.form === 'drop' || undefined}>
          <summary>{t.drop}</summary>
          <Form
            id="drop"
            action={`${at}/drop`}
            errors={back?.form === 'drop' ? back.errors : undefined}
            values={back?.form === 'drop' ? back.values : undefined}
          >
            <TextField name="because" label={t.reason} hint={t.dropHint} required maxLength={300} />
            <Button kind="danger">{t.drop}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}

function ComparedTable({ page, view, compared }: BatchPageView & { compared: readonly Compared[] }) {
  const t = paperText[page.lang];
  const slips = new Map(view.slips.map((slip) => [slip.code, slip]));
  const slipOf = (each: Compared) => slips.get(each.code.replace(/\*$/, ''));
  const asWords = (each: Compared) => (each.as === 'absent' ? t.missing : each.as ? readingWords(view, each.as, page.lang) : null);
  return dataTable<Compared>({
    lang: page.lang,
    base: '',
    query: {},
    tools: false,
    caption: t.compare,
    rows: compared,
    columns: [
      { key: 'whose', label: t.whose, value: (each) => `${slipWords(slipOf(each), each.code)}${slipOf(each) ? '' : ` ${t.unknownPaper}`}` },
      { key: 'first', label: t.first, value: (each) => (each.first ? readingWords(view, each.first, page.lang) : t.onlySecond) },
      { key: 'second', label: t.second, value: (each) => (each.second ? readingWords(view, each.second, page.lang) : t.onlyFirst) },
      {
        key: 'as',
        label: t.decide,
        value: asWords,
        render: (each) => (
          <>
            {asWords(each) ?? '—'} {each.decided && <small>{t.decidedBy(each.decided.by, each.decided.note)}</small>}
          </>
        ),
      },
    ],
  });
}

function DecideForm(props: BatchPageView & { each: Compared; at: string }) {
  const { page, view, each, back } = props;
  const t = paperText[page.lang];
  const mine = back?.form === 'decide' && back.code === each.code;
  const slip = view.slips.find((one) => one.code === each.code.replace(/\*$/, ''));
  return (
    <Form
      id={`d-${each.code.replace('*', '-2')}`}
      action={`${props.at}/decide`}
      errors={mine ? back.errors : undefined}
      values={mine ? back.values : undefined}
    >
      <input type="hidden" name="code" value={each.code} />
      <p>
        <b>{slipWords(slip, each.code)}</b>
      </p>
      <FieldRow>
        <TextField name="reading" label={t.decide} hint={t.decideHint} required maxLength={300} />
        <TextField name="reason" label={t.reason} required maxLength={300} />
      </FieldRow>
      <Button kind="quiet">{t.decideNow}</Button>
    </Form>
  );
}
