import { type Level, type RunMemory } from '#modules/index';
import { Columns, KeyValues, Layout, Lead, type PageFrame, Section, Soft, type View } from '../ui/index.ts';
import { Radar } from './charts.tsx';
import { indexText } from './text.ts';
import { aspectsOf, nodeName, percent, pointsText, monthText, axisName } from './words.ts';

/** The ranking: compounds by kind and rank. */
export function ListPage(props: { page: PageFrame; memory: RunMemory; table: View }) {
  const { page, memory } = props;
  const t = indexText[page.lang];
  return (
    <Layout page={page} title={t.ranking} crumbs={[{ label: t.title, href: `${page.base}/index` }, { label: t.ranking }]} wide>
      <Lead>{t.rankingLead}</Lead>
      <Soft>
        {t.asOf(monthText(memory.run.month, page.lang), memory.run.no)}
        {page.lang === 'zh'
          ? `；数据完整度不到${percent(memory.run.leastCoverage)}的不排名。`
          : `; compounds with less than ${percent(memory.run.leastCoverage)} of the data are not ranked.`}
      </Soft>
      {props.table}
    </Layout>
  );
}

/** A neighbourhood: its household-weighted score and its compounds. */
export function PlacePage(props: { page: PageFrame; memory: RunMemory; level: Level; table: View }) {
  const { page, memory, level } = props;
  const t = indexText[page.lang];
  const aspects = aspectsOf(memory);
  return (
    <Layout page={page} title={level.id} crumbs={[{ label: t.title, href: `${page.base}/index` }, { label: level.id }]}>
      <Columns
        main={
          <>
            <p class="gi-big">
              {pointsText(level.total)} <small>{t.points}</small>
            </p>
            <Radar
              axes={aspects.map((aspect) => axisName(memory.tree, aspect.code, page.lang))}
              values={aspects.map((aspect) => level.nodes[aspect.at] ?? Number.NaN)}
              other={aspects.map((aspect) => memory.whole.nodes[aspect.at] ?? Number.NaN)}
              label={aspects.map((aspect) => `${nodeName(memory.tree, aspect.code, page.lang)} ${pointsText(level.nodes[aspect.at], 0)}`).join('，')}
            />
            <Soft>{page.lang === 'zh' ? '虚线是全街镇平均。' : 'Dashed: the subdistrict as a whole.'}</Soft>
          </>
        }
        aside={
          <KeyValues
            items={[
              [t.month, monthText(memory.run.month, page.lang)],
              [t.compounds, String(level.compounds)],
              [t.households, String(level.households)],
              [t.coverage, percent(level.coverage)],
              ...aspects.map((aspect) => [nodeName(memory.tree, aspect.code, page.lang), pointsText(level.nodes[aspect.at])] as const),
            ]}
          />
        }
      />
      <Section title={t.compounds}>
        <Soft>{t.meansNote}</Soft>
        {props.table}
      </Section>
    </Layout>
  );
}
