import type { Lang } from '#platform/i18n';
import {
  Actions,
  ButtonLink,
  Columns,
  type Crumb,
  dayText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  shanghaiParts,
  Soft,
  State,
} from '../ui/index.ts';
import { AmongMany, Line, PointsBar, Radar } from './charts.tsx';
import { indexText } from './text.ts';
import type { CompoundView, LeafView } from './view.ts';
import { totalOf } from './view.ts';
import {
  adviceWords,
  lossesBehind,
  aspectsOf,
  boundWords,
  kindMeans,
  kindName,
  leafName,
  leafSentence,
  nodeName,
  outOfReachWords,
  percent,
  pointsText,
  valueWords,
  monthText,
  axisName,
} from './words.ts';

export interface CompoundMay {
  /** Names and scores of other compounds. */
  ranking: boolean;
  enter: boolean;
  contest: boolean;
}

const day = (instant: Date, lang: Lang) => dayText(shanghaiParts(instant).day, lang);
/** How many losses stand on top. */
const firstLosses = 5;

/** The page of a compound: its score, where points were lost and what to do, then everything behind it. */
export function CompoundPage(props: { page: PageFrame; view: CompoundView; may: CompoundMay; crumbs: Crumb[] }) {
  const { page, view, may } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const { memory, compound, result } = view;
  const href = `${base}/index/compounds/${compound.id}`;
  const means = kindMeans(memory, result.kind);
  const aspects = aspectsOf(memory);
  const kind = kindName(memory.tree, result.kind, lang);
  const lost = 100 - view.total;
  const shown = view.losses.slice(0, firstLosses);
  const missing = view.leaves.filter((one) => one.points.state !== 'scored').length;
  const totals = Array.from(result.totals);
  const from = totals.findIndex((value) => Number.isFinite(value));
  return (
    <Layout page={page} title={compound.name} crumbs={props.crumbs}>
      <Soft>
        {t.title} · {t.asOf(monthText(memory.run.month, lang), memory.run.no)}
      </Soft>
      <Columns
        main={
          <>
            <p class="gi-big">
              {pointsText(view.total)} <small>{t.points}</small>
            </p>
            <p>
              {result.rank === 0 ? (
                <State tone="wait">{t.provisional}</State>
              ) : may.ranking ? (
                t.rankInKind(kind, result.rank, memory.ranked.get(result.kind) ?? 0)
              ) : (
                t.againstMean(kind, view.total - means.total)
              )}
              {may.ranking && result.rankLow !== null && result.rankHigh !== null && (
                <>
                  {lang === 'zh' ? '；' : '; '}
                  {t.rankInterval(result.rankLow, result.rankHigh)}
                </>
              )}
            </p>
            {means.compounds > 1 && (
              <div class="chart">
                <AmongMany
                  scores={may.ranking ? memory.results.filter((one) => one.kind === result.kind && one.rank > 0).map((one) => totalOf(memory, one)) : []}
                  own={view.total}
                  mean={means.total}
                  label={`${compound.name} ${pointsText(view.total)}, ${t.kindAverage} ${pointsText(means.total)}`}
                />
              </div>
            )}
          </>
        }
        aside={
          <KeyValues
            items={[
              [t.kind, kind],
              [t.kindAverage, `${pointsText(means.total)}${lang === 'zh' ? t.points : ` ${t.points}`}`],
              [t.coverage, percent(result.coverage)],
              [t.households, result.households > 0 ? String(result.households) : ''],
              [t.neighbourhood, compound.neighbourhood],
              [t.tags, compound.tags.join(lang === 'zh' ? '、' : ', ')],
            ]}
          />
        }
      />
      <Section title={t.whereLost} id="losses">
        <Lead>{t.whereLostLead(pointsText(lost), String(shown.length))}</Lead>
        {shown.map((one) => (
          <LossBlock one={one} lang={lang} href={`${href}/leaves/${one.leaf.code}`} behind={lossesBehind(view.losses, one.leaf, lang)} />
        ))}
      </Section>
      <Actions>
        {may.enter && <ButtonLink href={`${href}/month`}>{t.monthForm}</ButtonLink>}
        <ButtonLink kind="quiet" href={`${href}/what-if`}>
          {t.whatIf}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${href}/outlook`}>
          {t.outlook}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${href}/report.pdf`}>
          {t.reportPdf}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${href}/report.docx`} download>
          {t.reportDocx}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/surveys`}>
          {lang === 'zh' ? '满意度调查' : 'Surveys'}
        </ButtonLink>
      </Actions>
      <Section title={t.radar} id="radar">
        <Soft>{t.radarLead}</Soft>
        <Columns
          main={
            <Radar
              axes={aspects.map((aspect) => axisName(memory.tree, aspect.code, lang))}
              values={aspects.map((aspect) => result.nodes[aspect.at] ?? Number.NaN)}
              other={aspects.map((aspect) => means.nodes[aspect.at] ?? Number.NaN)}
              label={`${compound.name}：${aspects.map((aspect) => `${nodeName(memory.tree, aspect.code, lang)} ${pointsText(result.nodes[aspect.at], 0)}`).join('，')}`}
            />
          }
          aside={
            <table>
              <thead>
                <tr>
                  <th>{t.node}</th>
                  <th class="n">{t.score}</th>
                  <th class="n">{t.kindAverage}</th>
                </tr>
              </thead>
              <tbody>
                {aspects.map((aspect) => (
                  <tr>
                    <td>
                      {lang === 'en' && `${aspect.code} `}
                      {nodeName(memory.tree, aspect.code, lang)}
                    </td>
                    <td class="n" data-h={t.score}>
                      {pointsText(result.nodes[aspect.at])}
                    </td>
                    <td class="n" data-h={t.kindAverage}>
                      {pointsText(means.nodes[aspect.at])}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          }
        />
      </Section>
      {totals.length > 1 && from >= 0 && (
        <Section title={t.trend} id="trend">
          <p>
            {t.trendLead(
              monthText(memory.run.month - totals.length + 1 + from, lang),
              pointsText(totals[from]),
              monthText(memory.run.month, lang),
              pointsText(totals.at(-1)),
            )}
          </p>
          <Line
            labels={view.monthLabels}
            values={totals}
            label={`${t.trend}：${view.monthLabels.map((label, at) => `${label} ${pointsText(totals[at])}`).join('，')}`}
          />
        </Section>
      )}
      <Section title={t.allLeaves} id="leaves">
        <Soft>{t.allLeavesLead}</Soft>
        {missing > 0 && <Soft>{t.missingLead(String(missing))}</Soft>}
        {aspects.map((aspect) => (
          <AspectTable view={view} aspect={aspect} lang={lang} href={href} />
        ))}
      </Section>
      {Object.keys(compound.traits).length > 0 && (
        <Section title={t.traits}>
          <KeyValues items={Object.entries(compound.traits).map(([name, value]) => [name, String(value)] as const)} />
        </Section>
      )}
      {may.ranking && view.alikes.length > 0 && (
        <Section title={t.likeMe}>
          <Soft>{t.likeMeLead}</Soft>
          <ul>
            {view.alikes.map((one) => (
              <li>
                {one.compound.name}（{one.compound.neighbourhood}） {pointsText(one.total)}
                {t.points}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Layout>
  );
}

/** One loss: the sentence, what the bounds mean, what to do, what the best do, who says so. */
function LossBlock({ one, lang, href, behind }: { one: LeafView; lang: Lang; href: string; behind: string[] }) {
  const t = indexText[lang];
  const { leaf, points } = one;
  return (
    <div class="gi-leaf">
      <h3>
        <a href={href}>{leafName(leaf, lang)}</a>
        <b>{t.lost(pointsText(points.lost))}</b>
      </h3>
      <p>
        {leafSentence(leaf, points, lang)}
        {lang === 'zh' ? '。' : '.'}
      </p>
      <p class="soft">
        {boundWords(leaf, points, lang)}
        {lang === 'zh' ? '。' : '. '}
        {outOfReachWords(leaf, points, lang)}
        {outOfReachWords(leaf, points, lang) !== '' && (lang === 'zh' ? '。' : '. ')}
        {one.best && t.bestDo(valueWords(leaf, one.best.value, lang), pointsText(one.best.points))}
      </p>
      <p>
        <b>{t.whatToDo}</b>
        {lang === 'zh' ? '：' : ': '}
        {adviceWords(leaf, points, lang)}
        {behind.length > 0 && t.behindChange(behind.join(lang === 'zh' ? '、' : ', '))}
      </p>
      <p class="soft">
        {t.whoSays}
        {lang === 'zh' ? '：' : ': '}
        <SourceWords one={one} lang={lang} />
      </p>
    </div>
  );
}

/** Who says so, when, which version. */
export function SourceWords({ one, lang }: { one: Pick<LeafView, 'leaf' | 'version'>; lang: Lang }) {
  const t = indexText[lang];
  const { version, leaf } = one;
  if (version === null) return <>{leaf.fedBy === 'derived' ? t.derivedLeaf : t.noVersion}</>;
  const dot = lang === 'zh' ? '，' : ', ';
  return (
    <>
      {version.batch.source}
      {dot}
      {day(version.batch.madeAt, lang)}
      {lang === 'en' && ' '}
      {version.status === 'estimated' ? t.estimated : t.reported}
      {version.version > 1 && `${dot}${t.version(version.version)}`}
    </>
  );
}

function AspectTable({
  view,
  aspect,
  lang,
  href,
}: {
  view: CompoundView;
  aspect: { code: string; at: number; from: number; to: number };
  lang: Lang;
  href: string;
}) {
  const t = indexText[lang];
  const rows = view.leaves.slice(aspect.from, aspect.to);
  const most = Math.max(...view.leaves.map((one) => one.points.possible));
  const node = view.explanation.nodes.find((one) => one.code === aspect.code);
  return (
    <details class="fold">
      <summary>
        {nodeName(view.memory.tree, aspect.code, lang)} {node && <small class="soft">{`${pointsText(node.gained)} / ${pointsText(node.possible)}`}</small>}
      </summary>
      <table>
        <thead>
          <tr>
            <th>{t.indicator}</th>
            <th>{t.value}</th>
            <th class="n">{t.gainedHead}</th>
            <th class="n">{t.lostHead}</th>
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => {
            const { leaf, points } = one;
            return (
              <tr>
                <td>
                  <a href={`${href}/leaves/${leaf.code}`}>{leafName(leaf, lang)}</a>
                </td>
                <td data-h={t.value}>
                  {points.state === 'scored' ? valueWords(leaf, points.value, lang) : points.state === 'missing' ? t.missing : t.noThreshold}
                </td>
                <td class="n" data-h={t.gainedHead}>
                  {points.state === 'scored' ? `${pointsText(points.gained)} / ${pointsText(points.possible)}` : '—'}
                </td>
                <td class="n" data-h={t.lostHead}>
                  {points.state === 'scored' ? pointsText(points.lost) : '—'}
                </td>
                <td>
                  {points.state === 'scored' && (
                    <PointsBar
                      gained={points.gained}
                      lost={points.lost}
                      most={most}
                      label={`${t.gained(pointsText(points.gained))}，${t.lost(pointsText(points.lost))}`}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
