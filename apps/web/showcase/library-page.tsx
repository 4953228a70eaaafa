import { type Case, type CaseLine, caseKinds, type CaseSearch, costBands, type Rejected } from '#modules/showcase';
import {
  Actions,
  Button,
  ButtonLink,
  Empty,
  FileField,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  State,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { showcaseText } from './text.ts';

/** What stands on a case's line in the library. */
export function CaseItem({ one, page }: { one: CaseLine; page: PageFrame }) {
  const t = showcaseText[page.lang];
  const picture = one.afterFileId ?? one.beforeFileId;
  return (
    <li>
      <p>
        <a href={`${page.base}/showcase/${one.id}`}>
          <b>{one.title}</b>
        </a>
      </p>
      {picture && <img src={`${page.base}/files/${picture}`} alt="" width="480" height="320" loading="lazy" />}
      <p>{one.problem}</p>
      <Soft>
        {[
          t[one.compoundKind],
          `${yuanText(one.costFen, { whole: true })} ${page.lang === 'zh' ? '元' : 'yuan'}`,
          one.households === null ? null : t.households(one.households),
          t.from(one.sourcePlace),
          one.uses > 0 ? t.used(one.uses) : null,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </Soft>
    </li>
  );
}

/** The public library: search by problem, kind of compound and cost; open data; for staff what waits and the import. */
export function LibraryPage(props: {
  page: PageFrame;
  search: CaseSearch;
  found: { cases: CaseLine[]; more: boolean; page: number };
  licence: string;
  waiting: Case[];
  mayImport: boolean;
  maySet: boolean;
  rejected?: Rejected[];
  form?: 'licence' | 'import';
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, search, found } = props;
  const t = showcaseText[page.lang];
  const at = `${page.base}/showcase`;
  const asked = Boolean(search.words || search.kind || search.cost);
  const href = (no: number) => {
    const query = new URLSearchParams({
      ...(search.words ? { q: search.words } : {}),
      ...(search.kind ? { kind: search.kind } : {}),
      ...(search.cost ? { cost: search.cost } : {}),
      page: String(no),
    });
    return `${at}?${query}`;
  };
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: t.title }]}>
      <Lead>{t.lead}</Lead>
      <div class="table-tools">
        <form action={at} method="get" role="search">
          <label>
            <span>{t.search}</span>
            <input type="search" name="q" value={search.words} placeholder={t.searchHint} maxlength={60} />
          </label>
          <label>
            <span>{t.kind}</span>
            <select name="kind">
              <option value="">{t.anyKind}</option>
              {caseKinds.map((kind) => (
                <option value={kind} selected={search.kind === kind}>
                  {t[kind]}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t.cost}</span>
            <select name="cost">
              <option value="">{t.anyKind}</option>
              {(Object.keys(costBands) as (keyof typeof costBands)[]).map((band) => (
                <option value={band} selected={search.cost === band}>
                  {t[band]}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="button">
            {t.find}
          </button>
        </form>
      </div>
      {found.cases.length === 0 ? (
        <Empty title={asked ? t.none : t.empty}>{asked ? t.noneHint : t.emptyHint}</Empty>
      ) : (
        <ul class="photos">
          {found.cases.map((one) => (
            <CaseItem one={one} page={page} />
          ))}
        </ul>
      )}
      {(found.page > 1 || found.more) && (
        <nav class="pager" aria-label={t.page(found.page)}>
          {found.page > 1 && <a href={href(found.page - 1)}>{t.previous}</a>}
          <span>{t.page(found.page)}</span>
          {found.more && <a href={href(found.page + 1)}>{t.next}</a>}
        </nav>
      )}
      {props.waiting.length > 0 && (
        <Section title={t.waiting}>
          <ul>
            {props.waiting.map((one) => (
              <li>
                <State tone={one.state === 'withdrawn' ? 'bad' : 'wait'}>
                  {one.state === 'draft' ? t.draft : one.state === 'agreed' ? t.agreedState : t.withdrawnState}
                </State>{' '}
                <a href={`${at}/${one.id}/edit`}>{one.title}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.openData} id="data">
        {props.licence === '' ? (
          <p>{t.noLicence}</p>
        ) : (
          <>
            <p>{t.openDataLead(props.licence)}</p>
            <Actions>
              <ButtonLink kind="quiet" href={`${at}/export.json`} download>
                {t.json}
              </ButtonLink>
              <ButtonLink kind="quiet" href={`${at}/export.csv`} download>
                {t.csv}
              </ButtonLink>
              <ButtonLink kind="quiet" href={`${at}/schema.json`}>
                {t.schema}
              </ButtonLink>
            </Actions>
          </>
        )}
        {props.maySet && (
          <Form action={`${at}/licence`} id="licence" {...(props.form === 'licence' ? { errors: props.errors, values: props.values } : {})}>
            <TextField name="licence" label={t.licence} value={props.licence} hint={t.licenceHint} maxLength={200} required />
            <TextField name="reason" label={t.why} maxLength={200} size="long" />
            <Actions>
              <Button kind="quiet">{t.setLicence}</Button>
            </Actions>
          </Form>
        )}
      </Section>
      {props.mayImport && (
        <Section title={t.import} id="import">
          <p>{t.importLead}</p>
          {props.rejected && props.rejected.length > 0 && (
            <>
              <p class="flash bad">{t.rejected(props.rejected.length)}</p>
              <ul>
                {props.rejected.slice(0, 200).map((one) => (
                  <li>
                    {t.row} {one.row}：{one.id} {t[one.reason]} <span class="soft">{one.detail}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          <Form action={`${at}/import`} multipart id="import" {...(props.form === 'import' ? { errors: props.errors, values: props.values } : {})}>
            <FileField name="file" label={t.file} accept="application/json,.json,text/csv,.csv" required />
            <Actions>
              <Button>{t.importIt}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </Layout>
  );
}
