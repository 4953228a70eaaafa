import {
  adoptedTree,
  adoptTree,
  type Batch,
  completenessOf,
  drawIndexSample,
  type Fault,
  feedFromPlatform,
  importValues,
  indexData,
  type IndexTree,
  lastFullMonth,
  latestBatches,
  type LeafCompleteness,
  listIndexCompounds,
  monthLabel,
  parseMonth,
  registerCompounds,
  type Sample,
  samplesOf,
  shippedTree,
  treatCalls,
} from '#modules/index';
import type { Routes, Web } from '../kit/index.ts';
import { DataPage } from './data-page.tsx';
import { numberIn } from './figures.ts';
import { indexText } from './text.ts';

/** Where data come from and how complete they are; files, samples, the tree. */
export function dataRoutes(r: Routes): void {
  r.get('/index/data', 'index.read-all', (w) => show(w));
  r.post('/index/data/compounds', 'index.import', compounds);
  r.post('/index/data/values', 'index.import', values);
  r.post('/index/data/calls', 'index.import', calls);
  r.post('/index/data/sample', 'index.import', sample);
  r.post('/index/data/feed', 'index.feed', feed);
  r.post('/index/data/tree', 'index.weigh', tree);
}

/** What the page of the data shows. */
export interface DataView {
  tree: IndexTree;
  compounds: number;
  byKind: [string, number][];
  month: number | null;
  year: number;
  completeness: LeafCompleteness[];
  batches: Batch[];
  samples: Sample[];
  /** Headings of a file that nobody knew, to be mapped. */
  back?: {
    section: 'compounds' | 'values' | 'calls' | 'sample' | 'tree';
    faults?: Fault[];
    file?: string;
    errors?: Record<string, string>;
    values?: Record<string, string | string[]>;
  };
}

async function show(w: Web, back?: DataView['back']) {
  const data = await indexData(w.platform.db, w.subdistrict.id);
  const asked = parseMonth(w.query('m') ?? '');
  const last = data ? lastFullMonth(data, w.today) : null;
  const month = data && asked !== null && asked >= data.firstMonth && asked < data.firstMonth + data.months ? asked : last;
  const year = Math.floor((month ?? parseMonth(w.today.slice(0, 7)) ?? 0) / 12);
  const read = await w.read(async (tx) => ({
    tree: (await adoptedTree(tx)) ?? shippedTree,
    compounds: await listIndexCompounds(tx),
    batches: await latestBatches(tx, 30),
    samples: await samplesOf(tx, year),
  }));
  const kinds = new Map<string, number>();
  for (const compound of read.compounds) kinds.set(compound.kind, (kinds.get(compound.kind) ?? 0) + 1);
  const view: DataView = {
    ...read,
    compounds: read.compounds.length,
    byKind: [...kinds],
    month,
    year,
    completeness: data && month !== null ? completenessOf(data, month) : [],
    ...(back ? { back } : {}),
  };
  const may = { import: w.can('index.import', { neighbourhoodId: null }), weigh: w.can('index.weigh', { neighbourhoodId: null }) };
  return w.page(<DataPage page={w.frame()} view={view} may={may} />, back ? 422 : 200);
}

async function compounds(w: Web) {
  const form = w.form();
  const [file] = form.files('file');
  if (!file) return show(w, { section: 'compounds', errors: w.errorTexts({ file: 'required' }), values: form.values });
  const done = await registerCompounds(w.command(form), { fileName: file.name, bytes: file.bytes });
  if (done.ok)
    return w.redirect(
      '/index/data',
      w.lang === 'zh'
        ? `登记了${done.value.made}个小区，更新了${done.value.changed}个。`
        : `${done.value.made} compounds registered, ${done.value.changed} updated.`,
    );
  if (done.error.code === 'faults') return show(w, { section: 'compounds', faults: done.error.faults, file: file.name, values: form.values });
  return w.refuse(done.error.code, indexText[w.lang]);
}

