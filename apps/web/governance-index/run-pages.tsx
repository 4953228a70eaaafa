import type { Lang } from '#platform/i18n';
import { monthLabel, type PublishedAggregate, type Run, type RunMemory, type RunState, type StoredWeights } from '#modules/index';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  dayText,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  shanghaiParts,
  Soft,
  State,
  Steps,
  TextArea,
  TextField,
} from '../ui/index.ts';
import { indexText } from './text.ts';
import { totalOf } from './view.ts';
import { kindMeans, kindName, percent, pointsText, monthText } from './words.ts';

const stateWords: Record<RunState, { zh: string; en: string; tone: 'good' | 'wait' | 'act' | 'bad' | 'plain' }> = {
  computing: { zh: '正在算', en: 'computing', tone: 'wait' },
  computed: { zh: '等复核', en: 'to be reviewed', tone: 'act' },
  reviewed: { zh: '等批准', en: 'to be approved', tone: 'act' },
  approved: { zh: '等发布', en: 'to be published', tone: 'act' },
  published: { zh: '已发布', en: 'published', tone: 'good' },
  withdrawn: { zh: '已撤回', en: 'withdrawn', tone: 'plain' },
};
/** Words for how weights were found. */
export const methodWords: Record<StoredWeights['method'], { zh: string; en: string }> = {
  equal: { zh: '等权', en: 'equal' },
  ahp: { zh: '专家两两比较（AHP）', en: 'expert judgement (AHP)' },
  entropy: { zh: '熵权', en: 'entropy' },
  critic: { zh: 'CRITIC', en: 'CRITIC' },
  deviation: { zh: '标准差', en: 'standard deviation' },
  pca: { zh: '主成分', en: 'principal components' },
  combination: { zh: '组合', en: 'combination' },
};

