import type { Case, CaseFigures, CaseTexts, Covered } from '#modules/showcase';
import { caseKinds } from '#modules/showcase';
import { parseYuan } from '#libs/money';
import {
  Actions,
  BeforeAfter,
  Button,
  ButtonLink,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  MoneyBar,
  NumberField,
  type Option,
  type PageFrame,
  Photos,
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { Line } from '../governance-index/charts.tsx';
import { projectText } from '../projects/text.ts';
import { figure } from '../projects/words.ts';
import { showcaseText } from './text.ts';

const fen = (yuan: string): bigint => {
  const parsed = parseYuan(yuan);
  return parsed.ok ? parsed.value : 0n;
};
const Lines = ({ text }: { text: string }) => (
  <ol>
    {text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => (
        <li>{line.replace(/^\s*(\d+[.、．)）]|[-•])\s*/, '')}</li>
      ))}
  </ol>
);

/** The body of a case as anybody reads it; the preview shows the same. */
export function CaseBody(props: {
  page: PageFrame;
  texts: CaseTexts;
  figures: CaseFigures;
  costFen: bigint;
  beforeFileId: string | null;
  afterFileId: string | null;
}) {
  const { page, texts, figures } = props;
  const { lang } = page;
  const t = showcaseText[lang];
  const yuan = lang === 'zh' ? '元' : 'yuan';
  const src = (id: string) => `${page.base}/files/${id}`;
  return (
    <>
      {props.beforeFileId && props.afterFileId ? (
        <BeforeAfter
          before={{ src: src(props.beforeFileId), alt: `${texts.title}，${t.before}`, caption: t.before }}
          after={{ src: src(props.afterFileId), alt: `${texts.title}，${t.after}`, caption: t.after }}
        />
      ) : (
        (props.afterFileId ?? props.beforeFileId) && <Photos items={[{ src: src((props.afterFileId ?? props.beforeFileId)!), alt: texts.title }]} />
      )}
      <Section title={t.problem}>
        <p class="prose">{texts.problem}</p>
      </Section>
      <Section title={t.methodTitle}>
        <Lines text={texts.method} />
      </Section>
      <Section title={t.copyableTitle}>
        <Lines text={texts.copyable} />
      </Section>
      <Section title={t.lessons}>
        <p>{texts.lessons}</p>
      </Section>
      {texts.failed !== '' && (
        <Section title={t.failed}>
          <p>{texts.failed}</p>
        </Section>
      )}
      <Section title={t.money}>
        <MoneyBar parts={figures.sources.map((source) => ({ label: projectText[lang][source.kind], amountFen: fen(source.yuan) }))} label={t.money} />
        {texts.account !== '' && <p>{texts.account}</p>}
        <KeyValues
          items={figures.lines.map((line) => [
            line.name,
            <>
              {yuanText(fen(line.yuan))} {yuan}{' '}
              <small class="soft">
                {line.quantity.replace(/\.0+$/, '')} {line.unit} × {yuanText(fen(line.unitPriceYuan))}
                {line.paidBy.length > 0 && ` · ${line.paidBy.map((kind) => projectText[lang][kind]).join('、')}`}
              </small>
            </>,
          ])}
        />
      </Section>
      {figures.indicators.length > 0 && (
        <Section title={t.outcomes}>
          {figures.indicators.map((one) => (
            <div>
              <h3>{one.name}</h3>
              {one.readings.length > 0 && (
                <Line
                  labels={[t.before, ...one.readings.map((reading) => reading.on)]}
                  values={[Number(one.baseline), ...one.readings.map((reading) => Number(reading.actual))]}
                  digits={0}
                  label={`${one.name}：${figure(one.baseline, one.unit)} → ${one.readings.map((reading) => `${reading.on} ${figure(reading.actual, one.unit)}`).join('，')}`}
                />
              )}
              <p>
                {figure(one.baseline, one.unit)} → {figure(one.target, one.unit)}
                {one.readings.map((reading) => (
                  <>
                    <br />
                    <b>{figure(reading.actual, one.unit)}</b>{' '}
                    <small class="soft">
                      {reading.on} {reading.source}
                    </small>
                  </>
                ))}
              </p>
            </div>
          ))}
        </Section>
      )}
      {figures.upkeep && (
        <Section title={t.upkeep}>
          <p>
            {t.upkeepLine(figures.upkeep.everyMonths, yuanText(fen(figures.upkeep.yearlyYuan), { whole: true }))} {figures.upkeep.plan}
          </p>
        </Section>
      )}
    </>
  );
}