async function values(w: Web) {
  const form = w.form();
  const t = indexText[w.lang];
  const [file] = form.files('file');
  const errors: Record<string, string> = {};
  if (!file) errors['file'] = 'required';
  if (form.text('source') === '') errors['source'] = 'required';
  const mapping: Record<string, string> = {};
  for (const line of form.text('mapping').split('\n')) {
    const [head, ...rest] = line.split(/[=＝]/);
    const use = rest.join('=').trim();
    if (head && use !== '') mapping[head.trim()] = { 小区: 'compound', 月份: 'month', 类型: 'kind', 不用: 'skip' }[use] ?? use;
    else if (line.trim() !== '') errors['mapping'] = 'invalid';
  }
  if (!file || Object.keys(errors).length > 0) return show(w, { section: 'values', errors: w.errorTexts(errors, t), values: form.values });
  const done = await importValues(w.command(form), {
    fileName: file.name,
    bytes: file.bytes,
    source: form.text('source'),
    status: form.text('status') === 'estimated' ? 'estimated' : 'reported',
    mapping,
    ...(form.text('treatedBy') === '' ? {} : { treatedBy: form.text('treatedBy') }),
  });
  if (done.ok) {
    const { compounds: many, months, leaves, cells } = done.value;
    return w.redirect(
      '/index/data',
      w.lang === 'zh'
        ? `导入了${many}个小区、${months}个月、${leaves}项，共${cells}个数据。`
        : `${cells} data imported: ${many} compounds, ${months} months, ${leaves} indicators.`,
    );
  }
  if (done.error.code === 'faults') return show(w, { section: 'values', faults: done.error.faults, file: file.name, values: form.values });
  return w.refuse(done.error.code, t);
}

async function calls(w: Web) {
  const form = w.form();
  const t = indexText[w.lang];
  const [file] = form.files('file');
  const days = numberIn(form.text('mergeDays'));
  const errors: Record<string, string> = {};
  if (!file) errors['file'] = 'required';
  if (form.text('source') === '') errors['source'] = 'required';
  if (days === undefined || !Number.isInteger(days)) errors['mergeDays'] = 'not-a-number';
  if (!file || days === undefined || Object.keys(errors).length > 0) return show(w, { section: 'calls', errors: w.errorTexts(errors, t), values: form.values });
  const done = await treatCalls(w.command(form), {
    leaf: form.text('leaf'),
    fileName: file.name,
    bytes: file.bytes,
    source: form.text('source'),
    mergeDays: days,
  });
  if (done.ok) {
    const { calls: all, merged } = done.value;
    return w.redirect(
      '/index/data',
      w.lang === 'zh' ? `${all}件来电，合并重复${merged}件，已折成每百户件数。` : `${all} calls, ${merged} repeats merged, put per 100 households.`,
    );
  }
  if (done.error.code === 'faults') return show(w, { section: 'calls', faults: done.error.faults, file: file.name, values: form.values });
  if (done.error.code === 'out-of-range') return show(w, { section: 'calls', errors: w.errorTexts({ mergeDays: 'out-of-range' }, t), values: form.values });
  return w.refuse(done.error.code, t);
}

async function sample(w: Web) {
  const form = w.form();
  const t = indexText[w.lang];
  const year = Number(form.text('year'));
  if (!Number.isInteger(year) || year < 2000 || year > 2200) return w.notFound();
  if (form.text('seed') === '') return show(w, { section: 'sample', errors: w.errorTexts({ seed: 'required' }), values: form.values });
  const done = await drawIndexSample(w.command(form), { year, seed: form.text('seed') });
  if (done.ok) return w.redirect('/index/data#sample', w.lang === 'zh' ? `抽了${done.value.drawn}个小区。` : `${done.value.drawn} compounds drawn.`);
  return w.refuse(done.error, t);
}

async function feed(w: Web) {
  const done = await feedFromPlatform(w.command(w.form()), { months: 36 });
  if (!done.ok) return w.refuse(done.error, indexText[w.lang]);
  return w.redirect('/index/data', w.lang === 'zh' ? `从平台取了${done.value.written}个数据。` : `${done.value.written} data taken from the platform.`);
}

async function tree(w: Web) {
  const form = w.form();
  const t = indexText[w.lang];
  const [file] = form.files('file');
  if (!file) return show(w, { section: 'tree', errors: w.errorTexts({ file: 'required' }), values: form.values });
  const done = await adoptTree(w.command(form), { bytes: file.bytes });
  if (done.ok) return w.redirect('/index/data', w.lang === 'zh' ? `已采用指标树 ${done.value.version}。` : `Tree ${done.value.version} adopted.`);
  if (done.error.code === 'not-a-tree')
    return show(w, {
      section: 'tree',
      errors: { file: w.lang === 'zh' ? `不是可用的指标树：${done.error.detail}` : `Not a usable tree: ${done.error.detail}` },
      values: form.values,
    });
  return done.error.code === 'version-taken'
    ? show(w, { section: 'tree', errors: { file: t['version-taken'] }, values: form.values })
    : w.refuse(done.error.code, t);
}

/** A month as a link of the page. */
export const monthHref = (base: string, month: number): string => `${base}/index/data?m=${monthLabel(month)}`;
