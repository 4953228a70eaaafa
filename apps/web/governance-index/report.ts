import { box, facts, heading, list, paper, paragraph, qrBlock, renderPdf, signatures, table } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import { barsSvg, lineSvg, radarSvg } from './report-figures.ts';
import { indexText } from './text.ts';
import { type CompoundView } from './view.ts';
import {
  adviceWords,
  aspectsOf,
  boundWords,
  kindMeans,
  kindName,
  leafName,
  leafSentence,
  nodeName,
  percent,
  pointsText,
  valueWords,
  monthText,
  axisName,
} from './words.ts';

export interface ReportAbout {
  lang: Lang;
  issuer: string;
  today: string;
  /** Address of the page. */
  address: string;
  /** Whether the reader may see ranks. */
  ranking: boolean;
}

/** What both forms of the report say, in order. */
export interface ReportParts {
  title: string;
  subtitle: string;
  facts: [string, string][];
  summary: string[];
  radar: { axes: string[]; own: number[]; kind: number[] };
  aspects: [string, string, string][];
  trend: { labels: string[]; values: number[] };
  losses: { name: string; lost: number; sentence: string; bounds: string; todo: string; best: string; source: string }[];
  leaves: [string, string, string, string, string][];
  method: string[];
}

/** Text and figures of the evaluation report of a compound. */
export function reportParts(view: CompoundView, lang: Lang, ranking: boolean): ReportParts {
  const t = indexText[lang];
  const zh = lang === 'zh';
  const { memory, result, compound } = view;
  const { run } = memory;
  const means = kindMeans(memory, result.kind);
  const aspects = aspectsOf(memory);
  const kind = kindName(memory.tree, result.kind, lang);
  const ranked = memory.ranked.get(result.kind) ?? 0;
  const byNode = [...aspects].filter((aspect) => Number.isFinite(result.nodes[aspect.at]));
  const gap = (at: number) => (result.nodes[at] ?? 0) - (means.nodes[at] ?? 0);
  const best = byNode.toSorted((a, b) => gap(b.at) - gap(a.at))[0];
  const worst = byNode.toSorted((a, b) => gap(a.at) - gap(b.at))[0];
  const top = view.losses.slice(0, 5);
  const returned = top.reduce((sum, one) => sum + (one.best?.points ?? 0), 0);
  const name = (code: string) => nodeName(memory.tree, code, lang);
  const stop = zh ? '。' : '. ';
  return {
    title: zh ? `${compound.name}治理指数评估报告` : `Governance index of ${compound.name}`,
    subtitle: `${t.asOf(monthText(run.month, lang), run.no)}`,
    facts: [
      [t.compound, compound.name],
      [t.neighbourhood, compound.neighbourhood],
      [t.kind, kind],
      [t.households, compound.households > 0 ? String(compound.households) : '—'],
      [t.score, pointsText(view.total, 2)],
      ranking ? [t.rank, result.rank > 0 ? t.rankInKind(kind, result.rank, ranked) : t.notRanked] : [t.month, monthText(run.month, lang)],
      [t.coverage, percent(result.coverage)],
      [t.kindAverage, pointsText(means.total, 2)],
    ],
    summary: [
      zh
        ? `${compound.name}得${pointsText(view.total)}分，${kind}平均${pointsText(means.total)}分${ranking && result.rank > 0 ? `，${ranked}个里排第${result.rank}` : ''}${ranking && result.rankLow !== null ? `（换一种算法在第${result.rankLow}到第${result.rankHigh}名之间）` : ''}${stop}`
        : `${compound.name} has ${pointsText(view.total)} points; its kind averages ${pointsText(means.total)}${ranking && result.rank > 0 ? `; rank ${result.rank} of ${ranked}` : ''}${stop}`,
      best && worst && best !== worst
        ? zh
          ? `八个方面里，和同类相比最好的是“${name(best.code)}”（${pointsText(result.nodes[best.at])}，同类${pointsText(means.nodes[best.at])}），最弱的是“${name(worst.code)}”（${pointsText(result.nodes[worst.at])}，同类${pointsText(means.nodes[worst.at])}）${stop}`
          : `Against its kind it is strongest in ${name(best.code)} and weakest in ${name(worst.code)}${stop}`
        : '',
      top.length > 0
        ? zh
          ? `丢分最多的五项共失${pointsText(top.reduce((sum, one) => sum + one.points.lost, 0))}分${returned < 0.05 ? '' : `；做到同类前十分之一的水平，可拿回约${pointsText(returned)}分`}${stop}`
          : `The five largest losses cost ${pointsText(top.reduce((sum, one) => sum + one.points.lost, 0))} points; at the level of the best tenth about ${pointsText(returned)} would return${stop}`
        : '',
    ].filter((line) => line !== ''),
    radar: {
      axes: aspects.map((aspect) => axisName(memory.tree, aspect.code, lang)),
      own: aspects.map((aspect) => result.nodes[aspect.at] ?? Number.NaN),
      kind: aspects.map((aspect) => means.nodes[aspect.at] ?? Number.NaN),
    },
    aspects: aspects.map((aspect) => [
      zh ? name(aspect.code) : `${aspect.code} ${name(aspect.code)}`,
      pointsText(result.nodes[aspect.at]),
      pointsText(means.nodes[aspect.at]),
    ]),
    trend: { labels: view.monthLabels, values: Array.from(result.totals) },
    losses: top.map((one) => ({
      name: leafName(one.leaf, lang),
      lost: one.points.lost,
      sentence: `${leafSentence(one.leaf, one.points, lang)}${stop}`,
      bounds: `${boundWords(one.leaf, one.points, lang)}${stop}`,
      todo: adviceWords(one.leaf, one.points, lang),
      best: one.best ? t.bestDo(valueWords(one.leaf, one.best.value, lang), pointsText(one.best.points)) : '',
      source: one.version ? `${one.version.batch.source}` : one.leaf.fedBy === 'derived' ? t['fed-derived'] : '—',
    })),
    leaves: view.leaves.map(({ leaf, points, version }) => [
      leafName(leaf, lang),
      points.state === 'scored'
        ? valueWords(leaf, points.value, lang)
        : points.state === 'missing'
          ? zh
            ? '没有数据'
            : 'no data'
          : zh
            ? '没有阈值'
            : 'no threshold',
      points.state === 'scored' ? `${pointsText(points.gained)} / ${pointsText(points.possible)}` : '—',
      points.state === 'scored' ? pointsText(points.lost) : '—',
      version ? version.batch.source : leaf.fedBy === 'derived' ? t['fed-derived'] : '—',
    ]),
    method: [
      zh
        ? `指标树${memory.tree.version}，${memory.tree.leaves.length}项；${run.weightsId ? '权重另定' : '四个方面各25分，项下均分'}；阈值由同类样本近三年平均值的最大、最小值${run.reading === 'value' ? '各自放宽一成' : '按两者之差的一成放宽'}定，一年一次。`
        : `Tree ${memory.tree.version}, ${memory.tree.leaves.length} indicators; thresholds from the sample of each kind, once a year.`,
      zh
        ? `没有数据的项不计分，只降低完整度；完整度不到${percent(run.leastCoverage)}的不排名。名次区间来自对阈值读法、合成方法、权重和完整度规则的随机变动。`
        : 'Missing data lower the coverage, never the score. Intervals of ranks come from random changes of readings, weights and the coverage rule.',
      zh
        ? `${run.computedByName}计算，${run.reviewedByName ?? ''}复核，${run.approvedByName ?? ''}批准。校验码${run.digest?.slice(0, 16) ?? ''}。`
        : `Computed by ${run.computedByName}, reviewed by ${run.reviewedByName ?? ''}, approved by ${run.approvedByName ?? ''}. Digest ${run.digest?.slice(0, 16) ?? ''}.`,
    ],
  };
}

