import { type Batch, monthLabel } from '#modules/index';
import {
  ActionForm,
  Button,
  ButtonLink,
  dayText,
  Empty,
  FileField,
  Form,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  shanghaiParts,
  Soft,
  NumberField,
  TextArea,
  TextField,
  type View,
} from '../ui/index.ts';
import type { DataView } from './data-routes.tsx';
import { FaultList } from './fault-list.tsx';
import { indexText } from './text.ts';
import { kindName, leafName, percent } from './words.ts';

/** Where each leaf comes from and how complete it is; what was delivered; files, the sample, the tree. */
export function DataPage(props: { page: PageFrame; view: DataView; may: { import: boolean; weigh: boolean } }) {
  const { page, view, may } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const zh = lang === 'zh';
  const { tree, back } = view;
  const formOf = (section: NonNullable<DataView['back']>['section'], children: View, multipart = true) => (
    <Form
      id={section}
      action={`${base}/index/data/${section}`}
      multipart={multipart}
      errors={back?.section === section ? (back.errors ?? {}) : {}}
      values={back?.section === section ? (back.values ?? {}) : {}}
    >
      {children}
    </Form>
  );
  const fold = (section: NonNullable<DataView['back']>['section'], title: string, children: View) => (
    <details class="fold" id={section} open={back?.section === section}>
      <summary>{title}</summary>
      {back?.section === section && back.faults && <FaultList faults={back.faults} lang={lang} file={back.file ?? ''} />}
      {children}
    </details>
  );
  const drawn = new Map(view.samples.map((sample) => [sample.kind, sample]));
  return (
    <Layout
      page={page}
      title={zh ? '数据从哪里来' : 'Where data come from'}
      crumbs={[{ label: t.title, href: `${base}/index` }, { label: zh ? '数据' : 'Data' }]}
      wide
    >
      <Lead>
        {zh
          ? '平台上已经有的，每晚自动取；部门的数据成批导入；都没有的，由居委会每月填一张短表。每个数据都记着谁在什么时候报的，改动只会多一版，不会盖掉旧的。'
          : 'What the platform knows is taken every night; other data come as files; the rest is a short monthly form. Each datum keeps who reported it and when; a change adds a version.'}
      </Lead>
      <KeyValues
        items={[
          [zh ? '指标树' : 'Tree', `${zh ? tree.title : tree.titleEn} · ${tree.version}`],
          [t.compounds, view.byKind.map(([kind, count]) => `${kindName(tree, kind, lang)} ${count}`).join(zh ? '，' : ', ') || '0'],
          [zh ? '最近一个有数据的月份' : 'Latest month with data', view.month === null ? t.none : monthLabel(view.month)],
        ]}
      />
      <Section title={zh ? '每一项齐不齐' : 'How complete each indicator is'} id="completeness">
        {view.completeness.length === 0 ? (
          <Empty title={t['no-data']} />
        ) : (
          <table class="wrap-heads">
            <thead>
              <tr>
                <th>{t.indicator}</th>
                <th>{t.fed}</th>
                <th>{zh ? '最近一次' : 'Latest'}</th>
                <th class="n">{view.month === null ? '' : monthLabel(view.month)}</th>
                <th class="n">{zh ? '近一年' : 'Year'}</th>
              </tr>
            </thead>
            <tbody>
              {view.completeness.map(({ leaf, inMonth, inYear, newest, by }) => (
                <tr>
                  <td>
                    {leaf.code} {leafName(leaf, lang)}
                  </td>
                  <td data-h={t.fed}>
                    {t[`fed-${leaf.fedBy}`]}
                    <small class="soft"> {zh ? leaf.source : leaf.sourceEn}</small>
                  </td>
                  <td data-h={zh ? '最近一次' : 'Latest'}>
                    {newest ? `${newest.source}，${dayText(shanghaiParts(newest.madeAt).day, lang, 'short')}` : '—'}
                    {by.size > 1 && <small class="soft"> {[...by].map(([kind, count]) => `${t[`kind-${kind}`]} ${count}`).join('，')}</small>}
                  </td>
                  <td class="n" data-h={view.month === null ? '' : monthLabel(view.month)}>
                    {leaf.fedBy === 'derived' && inMonth === 0 ? (zh ? '自动算' : 'derived') : percent(inMonth)}
                  </td>
                  <td class="n" data-h={zh ? '近一年' : 'Year'}>
                    {leaf.fedBy === 'derived' && inYear === 0 ? '' : percent(inYear)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {tree.switchedOff.length > 0 && (
          <Soft>
            {zh ? '公布过名称、这一版没有启用的：' : 'Named but switched off: '}
            {tree.switchedOff.map((one) => one.name).join('、')}
          </Soft>
        )}
        {may.import && (
          <ActionForm action={`${base}/index/data/feed`} kind="quiet">
            {zh ? '现在就从平台取一遍（近三年）' : 'Take from the platform now (three years)'}
          </ActionForm>
        )}
      </Section>
      <Section title={zh ? `${view.year}年的样本` : `Sample of ${view.year}`} id="sample">
        <Soft>
          {zh
            ? '阈值由每一类里抽出的小区定，一年定一次。抽多少按公式（1590个里抽91个）；用写下的种子随机抽，谁拿同一个种子都抽出同样的小区。'
            : 'Thresholds come from sampled compounds of each kind, once a year. The number follows the formula (91 of 1,590); drawn at random with the seed that is written down.'}
        </Soft>
        <ul>
          {view.byKind.map(([kind, count]) => {
            const sample = drawn.get(kind);
            return (
              <li>
                {kindName(tree, kind, lang)}：
                {sample
                  ? zh
                    ? `${sample.population}个里${sample.seed === null ? '指定' : '抽'}了${sample.compoundIds.length}个（${sample.drawnByName}，${dayText(shanghaiParts(sample.drawnAt).day, lang)}${sample.seed === null ? `，${sample.note}` : `，种子“${sample.seed}”`}）`
                    : `${sample.compoundIds.length} of ${sample.population} (${sample.drawnByName}${sample.seed === null ? '' : `, seed “${sample.seed}”`})`
                  : zh
                    ? `${count}个，还没有抽`
                    : `${count}, not drawn yet`}
              </li>
            );
          })}
        </ul>
        {may.import && view.byKind.some(([kind]) => !drawn.has(kind)) && (
          <>
            {formOf(
              'sample',
              <>
                <input type="hidden" name="year" value={String(view.year)} />
                <TextField
                  name="seed"
                  label={zh ? '随机种子' : 'Seed'}
                  hint={zh ? '当众定下的任意文字，例如抽签当天的日期和天气' : 'Any text settled in public'}
                  maxLength={100}
                  required
                />
                <Button>{zh ? '抽样本' : 'Draw'}</Button>
              </>,
              false,
            )}
          </>
        )}
      </Section>
      {may.import && (
        <Section title={zh ? '导入' : 'Import'} id="import">
          {fold(
            'compounds',
            zh ? '登记小区' : 'Register compounds',
            <>
              <Soft>
                {zh
                  ? '列：小区编号、类型（必填），小区名称、居民区、街镇、户数、标签（用；隔开）、样本（1或0）、x、y；其余数字列作为体征。居民区和小区名称与平台一致的自动对上。'
                  : 'Columns: code, kind (needed), name, neighbourhood, area, households, tags, in_sample, x, y; other columns of numbers are traits.'}
              </Soft>
              {formOf(
                'compounds',
                <>
                  <FileField name="file" label={zh ? '文件（XLSX、CSV、JSON）' : 'File (XLSX, CSV, JSON)'} accept=".xlsx,.csv,.json" required />
                  <Button>{zh ? '登记' : 'Register'}</Button>
                </>,
              )}
            </>,
          )}
          {fold(
            'values',
            zh ? '导入数据' : 'Import values',
            <>
              <Soft>
                {zh
                  ? '一行一个小区一个月：小区、月份，再是各项指标（写编号或名称）。空格就是没有数据。整个文件要么全部存下，要么一行不存，错在哪一行会逐行列出。'
                  : 'A row per compound and month, a column per indicator (code or name). Empty = missing. Whole or not at all.'}
              </Soft>
              {formOf(
                'values',
                <>
                  <FileField name="file" label={zh ? '文件（XLSX、CSV、JSON）' : 'File (XLSX, CSV, JSON)'} accept=".xlsx,.csv,.json" required />
                  <TextField name="source" label={t.whoSays} hint={zh ? '例如：城运中心' : 'For example: city operations centre'} maxLength={100} required />
                  <RadioField
                    name="status"
                    label={zh ? '这些数据是' : 'These data are'}
                    value="reported"
                    options={[
                      { value: 'reported', label: t.reported },
                      { value: 'estimated', label: t.estimated },
                    ]}
                  />
                  <TextArea
                    name="mapping"
                    label={zh ? '列名对照' : 'Mapping of columns'}
                    rows={3}
                    hint={
                      zh
                        ? '列名和编号、名称都不同时才写，一行一个，例如：投诉率=I27，楼盘=小区，备注=不用'
                        : 'Only where headings differ: heading=I27, one a line; heading=compound, heading=month, heading=skip'
                    }
                  />
                  <TextField
                    name="treatedBy"
                    label={zh ? '110、12345数据已用什么方法处理' : 'How 110 and 12345 counts were treated'}
                    hint={zh ? '文件里有这两项时必填，例如：每百户、同人同事七天合并' : 'Needed where the file has them'}
                    maxLength={200}
                  />
                  <Button>{zh ? '导入' : 'Import'}</Button>
                </>,
              )}
            </>,
          )}
          {fold(
            'calls',
            zh ? '原始来电折算（12345、110）' : 'Treat raw calls (12345, 110)',
            <>
              <Soft>
                {zh
                  ? '一行一个来电：小区、日期、来电（只用来合并重复，不保存）、事由。折成每百户件数再进指数，原始件数不直接计分。'
                  : 'A row per call: compound, date, caller (only to merge repeats, never stored), topic. Put per 100 households.'}
              </Soft>
              {formOf(
                'calls',
                <>
                  <FileField name="file" label={zh ? '文件（XLSX、CSV、JSON）' : 'File (XLSX, CSV, JSON)'} accept=".xlsx,.csv,.json" required />
                  <SelectField
                    name="leaf"
                    label={t.indicator}
                    required
                    options={tree.leaves.filter((leaf) => leaf.treatment).map((leaf) => ({ value: leaf.code, label: leafName(leaf, lang) }))}
                  />
                  <TextField name="source" label={t.whoSays} maxLength={100} required />
                  <NumberField
                    name="mergeDays"
                    label={zh ? '同一来电、同一事由，几天内算一件' : 'Days within which repeats count once'}
                    hint={zh ? '由街镇定，会写进数据的来历' : 'The office decides; kept with the data'}
                    unit={zh ? '天' : 'days'}
                    required
                  />
                  <Button>{zh ? '折算并存下' : 'Treat and store'}</Button>
                </>,
              )}
            </>,
          )}
          {may.weigh &&
            fold(
              'tree',
              zh ? '采用新版指标树' : 'Adopt a version of the tree',
              <>
                <Soft>
                  {zh
                    ? '指标、方向、权重都写在一个文件里，不在程序里。已发布的结果仍按当时的版本。'
                    : 'Indicators, directions and weights are one file. What was published keeps its version.'}
                </Soft>
                {formOf(
                  'tree',
                  <>
                    <FileField name="file" label={zh ? '指标树（JSON）' : 'Tree (JSON)'} accept=".json" required />
                    <Button>{zh ? '采用' : 'Adopt'}</Button>
                  </>,
                )}
              </>,
            )}
        </Section>
      )}
      <Section title={zh ? '最近的数据' : 'Latest deliveries'} id="batches">
        {view.batches.length === 0 ? <Empty title={t['no-data']} /> : <Batches batches={view.batches} lang={lang} />}
      </Section>
      <ButtonLink href={`${base}/index/runs`}>{zh ? '去计算' : 'To the runs'}</ButtonLink>
    </Layout>
  );
}

function Batches({ batches, lang }: { batches: readonly Batch[]; lang: 'zh' | 'en' }) {
  const t = indexText[lang];
  const zh = lang === 'zh';
  return (
    <table>
      <thead>
        <tr>
          <th>{t.whoSays}</th>
          <th>{zh ? '方式' : 'How'}</th>
          <th>{t.month}</th>
          <th class="n">{t.indicator}</th>
          <th>{zh ? '谁，哪天' : 'Who, when'}</th>
        </tr>
      </thead>
      <tbody>
        {batches.map((batch) => (
          <tr>
            <td>
              {batch.source}
              {batch.note && <small class="soft"> {batch.note}</small>}
            </td>
            <td data-h={zh ? '方式' : 'How'}>
              {t[`kind-${batch.kind}`]}
              {batch.status === 'estimated' && ` · ${t.estimated}`}
            </td>
            <td data-h={t.month}>
              {monthLabel(batch.firstMonth)}
              {batch.months > 1 && `～${monthLabel(batch.firstMonth + batch.months - 1)}`}
            </td>
            <td class="n" data-h={t.indicator}>
              {batch.leaves.length}
            </td>
            <td data-h={zh ? '谁，哪天' : 'Who'}>
              {batch.madeByName}，{dayText(shanghaiParts(batch.madeAt).day, lang, 'short')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
