import { z } from 'zod';
import { formatDay } from '#libs/civil-time';
import { formatYuan, parseYuan, toChineseCapital } from '#libs/money';
import {
  answers,
  type Cost,
  findReferral,
  followReferral,
  listReferrals,
  referralNumber,
  type ReferralStepKind,
  referUpwards,
  totalCost,
  type UpwardReferral,
} from '#modules/office';
import { listNeighbourhoods } from '#modules/places';
import { findProject } from '#modules/projects';
import { facts, heading, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import { findFiles } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { field, type Routes, type Web } from '../kit/index.ts';
import type { FormErrors, FormValues } from '../ui/index.ts';
import { NewReferralPage, ReferralListPage, ReferralPage } from './referral-pages.tsx';
import { referralText } from './text.ts';

/** Problems referred upwards: the files, and what became of them. */
export function referralRoutes(r: Routes): void {
  r.get('/office/referrals', 'referral.read', list);
  r.get('/office/referrals/new', 'referral.write', (w) => showNew(w));
  r.post('/office/referrals/new', 'referral.write', create);
  r.get('/office/referrals/:id', 'referral.read', (w) => show(w));
  r.paper('/office/referrals/:id/file', 'referral.read', print);
  for (const kind of ['sent', 'chased', 'answered', 'ended'] as const) r.post(`/office/referrals/:id/${kind}`, 'referral.write', (w) => step(w, kind));
}

const placeNames = async (w: Web) => new Map((await w.read((tx) => listNeighbourhoods(tx))).map(({ id, name }) => [id, name]));

async function list(w: Web) {
  return w.page(
    <ReferralListPage
      page={w.frame()}
      referrals={await w.read((tx) => listReferrals(tx))}
      places={await placeNames(w)}
      today={w.today}
      mayWrite={w.can('referral.write', { neighbourhoodId: null })}
      query={Object.fromEntries(w.url.searchParams)}
    />,
  );
}

const projectOf = async (w: Web) => {
  const id = w.query('project');
  return id && /^[0-9a-f-]{36}$/.test(id) ? w.read((tx) => findProject(tx, id)) : null;
};

async function showNew(w: Web, errors?: FormErrors, values?: FormValues) {
  const project = await projectOf(w);
  if (w.query('project') && !project) return w.notFound();
  const places = await w.read((tx) => listNeighbourhoods(tx));
  const from = project && { projectId: project.id, title: project.title, neighbourhoodId: project.neighbourhoodId };
  return w.page(<NewReferralPage page={w.frame()} places={places} from={from} today={w.today} errors={errors} values={values} />, errors ? 422 : 200);
}

/** One line an item: what, yuan, basis. Null where a line cannot be read. */
export function readCosts(text: string): Cost[] | null {
  const costs: Cost[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [name, amount, ...basis] = line.split(/[，,]/).map((part) => part.trim());
    const fen = parseYuan(amount ?? '');
    if (!name || !fen.ok || fen.value <= 0n) return null;
    costs.push({ name, amountFen: fen.value, basis: basis.join('，') });
  }
  return costs.length === 0 ? null : costs;
}

const createFields = z.object({
  place: field.id().optional(),
  title: field.text(120),
  to: field.text(100),
  facts: field.text(4000),
  tried: field.text(4000),
  why: field.text(4000),
  costs: field.text(20_000),
  due: field.day().optional(),
});

async function create(w: Web) {
  const project = await projectOf(w);
  if (w.query('project') && !project) return w.notFound();
  const form = w.form();
  const t = referralText[w.lang];
  const again = (errors: Record<string, string>) => showNew(w, w.errorTexts(errors, t), form.values);
  const parsed = form.parse(createFields);
  if (!parsed.ok) return again(parsed.error);
  const { place, to, due, ...rest } = parsed.value;
  const costs = readCosts(rest.costs);
  if (!costs) return again({ costs: 'no-costs' });
  const done = await referUpwards(w.command(form), {
    ...rest,
    toName: to,
    costs,
    neighbourhoodId: project?.neighbourhoodId ?? place ?? null,
    projectId: project?.id ?? null,
    matterId: project?.matterId ?? null,
    dueDay: due ?? null,
  });
  if (done.ok) return w.redirect(`/office/referrals/${done.value.referralId}`, t.saved);
  return done.error === 'bad-days' ? again({ due: done.error }) : done.error === 'no-costs' ? again({ costs: done.error }) : w.refuse(done.error, t);
}

async function load(w: Web) {
  const id = w.id();
  if (!id) return null;
  return w.read(async (tx) => {
    const referral = await findReferral(tx, id);
    if (!referral) return null;
    const files = await findFiles(
      tx,
      referral.steps.flatMap(({ fileId }) => fileId ?? []),
    );
    return {
      referral,
      placeName: (await listNeighbourhoods(tx)).find((place) => place.id === referral.neighbourhoodId)?.name ?? null,
      projectTitle: referral.projectId ? ((await findProject(tx, referral.projectId))?.title ?? null) : null,
      files: new Map(files.map((file) => [file.id, file])),
    };
  });
}

async function show(w: Web, back?: { form: string; errors: FormErrors; values: FormValues }) {
  const view = await load(w);
  if (!view) return w.notFound();
  return w.page(
    <ReferralPage page={w.frame()} {...view} today={w.today} mayWrite={w.can('referral.write', { neighbourhoodId: null })} {...back} />,
    back ? 422 : 200,
  );
}

const stepFields = z.object({
  day: field.day(),
  body: field.text(4000).optional(),
  outcome: z.enum(answers, 'required').optional(),
  granted: field.amount().optional(),
});

async function step(w: Web, kind: ReferralStepKind) {
  const view = await load(w);
  if (!view) return w.notFound();
  const form = w.form();
  const t = referralText[w.lang];
  const again = (errors: Record<string, string>) => show(w, { form: kind, errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(stepFields);
  if (!parsed.ok) return again(parsed.error);
  if (kind !== 'sent' && !parsed.value.body) return again({ body: 'required' });
  if (kind === 'answered' && !parsed.value.outcome) return again({ outcome: 'required' });
  const [upload] = form.files('files');
  const put = upload ? await w.files.put(upload.bytes) : null;
  if (put && !put.ok) return again({ files: put.error });
  const done = await followReferral(w.command(form), {
    referralId: view.referral.id,
    kind,
    body: parsed.value.body ?? '',
    day: parsed.value.day,
    outcome: parsed.value.outcome ?? null,
    grantedFen: parsed.value.granted ?? null,
    paper: put?.ok && upload ? { stored: put.value, name: upload.name } : null,
  });
  if (done.ok) return w.redirect(`/office/referrals/${view.referral.id}`, t.done);
  const fields: Record<string, string> = { 'bad-days': 'day', 'amount-required': 'granted' };
  const at = fields[done.error];
  return at ? again({ [at]: done.error }) : w.refuse(done.error, t);
}

async function print(w: Web) {
  const view = await load(w);
  if (!view) return w.notFound();
  const document = referralPaper(view, { lang: w.lang, issuer: w.subdistrict.name, today: w.today });
  return w.paper(document, `${referralNumber(view.referral)}-${view.referral.title}`);
}

/** The case file: cover letter, facts, what was tried, why, and the estimate with its total in capitals. */
export function referralPaper(
  view: { referral: UpwardReferral; placeName: string | null; projectTitle: string | null },
  about: { lang: Lang; issuer: string; today: string },
): PdfDocument {
  const { referral } = view;
  const { lang } = about;
  const zh = lang === 'zh';
  const t = referralText[lang];
  const total = totalCost(referral.costs);
  const lines = (text: string) => text.split('\n').map((line) => paragraph(line, { indent: true }));
  return paper({
    title: zh ? `关于“${referral.title}”的转报函` : `Referral: ${referral.title}`,
    subtitle: referralNumber(referral),
    meta: { lang, issuer: about.issuer, code: referralNumber(referral), printedDay: about.today },
    body: [
      paragraph(zh ? `${referral.toName}：` : `To: ${referral.toName}`),
      ...(zh
        ? [
            paragraph(
              `${view.placeName ? `我${about.issuer.endsWith('街道') ? '街道' : '镇'}${view.placeName}` : '我辖区'}居民反映“${referral.title}”。经核实和多方努力，这一问题超出社区自治金的使用范围或额度，自治组织无力自行解决，现将有关情况转报贵单位，请研究并给予资金支持，所需资金估算${formatYuan(total)}（${toChineseCapital(total)}）。`,
              { indent: true },
            ),
            paragraph(referral.dueDay ? `请于${formatDay(referral.dueDay, lang)}前函复为盼。` : '请予函复。', { indent: true }),
          ]
        : [paragraph(`This problem exceeds what the self-governance fund may pay. We ask for ${formatYuan(total)}.`, { indent: true })]),
      paragraph(about.issuer, { align: 'right' }),
      paragraph(formatDay(about.today, lang), { align: 'right' }),
      heading(zh ? '一、基本情况' : '1. Facts'),
      facts([
        ...(view.placeName ? ([[t.place, view.placeName]] as const) : []),
        ...(view.projectTitle ? ([[t.project, view.projectTitle]] as const) : []),
        [t.by, referral.byName],
      ]),
      ...lines(referral.facts),
      heading(zh ? '二、已经做过的工作' : '2. What was tried'),
      ...lines(referral.tried),
      heading(zh ? '三、需要上级资金的理由' : '3. Why it asks for higher-level money'),
      ...lines(referral.why),
      heading(zh ? '四、费用估算' : '4. Estimate'),
      table({
        columns: [{ label: '', width: 24 }, { label: t.item }, { label: t.basis }, { label: t.amount, align: 'right', width: 100 }],
        rows: referral.costs.map((cost, at) => [String(at + 1), cost.name, cost.basis, formatYuan(cost.amountFen)]),
        total: ['', t.total, zh ? toChineseCapital(total) : '', formatYuan(total)],
      }),
      signatures([{ label: zh ? '经办人' : 'Clerk' }, { label: zh ? '分管领导' : 'Head' }, { label: zh ? '单位（盖章）' : 'Seal' }], zh ? '日期' : 'Date'),
    ],
  });
}
