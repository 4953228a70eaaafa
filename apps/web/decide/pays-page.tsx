import type { Lang } from '#platform/i18n';
import {
  Actions,
  Button,
  CheckField,
  dataTable,
  FieldRow,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  MoneyField,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  Soft,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { coefficientSources } from './floor-shares.ts';
import { areaText, type HomeRow } from './homes.ts';
import { paysText } from './pays-text.ts';
import { methodHow, methodName, whyNot } from './pays-words.ts';
import type { CostQuestion, MethodShares } from './who-pays.ts';

/** What the page of a shared cost shows. */
export interface PaysPageView {
  page: PageFrame;
  /** Buildings whose homes this viewer may fill in. */
  buildings: { place: string; items: { id: string; name: string }[] } | null;
  values: FormValues;
  errors?: FormErrors;
  answer: { question: CostQuestion; methods: MethodShares[] } | null;
}

/** A row of the answer: a home, or the total. */
interface Line {
  home: HomeRow | null;
  at: number;
}

/** The page: the question, and above it the answer once there is one. */
export function PaysPage(props: PaysPageView) {
  const { page, buildings, answer } = props;
  const { lang, base } = page;
  const t = paysText[lang];
  const at = `${base}/who-pays`;
  return (
    <Layout page={page} title={t.title} wide={answer !== null} crumbs={[{ label: t.title }]}>
      <Lead>{t.lead}</Lead>
      {answer && <Answer {...answer} page={page} />}
      {buildings && buildings.items.length > 0 && !answer && (
        <details class="fold">
          <summary>{t.fill}</summary>
          <Form action={at} method="get" id="fill">
            <Soft>{t.fillLead}</Soft>
            <input type="hidden" name="n" value={buildings.place} />
            <SelectField name="building" label={t.building} required options={buildings.items.map(({ id, name }) => ({ value: id, label: name }))} />
            <Button kind="quiet">{t.fillIt}</Button>
          </Form>
        </details>
      )}
      <Section title={answer ? t.change : t.question} id="form">
        <Form action={`${at}#result`} errors={props.errors ?? {}} values={props.values}>
          <FieldRow>
            <MoneyField name="total" label={t.total} required />
            <TextField name="what" label={t.what} hint={t.whatHint} />
          </FieldRow>
          <TextArea name="homes" label={t.homes} hint={t.homesHint} rows={12} required />
          <RadioField
            name="source"
            label={t.source}
            hint={t.sourceHint}
            options={coefficientSources.map((source) => ({ value: source, label: t[source] }))}
            required
          />
          <FieldRow>
            <TextArea name="own" label={t.ownList} hint={t.ownHint} rows={4} />
          </FieldRow>
          <CheckField name="byArea" label={t.byArea} />
          <Actions>
            <Button>{t.work}</Button>
            <Button kind="quiet" formaction={`${at}/paper.pdf`}>
              {t.paper}
            </Button>
          </Actions>
        </Form>
        <Soft>{t.law}</Soft>
      </Section>
    </Layout>
  );
}

function Answer({ page, question, methods }: { page: PageFrame; question: CostQuestion; methods: MethodShares[] }) {
  const { lang, base } = page;
  const t = paysText[lang];
  const worked = methods.flatMap((one) => ('shares' in one ? [one] : []));
  const lines: Line[] = [...question.homes.map((home, at) => ({ home, at })), { home: null, at: -1 }];
  const hasFloors = question.homes.some(({ floor }) => floor !== null);
  const hasAreas = question.homes.some(({ areaCentiM2 }) => areaCentiM2 !== null);
  const wholeArea = question.homes.reduce((sum, { areaCentiM2 }) => sum + (areaCentiM2 ?? 0n), 0n);
  return (
    <Section title={question.what === '' ? t.result : question.what} id="result">
      <p>{t.resultLead(yuanText(question.totalFen), question.homes.length)}</p>
      {dataTable<Line>({
        lang,
        base: `${base}/who-pays`,
        query: {},
        tools: false,
        caption: t.result,
        rows: lines,
        columns: [
          { key: 'home', label: t.home, value: ({ home }) => home?.id ?? t.sum, render: ({ home }) => home?.id ?? <b>{t.sum}</b> },
          ...(hasFloors ? [{ key: 'floor', label: t.floor, numeric: true, value: ({ home }: Line) => (home ? home.floor : '') }] : []),
          ...(hasAreas
            ? [
                {
                  key: 'area',
                  label: t.area,
                  numeric: true,
                  value: ({ home }: Line) => (home === null ? areaText(wholeArea) : home.areaCentiM2 === null ? null : areaText(home.areaCentiM2)),
                },
              ]
            : []),
          ...worked.map(({ method, shares }) => ({
            key: method,
            label: methodName(method, lang),
            numeric: true,
            value: ({ home, at }: Line) => (home ? (shares[at] ?? 0n) : shares.reduce((sum, share) => sum + share, 0n)),
          })),
        ],
      })}
      <h3>{t.picture}</h3>
      <Picture question={question} methods={worked} lang={lang} />
      {methods.map((one) => (
        <p>
          <b>{methodName(one.method, lang)}</b>{' '}
          {'shares' in one ? methodHow(one.method, question, lang) : `${t.notWorked}${lang === 'zh' ? '：' : ': '}${whyNot(one, lang)}`}
        </p>
      ))}
    </Section>
  );
}

/** Homes that are drawn: all, or with many of them the first of each floor. */
export function homesToDraw(homes: readonly HomeRow[]): number[] {
  const all = homes.map((_, at) => at);
  return homes.length <= 24 ? all : all.filter((at) => homes.findIndex(({ floor }) => floor === homes[at]?.floor) === at).slice(0, 40);
}

const row = 24;

function Picture({ question, methods, lang }: { question: CostQuestion; methods: { method: MethodShares['method']; shares: bigint[] }[]; lang: Lang }) {
  const t = paysText[lang];
  const drawn = homesToDraw(question.homes);
  const most = methods.reduce((top, { shares }) => shares.reduce((max, share) => (share > max ? share : max), top), 1n);
  // The bar leaves room for the longest figure beside it, also on a phone.
  const width = (share: bigint) => `${Number((share * 5000n) / most) / 100}%`;
  return (
    <>
      {drawn.length < question.homes.length && <Soft>{t.pictureSome}</Soft>}
      <div class="chart">
        <ul class="counts">
          {methods.map(({ method }, index) => (
            <li>
              <svg class="dot" width="14" height="14" aria-hidden="true">
                <rect class={`s${index + 1}`} width="14" height="14" rx="3" />
              </svg>
              {methodName(method, lang)}
            </li>
          ))}
        </ul>
      </div>
      {drawn.map((at) => {
        const id = question.homes[at]?.id ?? '';
        const words = methods.map(({ method, shares }) => `${methodName(method, lang)} ${yuanText(shares[at] ?? 0n)}`).join(lang === 'zh' ? '，' : ', ');
        return (
          <figure class="chart">
            <figcaption>{id}</figcaption>
            <svg width="100%" height={row * methods.length} role="img" aria-label={`${t.pictureFor(id)}: ${words}`}>
              {methods.map(({ shares }, index) => (
                <>
                  <rect class={`s${index + 1}`} y={index * row + 2} width={width(shares[at] ?? 0n)} height={row - 4} />
                  <text x={width(shares[at] ?? 0n)} dx="6" y={index * row + row - 7}>
                    {yuanText(shares[at] ?? 0n)}
                  </text>
                </>
              ))}
            </svg>
          </figure>
        );
      })}
    </>
  );
}
