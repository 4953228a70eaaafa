import { listCategories } from '#modules/books';
import { personNames } from '#modules/people';
import {
  type ApplicationVersion,
  compareApplications,
  findApplication,
  type KeptComment,
  listComments,
  listVersions,
  type Project,
  type VersionChange,
} from '#modules/projects';
import type { Routes, Web } from '../kit/index.ts';
import { Button, Empty, FieldRow, Form, instantText, Layout, Lead, type PageFrame, Section, SelectField, useLang, yuanText } from '../ui/index.ts';
import { namedErrors } from './application-form.ts';
import { guideText } from './application-guide-text.ts';
import { applicationText, fieldLabels } from './application-text.ts';
import { findVisible } from './view.ts';

/** Versions of an application side by side. */
export function versionRoutes(r: Routes): void {
  r.get('/projects/:id/versions', 'project.read-staff', show);
}

interface VersionsView {
  page: PageFrame;
  project: Project;
  versions: { version: number; at: Date; by: string }[];
  from: ApplicationVersion | null;
  to: ApplicationVersion | null;
  comments: KeptComment[];
  categories: ReadonlyMap<string, string>;
}

async function show(w: Web): Promise<Response> {
  const view = await w.read(async (tx): Promise<VersionsView | null> => {
    const found = await findVisible(tx, w, w.id());
    if (!found || !w.can('project.read-staff', found.project)) return null;
    const all = await listVersions(tx, found.project.id);
    const asked = (name: string) => all.find(({ version }) => String(version) === w.query(name));
    const to = asked('to') ?? all.at(-1);
    const from = asked('from') ?? all.filter(({ version }) => version < (to?.version ?? 0)).at(-1);
    const load = async (one: { id: string } | undefined) => (one ? findApplication(tx, one.id) : null);
    const [older, newer] = [await load(from), await load(to)];
    const authors = await Promise.all(all.map(async ({ id }) => (await findApplication(tx, id))?.submittedBy ?? null));
    const names = await personNames(tx, [...new Set(authors.flatMap((id) => (id === null ? [] : [id])))]);
    return {
      page: w.frame({ neighbourhood: found.place }),
      project: found.project,
      versions: all.map((one, at) => ({ version: one.version, at: one.submittedAt, by: names.get(authors[at] ?? '') ?? '' })),
      from: older,
      to: newer,
      comments: await listComments(tx, found.project.id),
      categories: new Map((await listCategories(tx)).map((one) => [one.code, w.lang === 'zh' ? one.zh : one.en])),
    };
  });
  return view ? w.page(<VersionsPage {...view} />) : w.notFound();
}

function VersionsPage(view: VersionsView) {
  const { page, project, from, to } = view;
  const g = guideText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const options = view.versions.map(({ version, at: when, by }) => ({
    value: String(version),
    label: `${g.versionNo(version)} · ${instantText(when, page.lang, 'short')}${by === '' ? '' : ` · ${by}`}`,
  }));
  return (
    <Layout page={page} title={g.versions} crumbs={[{ label: project.title, href: at }, { label: g.versions }]} wide>
      <Lead>{g.versionsLead}</Lead>
      {from === null || to === null ? (
        <Empty title={g.oneVersion} />
      ) : (
        <>
          <Form action={`${at}/versions`} method="get">
            <FieldRow>
              <SelectField name="from" label={g.from} value={String(from.version)} options={options} required />
              <SelectField name="to" label={g.to} value={String(to.version)} options={options} required />
            </FieldRow>
            <Button kind="quiet">{g.compare}</Button>
          </Form>
          <Section title={g.changes(compareApplications(from, to).length)}>
            <Changes changes={compareApplications(from, to)} from={from.version} to={to.version} categories={view.categories} />
          </Section>
        </>
      )}
      <CommentList comments={view.comments} />
    </Layout>
  );
}

