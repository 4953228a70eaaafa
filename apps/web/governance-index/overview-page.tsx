import { type IndexCompound, type Level, type RunMemory } from '#modules/index';
import { Actions, ButtonLink, Columns, dataTable, Empty, KeyValues, Layout, Lead, type PageFrame, Section, Soft, State, type TableSpec } from '../ui/index.ts';
import { type MapSpot, Radar, Schematic } from './charts.tsx';
import { indexText } from './text.ts';
import { totalOf } from './view.ts';
import { aspectsOf, kindMeans, kindName, nodeName, percent, pointsText, monthText, axisName } from './words.ts';

export interface OverviewMay {
  ranking: boolean;
  all: boolean;
  /** Office settings. */
  set: boolean;
}

/** What a page without a published run says. */
export function NothingPage(props: { page: PageFrame; mayPrepare: boolean; notHere?: boolean }) {
  const t = indexText[props.page.lang];
  return (
    <Layout page={props.page} title={t.title}>
      <Lead>{t.lead}</Lead>
      <Empty
        title={props.notHere ? t.notHere : t.nothingTitle}
        action={props.mayPrepare ? <ButtonLink href={`${props.page.base}/index/data`}>{t.toData}</ButtonLink> : undefined}
      >
        {props.notHere ? t.lead : t.nothingBody}
      </Empty>
    </Layout>
  );
}

/** The page of residents with several compounds, and of who may open some only. */
export function OwnPage(props: { page: PageFrame; memory: RunMemory; compounds: readonly IndexCompound[] }) {
  const { page, memory } = props;
  const t = indexText[page.lang];
  return (
    <Layout page={page} title={t.title}>
      <Lead>{t.lead}</Lead>
      <Section title={t.myCompounds}>
        <CompoundLinks page={page} memory={memory} compounds={props.compounds} />
      </Section>
    </Layout>
  );
}

function CompoundLinks(props: { page: PageFrame; memory: RunMemory; compounds: readonly IndexCompound[] }) {
  const { page, memory } = props;
  const t = indexText[page.lang];
  return (
    <ul class="duties">
      {props.compounds.map((compound) => {
        const result = memory.results[memory.positions.get(compound.id) ?? -1];
        return (
          <li>
            <div>
              <p>
                <a href={`${page.base}/index/compounds/${compound.id}`}>
                  <b>{compound.name}</b>
                </a>
              </p>
              <p class="soft">
                {compound.neighbourhood} · {result ? kindName(memory.tree, result.kind, page.lang) : ''}
              </p>
            </div>
            <b class="gi-big">{result ? pointsText(totalOf(memory, result)) : '—'}</b>
          </li>
        );
      })}
    </ul>
  );
}

/** The tenant as a whole: its score, the kinds, the schematic, the levels below. */
export function OverviewPage(props: {
  page: PageFrame;
  memory: RunMemory;
  own: readonly IndexCompound[];
  spots: { spots: MapSpot[]; groups: { name: string; x: number; y: number }[]; of: string };
  levels: TableSpec<Level>;
  areas: TableSpec<Level> | null;
  may: OverviewMay;
  openContests: number;
}) {
  const { page, memory, may } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const aspects = aspectsOf(memory);
  const { whole } = memory;
  return (
    <Layout page={page} title={t.title} wide>
      <Lead>{t.lead}</Lead>
      <Columns
        main={
          <>
            <p class="gi-big">
              {pointsText(whole.total)} <small>{t.points}</small>
            </p>
            <p>
              {t.compoundsOf(whole.compounds)}
              {lang === 'zh' ? '，' : ', '}
              {t.householdsOf(whole.households)}
              {lang === 'zh' ? '。' : '. '}
              {t.meansNote}
            </p>
            <Radar
              axes={aspects.map((aspect) => axisName(memory.tree, aspect.code, lang))}
              values={aspects.map((aspect) => whole.nodes[aspect.at] ?? Number.NaN)}
              label={aspects.map((aspect) => `${nodeName(memory.tree, aspect.code, lang)} ${pointsText(whole.nodes[aspect.at], 0)}`).join('，')}
            />
          </>
        }
        aside={
          <>
            <KeyValues
              items={[
                [t.month, monthText(memory.run.month, lang)],
                [t.coverage, percent(whole.coverage)],
                ...memory.district.panel.kinds.map((kind) => {
                  const means = kindMeans(memory, kind);
                  return [kindName(memory.tree, kind, lang), `${pointsText(means.total)} · ${t.compoundsOf(means.compounds)}`] as const;
                }),
              ]}
            />
            <Actions>
              {may.ranking && <ButtonLink href={`${base}/index/compounds`}>{t.ranking}</ButtonLink>}
              {may.all && (
                <>
                  <ButtonLink kind="quiet" href={`${base}/index/data`}>
                    {lang === 'zh' ? '数据从哪里来' : 'Where data come from'}
                  </ButtonLink>
                  <ButtonLink kind="quiet" href={`${base}/index/runs`}>
                    {lang === 'zh' ? '计算与发布' : 'Runs'}
                  </ButtonLink>
                  <ButtonLink kind="quiet" href={`${base}/index/weights`}>
                    {lang === 'zh' ? '权重' : 'Weights'}
                  </ButtonLink>
                  {may.set && (
                    <ButtonLink kind="quiet" href={`${base}/index/settings`}>
                      {lang === 'zh' ? '办理期限' : 'Days'}
                    </ButtonLink>
                  )}
                  <ButtonLink kind="quiet" href={`${base}/index/district`}>
                    {lang === 'zh' ? '全区各街镇' : 'The district'}
                  </ButtonLink>
                </>
              )}
              <ButtonLink kind="quiet" href={`${base}/surveys`}>
                {lang === 'zh' ? '满意度调查' : 'Surveys'}
              </ButtonLink>
              <ButtonLink kind="quiet" href={`${base}/index/contests`}>
                {t.contests}
                {props.openContests > 0 && ` ${props.openContests}`}
              </ButtonLink>
            </Actions>
          </>
        }
      />
      {props.own.length > 0 && (
        <Section title={lang === 'zh' ? '我们的小区' : 'Our compounds'}>
          <CompoundLinks page={page} memory={memory} compounds={props.own} />
        </Section>
      )}
      {props.spots.spots.length > 1 && (
        <Section title={lang === 'zh' ? '示意图' : 'Schematic'}>
          <Soft>
            {lang === 'zh'
              ? `一个圆是一个${props.spots.of}，圆越大户数越多，圈里是得分，颜色从红到绿表示从低到高。`
              : `A circle is a ${props.spots.of}: larger with more households, from red (low) to green (high).`}
          </Soft>
          <Schematic {...props.spots} label={lang === 'zh' ? '示意图，分数见下表' : 'Schematic; the scores are in the table below'} />
        </Section>
      )}
      {props.areas && <Section title={t.areas}>{dataTable(props.areas)}</Section>}
      <Section title={t.neighbourhoods}>{dataTable(props.levels)}</Section>
      {memory.run.publishedAt === null && <State tone="wait">{t.provisional}</State>}
    </Layout>
  );
}