/** The evaluation report as PDF. */
export function reportPdf(view: CompoundView, about: ReportAbout): Promise<Uint8Array> {
  const { lang } = about;
  const t = indexText[lang];
  const zh = lang === 'zh';
  const parts = reportParts(view, lang, about.ranking);
  return renderPdf(
    paper({
      title: parts.title,
      subtitle: parts.subtitle,
      meta: { lang, issuer: `${about.issuer} ${view.compound.neighbourhood}`, printedDay: about.today, code: view.compound.code },
      body: [
        facts(parts.facts, 2),
        heading(zh ? '一、总的情况' : '1. Summary'),
        ...parts.summary.map((line) => paragraph(line, { indent: true })),
        heading(zh ? '二、八个方面' : '2. Aspects'),
        {
          columns: [
            { svg: radarSvg(parts.radar), width: 270 },
            {
              width: '*',
              stack: [
                table({
                  columns: [{ label: t.node }, { label: t.score, width: 40, align: 'right' }, { label: t.kindAverage, width: 50, align: 'right' }],
                  rows: parts.aspects,
                }),
                paragraph(zh ? '实线为本小区，虚线为同类平均。' : 'Solid: this compound; dashed: its kind.', { soft: true }),
              ],
            },
          ],
          columnGap: 14,
        },
        { unbreakable: true, stack: [heading(zh ? '三、近三年走势' : '3. Trend'), { svg: lineSvg(parts.trend), width: 470 }] },
        {
          unbreakable: true,
          stack: [
            heading(zh ? '四、分丢在哪里，可以做什么' : '4. Losses and what to do'),
            { svg: barsSvg(parts.losses.map((one) => ({ name: one.name, value: one.lost }))), width: 470 },
          ],
        },
        ...parts.losses.flatMap((one, at) => [
          heading(`${at + 1}. ${one.sentence}`, { level: 2 }),
          paragraph(`${one.bounds}${one.best}`),
          paragraph(`${t.whatToDo}：${one.todo}`),
          paragraph(`${t.whoSays}：${one.source}`, { soft: true }),
        ]),
        heading(zh ? '五、逐项得分' : '5. Every indicator'),
        table({
          columns: [
            { label: t.indicator, width: 170 },
            { label: t.value },
            { label: t.gainedHead, width: 60, align: 'right' },
            { label: t.lostHead, width: 40, align: 'right' },
            { label: t.whoSays, width: 90 },
          ],
          rows: parts.leaves,
        }),
        heading(zh ? '六、怎么算的' : '6. Method'),
        list(parts.method),
        box([paragraph(zh ? '本报告评的是小区的治理，不涉及任何个人。' : 'This report is about the governance of a compound, not about any person.')]),
        signatures([{ label: zh ? '编制单位（盖章）' : 'Issued by' }, { label: zh ? '负责人' : 'Head' }], zh ? '日期' : 'Date'),
        qrBlock(about.address, { size: 70, caption: zh ? '扫码看每一个数据的来历' : 'Every datum and its source' }),
      ],
    }),
  );
}

/** The same report for a word processor, to be gone on with. */
export async function reportDocx(view: CompoundView, about: ReportAbout): Promise<Uint8Array> {
  const { writeDocx } = await import('./report-docx.ts');
  return writeDocx(reportParts(view, about.lang, about.ranking), about);
}