/** Remarks of the office on earlier versions, with the field each is about. */
export function CommentList({ comments }: { comments: readonly KeptComment[] }) {
  const lang = useLang();
  const g = guideText[lang];
  if (comments.length === 0) return null;
  return (
    <Section title={g.commentsTitle}>
      <ul>
        {comments.map((one) => (
          <li>
            {g.versionNo(one.version)}
            {one.field === '' ? '' : ` · ${fieldName(one.field, lang)}`}
            {lang === 'zh' ? '：' : ': '}
            {one.text} <small>{`${one.byName} ${instantText(one.at, lang, 'short')}`}</small>
            {one.reply !== '' && (
              <>
                <br />
                {g.reply(one.replyByName, one.reply)}
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

const own: Readonly<Record<string, { zh: string; en: string }>> = {
  unitPriceFen: { zh: '单价', en: 'Unit price' },
  amountFen: { zh: '小计', en: 'Amount' },
  plannedFen: { zh: '计划金额', en: 'Planned' },
  perHouseholdFen: { zh: '每户', en: 'Each household' },
  upkeepYearlyFen: { zh: '每年管护费', en: 'Upkeep a year' },
  grantFen: { zh: '申请自治金', en: 'Grant' },
  totalFen: { zh: '总预算', en: 'Total' },
  matchingFen: { zh: '申请配套', en: 'Matching' },
  paid: { zh: '由谁出', en: 'Paid by' },
  evidence: { zh: '材料件数', en: 'Papers' },
  resolutionIds: { zh: '依据的决议和表决', en: 'What it rests on' },
  projectTier: { zh: '项目类别', en: 'Kind' },
  opinion: { zh: '居委会意见', en: 'Opinion' },
  how: { zh: '怎么量', en: 'How' },
  when: { zh: '什么时候量', en: 'When' },
  basis: { zh: '凭什么', en: 'Rests on' },
  basisNote: { zh: '哪一份', en: 'Which' },
};

/** A field in words, with its row. */
export function fieldName(field: string, lang: 'zh' | 'en'): string {
  const last = field.split('.').at(-1) ?? '';
  const named = (namedErrors({ [field]: '' }, fieldLabels(lang))[field] ?? '').replace(/[：:]\s*$/, '').trim();
  return named || own[last]?.[lang] || field;
}

function changeName({ part, row, field }: VersionChange, lang: 'zh' | 'en'): string {
  const labels = fieldLabels(lang);
  const list = row === null ? '' : `${labels[part] ?? (part === 'raised' ? guideText[lang].raised : part)} · ${row} · `;
  return `${list}${own[field]?.[lang] ?? (labels[`${part}.${field}`] || labels[field]) ?? (field === 'name' ? (lang === 'zh' ? '名称' : 'Name') : applicationText[lang].item(field))}`;
}

/** Every change as a row: what it was, what it is. */
export function Changes(props: { changes: readonly VersionChange[]; from: number; to: number; categories: ReadonlyMap<string, string> }) {
  const lang = useLang();
  const g = guideText[lang];
  const shown = (change: VersionChange, value: VersionChange['was']): string => {
    if (value === null || value === '') return g.nothing;
    if (typeof value === 'bigint') return yuanText(value);
    if (change.field === 'category') return props.categories.get(value) ?? value;
    if (change.field === 'basis') return value === 'commitment' || value === 'vote' || value === 'ask' || value === 'had' ? g[value] : value;
    return change.field === 'resolutionIds' ? String(value.split(' ').length) : value;
  };
  if (props.changes.length === 0) return <p>{g.noChanges}</p>;
  return (
    <div class="table">
      <table>
        <caption class="unseen">{g.versions}</caption>
        <thead>
          <tr>
            <th scope="col">{g.item}</th>
            <th scope="col">{g.versionNo(props.from)}</th>
            <th scope="col">{g.versionNo(props.to)}</th>
          </tr>
        </thead>
        <tbody>
          {props.changes.map((change) => (
            <tr>
              <th scope="row">{changeName(change, lang)}</th>
              <td data-h={g.versionNo(props.from)}>{shown(change, change.was)}</td>
              <td data-h={g.versionNo(props.to)}>
                <b>{shown(change, change.now)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