/** One published case. */
export function CasePage(props: {
  page: PageFrame;
  one: Case;
  uses: number;
  mayStart: boolean;
  mayWithdraw: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, one } = props;
  const t = showcaseText[page.lang];
  const at = `${page.base}/showcase/${one.id}`;
  if (!one.texts || !one.figures) return null;
  return (
    <Layout
      page={page}
      title={one.title}
      crumbs={[{ label: t.title, href: `${page.base}/showcase` }, { label: one.title }]}
      description={one.texts.problem.slice(0, 120)}
    >
      <Lead>
        {[
          t[one.compoundKind],
          one.households === null ? null : t.households(one.households),
          `${yuanText(one.costFen, { whole: true })} ${page.lang === 'zh' ? '元' : 'yuan'}`,
          t.from(one.sourcePlace),
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </Lead>
      <Actions>
        {props.mayStart && <ButtonLink href={`${at}/start`}>{t.start}</ButtonLink>}
        <ButtonLink kind={props.mayStart ? 'quiet' : 'primary'} href={`${page.base}/matters/new?case=${one.id}`}>
          {t.propose}
        </ButtonLink>
      </Actions>
      <Soft>{t.proposeHint}</Soft>
      <CaseBody page={page} texts={one.texts} figures={one.figures} costFen={one.costFen} beforeFileId={one.beforeFileId} afterFileId={one.afterFileId} />
      <Soft>
        {t.stableId}：{one.stableId} · {t.licence}：{one.licence}
        {props.uses > 0 && ` · ${t.used(props.uses)}`}
        {one.projectId && (
          <>
            {' · '}
            <a href={`${page.base}/projects/${one.projectId}`}>{projectText[page.lang].projects}</a>
          </>
        )}
      </Soft>
      {props.mayWithdraw && (
        <Form action={`${at}/withdraw`} errors={props.errors} values={props.values}>
          <TextField name="reason" label={t.withdrawReason} maxLength={300} required size="long" />
          <Actions>
            <Button kind="danger">{t.withdraw}</Button>
          </Actions>
        </Form>
      )}
    </Layout>
  );
}

/** The form of a case, and beside it what will be public, with what is covered marked before it happens. */
export function CaseEditPage(props: {
  page: PageFrame;
  action: string;
  crumbs: { label: string; href?: string }[];
  one: Case | null;
  texts: CaseTexts;
  kind: string;
  households: number | null;
  preview: { texts: CaseTexts; figures: CaseFigures; covered: Covered[] } | null;
  pictures: { before: string | null; after: string | null };
  may: { write: boolean; agree: boolean; publish: boolean };
  licence: string;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, texts, one, preview } = props;
  const t = showcaseText[page.lang];
  return (
    <Layout page={page} title={t.edit} crumbs={props.crumbs}>
      {one && (
        <p>
          <b>
            {one.state === 'draft'
              ? t.draft
              : one.state === 'agreed'
                ? t.agreed
                : one.state === 'withdrawn'
                  ? `${t.withdrawnState}：${one.withdrawnReason ?? ''}`
                  : t.published}
          </b>
        </p>
      )}
      {one && preview && (
        <Section title={t.covered} id="covered">
          {preview.covered.length === 0 ? (
            <p>{t.coveredNone}</p>
          ) : (
            <>
              <p>{t.coveredLead}</p>
              <ul>
                {preview.covered.map((each) => (
                  <li>
                    <Marked covered={each} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </Section>
      )}
      {one && props.may.agree && one.state === 'draft' && (
        <Form action={`${page.base}/showcase/${one.id}/agree`} id="agree">
          <Actions>
            <Button>{t.agree}</Button>
          </Actions>
        </Form>
      )}
      {one && props.may.publish && one.state === 'agreed' && (
        <Form action={`${page.base}/showcase/${one.id}/publish`} id="publish">
          {props.licence === '' && (
            <p class="flash bad">
              {t.noLicence} <a href={`${page.base}/showcase#data`}>{t.setLicence}</a>
            </p>
          )}
          <Actions>
            <Button>{t.publish}</Button>
          </Actions>
        </Form>
      )}
      {props.may.write && one?.state !== 'published' && (
        <Section title={t.edit} id="edit">
          <p>{t.editLead}</p>
          <Form action={props.action} errors={props.errors} values={props.values}>
            <TextField name="title" label={t.caseTitle} value={texts.title} maxLength={120} required size="long" />
            <SelectField name="kind" label={t.kind} value={props.kind} required options={caseKinds.map((kind): Option => ({ value: kind, label: t[kind] }))} />
            <NumberField name="households" label={t.householdsField} value={props.households === null ? '' : String(props.households)} />
            <TextArea name="problem" label={t.problem} value={texts.problem} rows={4} maxLength={2000} required />
            <TextArea name="method" label={t.method} value={texts.method} rows={6} maxLength={4000} required />
            <TextArea name="copyable" label={t.copyable} value={texts.copyable} rows={4} maxLength={2000} required />
            <TextArea name="lessons" label={t.lessons} value={texts.lessons} rows={3} maxLength={2000} required />
            <TextArea name="failed" label={t.failed} value={texts.failed} rows={3} maxLength={2000} />
            <TextArea name="account" label={t.account} value={texts.account} rows={2} maxLength={2000} />
            <Actions>
              <Button kind={one ? 'quiet' : 'primary'}>{t.save}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      {preview && (
        <Section title={t.preview} id="preview">
          <CaseBody
            page={page}
            texts={preview.texts}
            figures={preview.figures}
            costFen={one?.costFen ?? 0n}
            beforeFileId={props.pictures.before}
            afterFileId={props.pictures.after}
          />
        </Section>
      )}
    </Layout>
  );
}

/** A text with the places that will be covered marked, and what will stand there. */
function Marked({ covered }: { covered: Covered }) {
  const parts = [];
  let at = 0;
  for (const mark of covered.marks) {
    const from = Math.max(at, mark.from - 12);
    parts.push(covered.original.slice(from, mark.from), <mark>{covered.original.slice(mark.from, mark.to)}</mark>, ` → ${mark.shown} `);
    at = mark.to;
  }
  parts.push(covered.original.slice(at, at + 12));
  return <>{parts}</>;
}

/** Starting from a case: which of the own community's resolutions it is for. */
export function StartPage(props: {
  page: PageFrame;
  one: Case;
  resolutions: { place: string; options: Option[] }[];
  raiseHref: string | null;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, one } = props;
  const t = showcaseText[page.lang];
  const at = `${page.base}/showcase/${one.id}`;
  const options = props.resolutions.flatMap((group) =>
    group.options.map((option) => ({ ...option, label: props.resolutions.length > 1 ? `${group.place}：${option.label}` : option.label })),
  );
  return (
    <Layout page={page} title={t.start} crumbs={[{ label: t.title, href: `${page.base}/showcase` }, { label: one.title, href: at }, { label: t.start }]}>
      <Lead>{t.startLead}</Lead>
      {options.length === 0 ? (
        <p>{t.noResolution}</p>
      ) : (
        <Form action={`${at}/start`} errors={props.errors} values={props.values}>
          <SelectField name="resolutionId" label={t.chooseResolution} required options={options} />
          <Actions>
            <Button>{t.startIt}</Button>
          </Actions>
        </Form>
      )}
      {props.raiseHref && (
        <p>
          <ButtonLink kind="quiet" href={props.raiseHref}>
            {t.raise}
          </ButtonLink>
        </p>
      )}
    </Layout>
  );
}
