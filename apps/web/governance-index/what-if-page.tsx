import type { WhatIfModel, WhatIfResult } from '#libs/govindex';
import { assetUrl, Button, ButtonLink, type Crumb, Layout, Lead, NumberField, type PageFrame, Section, Soft } from '../ui/index.ts';
import { indexText } from './text.ts';
import type { CompoundView } from './view.ts';
import { boundWords, leafName, nodeName, pointsText, valueWords } from './words.ts';

/** What would change: values of leaves and weights of the second level, by form without script, by sliders with it. */
export function WhatIfPage(props: {
  page: PageFrame;
  view: CompoundView;
  model: WhatIfModel;
  before: WhatIfResult;
  after: WhatIfResult;
  change: { values: Record<string, number | null>; weights: Record<string, number> };
  /** Whether the reader may see ranks. */
  ranking: boolean;
  crumbs: Crumb[];
}) {
  const { page, view, before, after, change } = props;
  const { lang } = page;
  const zh = lang === 'zh';
  const t = indexText[lang];
  const { memory } = view;
  const script = assetUrl('what-if.js');
  const tops = memory.district.tree.nodes.filter((node) => node.depth === 1);
  const shown = (value: number, scale: number) => String(Number((value * scale).toPrecision(6)));
  const changed = Object.keys(change.values).length + Object.keys(change.weights).length > 0;
  // What can still be won stands first; what has no datum or no threshold cannot be tried.
  const leaves = view.leaves.filter((one) => one.points.state === 'scored' && one.leaf.fedBy !== 'derived').sort((a, b) => b.points.lost - a.points.lost);
  const names = Object.fromEntries(view.leaves.map((one) => [one.leaf.code, { name: leafName(one.leaf, lang), scale: one.leaf.scale }]));
  return (
    <Layout page={page} title={`${view.compound.name} · ${t.whatIf}`} crumbs={props.crumbs}>
      <Lead>
        {zh
          ? '改一改下面的数，看分数和名次会变成多少。只是试算，什么都不会存。'
          : 'Change figures below and see what score and rank would become. Nothing is stored.'}
      </Lead>
      <p class="gi-big" id="what-if-total" aria-live="polite" data-before={pointsText(before.total)}>
        {changed ? `${pointsText(before.total)} → ${pointsText(after.total)}` : pointsText(before.total)} <small>{t.points}</small>
      </p>
      {props.ranking && (
        <p id="what-if-rank" data-words={zh ? '名次{from} → {to}' : 'rank {from} → {to}'} data-from={before.rank === null ? '—' : String(before.rank)}>
          {zh ? `名次${before.rank ?? '—'}` : `rank ${before.rank ?? '—'}`}
          {changed && ` → ${after.rank ?? '—'}`}
        </p>
      )}
      <form
        method="get"
        action={`${page.base}/index/compounds/${view.compound.id}/what-if`}
        class="form"
        id="what-if"
        data-model={JSON.stringify({ model: props.model, names })}
      >
        <Section title={zh ? '改数据' : 'Values'}>
          {leaves.map(({ leaf, points }) => {
            const value = change.values[leaf.code] ?? points.value ?? 0;
            const bounds = [points.lower ?? 0, points.upper ?? 1, points.value ?? 0].map((bound) => bound * leaf.scale);
            const [low, high] = [Math.min(...bounds), Math.max(...bounds)];
            return (
              <div
                data-leaf={leaf.code}
                data-low={String(low)}
                data-high={String(high)}
                data-step={leaf.digits === 0 ? '1' : String((high - low) / 200 || 0.01)}
              >
                <NumberField
                  name={`v-${leaf.code}`}
                  label={leafName(leaf, lang)}
                  unit={zh ? leaf.unit : leaf.unitEn}
                  value={shown(value, leaf.scale)}
                  decimals
                  hint={`${zh ? '现在' : 'now '}${valueWords(leaf, points.value, lang)}${zh ? '，失' : ', −'}${pointsText(points.lost)}${zh ? '分；' : '; '}${boundWords(leaf, points, lang)}`}
                />
              </div>
            );
          })}
        </Section>
        <Section title={zh ? '改权重' : 'Weights'}>
          <Soft>{zh ? '四个方面各占多少分，项下均分。' : 'Points of the second level, shared equally below it.'}</Soft>
          {tops.map((top) => {
            const own = memory.district.tree.leaves.slice(top.from, top.to);
            const weight = own.reduce((sum, leaf) => sum + (change.weights[leaf.code] ?? leaf.weight), 0);
            return (
              <div data-node={top.code} data-low="0" data-high="100" data-step="1">
                <NumberField
                  name={`w-${top.code}`}
                  label={nodeName(memory.tree, top.code, lang)}
                  unit={t.points}
                  value={String(Number(weight.toFixed(2)))}
                  decimals
                />
              </div>
            );
          })}
        </Section>
        <Button>{zh ? '算一算' : 'Try'}</Button>
        <ButtonLink kind="quiet" href={`${page.base}/index/compounds/${view.compound.id}/what-if`}>
          {zh ? '恢复原样' : 'As it is'}
        </ButtonLink>
      </form>
      {script !== undefined && <script src={script} defer />}
    </Layout>
  );
}