/** All runs, and the form for the next. */
export function RunsPage(props: {
  page: PageFrame;
  runs: readonly Run[];
  weights: readonly StoredWeights[];
  lastMonth: number | null;
  unsampled: readonly string[];
  mayCompute: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const zh = lang === 'zh';
  return (
    <Layout page={page} title={zh ? '计算与发布' : 'Runs'} crumbs={[{ label: t.title, href: `${base}/index` }, { label: zh ? '计算与发布' : 'Runs' }]}>
      <Lead>
        {zh
          ? '一次计算先由一人算出，另一人复核，负责人批准，然后发布。批准以后，阈值和结果都不再改动；发现数据有错，更正后再算一次。'
          : 'One computes, another reviews, the head approves, then it is published. From the approval on thresholds and results stand; errors are corrected and computed again.'}
      </Lead>
      {props.runs.length === 0 ? (
        <Empty title={zh ? '还没有算过' : 'No runs yet'} />
      ) : (
        <ul class="duties">
          {props.runs.map((run) => (
            <li>
              <div>
                <p>
                  <a href={`${base}/index/runs/${run.id}`}>
                    <b>{zh ? `第${run.no}次 ${monthText(run.month, lang)}` : `Run ${run.no}, ${monthText(run.month, lang)}`}</b>
                  </a>
                </p>
                <p class="soft">
                  {run.computedByName} · {dayText(shanghaiParts(run.computedAt).day, lang)}
                </p>
              </div>
              <State tone={stateWords[run.state].tone}>{stateWords[run.state][lang]}</State>
            </li>
          ))}
        </ul>
      )}
      {props.mayCompute && (
        <Section title={zh ? '算一次' : 'Compute'} id="compute">
          {props.lastMonth === null ? (
            <Empty title={t['no-data']} action={<ButtonLink href={`${base}/index/data`}>{t.toData}</ButtonLink>} />
          ) : (
            <>
              {props.unsampled.length > 0 && (
                <p>
                  <State tone="bad">{zh ? '缺样本' : 'No sample'}</State> {props.unsampled.join('、')}{' '}
                  <a href={`${base}/index/data#sample`}>{zh ? '去抽样本' : 'Draw it'}</a>
                </p>
              )}
              <Form action={`${base}/index/runs`} errors={props.errors ?? {}} values={props.values ?? {}}>
                <TextField name="month" label={zh ? '算到哪个月' : 'Up to which month'} value={monthLabel(props.lastMonth)} required size="short" />
                <RadioField
                  name="reading"
                  label={zh ? '阈值怎么定' : 'Thresholds'}
                  value="value"
                  options={[
                    { value: 'value', label: zh ? '样本最大、最小值各自放宽一成' : 'Extremes extended by a tenth of themselves' },
                    { value: 'range', label: zh ? '样本最大、最小值按两者之差的一成放宽' : 'Extremes extended by a tenth of their distance' },
                  ]}
                />
                <RadioField
                  name="total"
                  label={zh ? '怎么合成总分' : 'Total'}
                  value="flat"
                  options={[
                    { value: 'flat', label: zh ? '所有指标直接加权平均' : 'Weighted mean of all leaves' },
                    { value: 'nested', label: zh ? '先算四个方面，各占自己的份额' : 'Shares of the second level kept' },
                  ]}
                />
                <NumberField
                  name="leastCoverage"
                  label={zh ? '数据完整度低于多少不排名' : 'Not ranked below this share of the data'}
                  value="65"
                  unit="%"
                  required
                />
                <SelectField
                  name="weights"
                  label={zh ? '权重' : 'Weights'}
                  emptyLabel={zh ? '指标树自带的（四个方面各25分，项下均分）' : 'Of the tree (25 points each, shared equally)'}
                  options={props.weights.map((one) => ({
                    value: one.id,
                    label: `${methodWords[one.method][lang]} · ${one.madeByName} · ${dayText(shanghaiParts(one.madeAt).day, lang, 'short')}`,
                  }))}
                />
                <Button>{zh ? '计算' : 'Compute'}</Button>
              </Form>
            </>
          )}
        </Section>
      )}
    </Layout>
  );
}

/** One run: where it stands, what it was made of, what changed against the one before, and the next step. */
export function RunPage(props: {
  page: PageFrame;
  memory: RunMemory;
  previous: RunMemory | null;
  may: { review: boolean; approve: boolean; publish: boolean; withdraw: boolean; own: boolean };
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, memory, previous, may } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const zh = lang === 'zh';
  const { run } = memory;
  const order: RunState[] = ['computed', 'reviewed', 'approved', 'published'];
  const at = order.indexOf(run.state);
  const day = (instant: Date) => dayText(shanghaiParts(instant).day, lang);
  const signed = [
    [zh ? '计算' : 'Computed', `${run.computedByName} · ${day(run.computedAt)}`],
    [zh ? '复核' : 'Reviewed', run.reviewedAt ? `${run.reviewedByName} · ${day(run.reviewedAt)}${run.reviewNote ? `：${run.reviewNote}` : ''}` : ''],
    [zh ? '批准' : 'Approved', run.approvedAt ? `${run.approvedByName} · ${day(run.approvedAt)}` : ''],
    [zh ? '发布' : 'Published', run.publishedAt ? day(run.publishedAt) : ''],
  ] as const;
  const moved = previous
    ? memory.compounds
        .flatMap((compound, index) => {
          const [now, then] = [memory.results[index], previous.results[previous.positions.get(compound.id) ?? -1]];
          return now && then && now.rank > 0 && then.rank > 0
            ? [{ compound, from: then.rank, to: now.rank, before: totalOf(previous, then), after: totalOf(memory, now) }]
            : [];
        })
        .filter((one) => one.from !== one.to)
        .sort((a, b) => Math.abs(b.from - b.to) - Math.abs(a.from - a.to))
        .slice(0, 10)
    : [];
  return (
    <Layout
      page={page}
      title={zh ? `第${run.no}次计算（${monthText(run.month, lang)}）` : `Run ${run.no} (${monthText(run.month, lang)})`}
      crumbs={[{ label: t.title, href: `${base}/index` }, { label: zh ? '计算与发布' : 'Runs', href: `${base}/index/runs` }, { label: String(run.no) }]}
    >
      {run.state === 'withdrawn' ? (
        <p>
          <State>{stateWords.withdrawn[lang]}</State> {run.withdrawnReason}
        </p>
      ) : (
        <Steps
          items={[zh ? '计算' : 'Computed', zh ? '复核' : 'Reviewed', zh ? '批准' : 'Approved', zh ? '发布' : 'Published'].map((label, index) => ({
            label,
            state: index <= at ? ('done' as const) : index === at + 1 ? ('now' as const) : ('next' as const),
          }))}
        />
      )}
      <KeyValues
        items={[
          ...signed,
          [
            zh ? '小区' : 'Compounds',
            zh
              ? `${memory.results.length}个，其中${memory.results.filter((one) => one.rank > 0).length}个有名次`
              : `${memory.results.length}, ${memory.results.filter((one) => one.rank > 0).length} ranked`,
          ],
          [zh ? '总分' : 'Total', `${pointsText(memory.whole.total, 2)}`],
          [t.coverage, percent(memory.whole.coverage)],
          [zh ? '指标树' : 'Tree', run.treeVersion],
          [
            zh ? '权重' : 'Weights',
            run.weightsId ? <a href={`${base}/index/weights#w-${run.weightsId}`}>{zh ? '另定' : 'set'}</a> : zh ? '指标树自带' : 'of the tree',
          ],
          [zh ? '阈值' : 'Thresholds', run.thresholdsOf ? (zh ? '沿用本年度已批准的' : 'those of the year') : zh ? '由本次样本定' : 'from this sample'],
          [
            zh ? '算法' : 'Readings',
            [
              run.reading === 'value'
                ? zh
                  ? '阈值按最大、最小值各放宽一成'
                  : 'bounds a tenth beyond'
                : zh
                  ? '阈值按两者之差的一成放宽'
                  : 'bounds a tenth of the range beyond',
              run.total === 'flat' ? (zh ? '所有指标直接加权平均' : 'flat') : zh ? '先算四个方面' : 'nested',
              zh ? `数据完整度不到${percent(run.leastCoverage)}不排名` : `ranked from ${percent(run.leastCoverage)} coverage`,
            ].join(zh ? '；' : '; '),
          ],
          [zh ? '变化类指标' : 'Change leaves', changeWords(memory, lang)],
          [zh ? '校验码' : 'Digest', <code>{run.digest?.slice(0, 16)}</code>],
        ]}
      />
      {may.own && ['computed', 'reviewed'].includes(run.state) && <Soft>{t['own-work']}</Soft>}
      {may.review && (
        <Section title={zh ? '复核' : 'Review'} id="review">
          <Form action={`${base}/index/runs/${run.id}/review`} errors={props.errors ?? {}} values={props.values ?? {}} id="review">
            <TextArea name="note" label={zh ? '核对了什么' : 'What was checked'} rows={3} maxLength={1000} required />
            <Button>{zh ? '复核无误' : 'Reviewed'}</Button>
          </Form>
        </Section>
      )}
      <Actions>
        {may.approve && <ActionForm action={`${base}/index/runs/${run.id}/approve`}>{zh ? '批准，阈值和结果不再改动' : 'Approve'}</ActionForm>}
        {may.publish && <ActionForm action={`${base}/index/runs/${run.id}/publish`}>{zh ? '发布' : 'Publish'}</ActionForm>}
      </Actions>
      <Section title={zh ? '各类小区' : 'Kinds'}>
        <table>
          <thead>
            <tr>
              <th>{t.kind}</th>
              <th class="n">{t.compounds}</th>
              <th class="n">{zh ? '样本' : 'Sample'}</th>
              <th class="n">{t.kindAverage}</th>
            </tr>
          </thead>
          <tbody>
            {memory.district.panel.kinds.map((kind) => (
              <tr>
                <td>{kindName(memory.tree, kind, lang)}</td>
                <td class="n" data-h={t.compounds}>
                  {memory.results.filter((one) => one.kind === kind).length}
                </td>
                <td class="n" data-h={zh ? '样本' : 'Sample'}>
                  {memory.results.filter((one) => one.kind === kind && one.inSample).length}
                </td>
                <td class="n" data-h={t.kindAverage}>
                  {pointsText(kindMeans(memory, kind).total, 2)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      {moved.length > 0 && previous && (
        <Section title={zh ? `和第${previous.run.no}次比，名次变得最多的` : `Moved most since run ${previous.run.no}`}>
          <table>
            <thead>
              <tr>
                <th>{t.compound}</th>
                <th class="n">{t.rank}</th>
                <th class="n">{t.score}</th>
              </tr>
            </thead>
            <tbody>
              {moved.map((one) => (
                <tr>
                  <td>{one.compound.name}</td>
                  <td class="n" data-h={t.rank}>
                    {one.from} → {one.to}
                  </td>
                  <td class="n" data-h={t.score}>
                    {pointsText(one.before)} → {pointsText(one.after)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {may.withdraw && (
        <details class="fold">
          <summary>{zh ? '撤回这次计算' : 'Withdraw this run'}</summary>
          <Form action={`${base}/index/runs/${run.id}/withdraw`} errors={props.errors ?? {}} values={props.values ?? {}} id="withdraw">
            <TextField name="reason" label={zh ? '为什么' : 'Why'} maxLength={500} required />
            <Button kind="danger">{zh ? '撤回' : 'Withdraw'}</Button>
          </Form>
        </details>
      )}
    </Layout>
  );
}

/** The district: what its subdistricts published, figures only. */
export function DistrictPage(props: { page: PageFrame; figures: readonly PublishedAggregate[] }) {
  const { page } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const zh = lang === 'zh';
  const all = props.figures.filter((one) => one.total !== null && one.households > 0);
  const households = all.reduce((sum, one) => sum + one.households, 0);
  const mean = households === 0 ? Number.NaN : all.reduce((sum, one) => sum + (one.total ?? 0) * one.households, 0) / households;
  return (
    <Layout
      page={page}
      title={zh ? '全区各街镇' : 'The district'}
      crumbs={[{ label: t.title, href: `${base}/index` }, { label: zh ? '全区' : 'District' }]}
      wide
    >
      <Lead>
        {zh ? '区里看到的，是各街镇发布的汇总数；各街镇的明细只在各街镇。' : 'The district reads published aggregates only; the rows stay in each subdistrict.'}
      </Lead>
      {props.figures.length === 0 ? (
        <Empty title={t.nothingTitle} />
      ) : (
        <>
          <p class="gi-big">
            {pointsText(mean)} <small>{t.points}</small>
          </p>
          <table>
            <thead>
              <tr>
                <th>{t.area}</th>
                <th>{t.month}</th>
                <th class="n">{t.score}</th>
                <th class="n">A</th>
                <th class="n">B</th>
                <th class="n">C</th>
                <th class="n">D</th>
                <th class="n">{t.compounds}</th>
                <th class="n">{t.households}</th>
                <th class="n">{t.coverage}</th>
              </tr>
            </thead>
            <tbody>
              {props.figures.map((one) => (
                <tr>
                  <td>{one.name}</td>
                  <td data-h={t.month}>{monthText(one.month, lang)}</td>
                  <td class="n" data-h={t.score}>
                    {pointsText(one.total)}
                  </td>
                  {['A', 'B', 'C', 'D'].map((node) => (
                    <td class="n" data-h={node}>
                      {pointsText(one.nodes[node])}
                    </td>
                  ))}
                  <td class="n" data-h={t.compounds}>
                    {one.compounds}
                  </td>
                  <td class="n" data-h={t.households}>
                    {one.households}
                  </td>
                  <td class="n" data-h={t.coverage}>
                    {percent(one.coverage)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Soft>{zh ? 'A 管理精细，B 社群活力，C 居民满意，D 能力进步；按户数加权。' : 'Household-weighted.'}</Soft>
        </>
      )}
    </Layout>
  );
}

/** Whether the change leaves are computed, or as reported: then also how many compounds have them, since one reported value makes the others missing. */
function changeWords({ run, tree, results }: RunMemory, lang: Lang): string {
  const zh = lang === 'zh';
  if (run.derived) return zh ? '由指数算出' : 'derived';
  const changing = tree.leaves.flatMap((leaf, at) => (leaf.changeOf === undefined ? [] : [at]));
  const given = results.filter((one) => changing.some((at) => Number.isFinite(one.values[at] ?? Number.NaN))).length;
  return zh
    ? `按报来的数：${results.length}个小区里${given}个报了，没报的按缺数据算`
    : `as reported: ${given} of ${results.length} compounds, the others missing`;
}
