import type { Lang } from '#platform/i18n';
import { type BackTest, type Warning } from '#modules/index';
import { Actions, ButtonLink, type Crumb, Empty, Layout, Lead, type PageFrame, Section, Soft } from '../ui/index.ts';
import { indexText } from './text.ts';
import type { CompoundView } from './view.ts';
import { leafName, pointsText, valueWords, monthText } from './words.ts';

const readable = (value: number): string =>
  value === 0 ? '0' : Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(2) : value.toPrecision(2);

/** Which way of foreseeing won on months that are known, in honest words. */
export function verdictWords(test: BackTest, lang: Lang): string {
  const zh = lang === 'zh';
  switch (test.verdict) {
    case 'too-little-data':
      return zh ? '过去的数据太少，没法检验往后看得准不准。' : 'Too little past data to test any forecast.';
    case 'persistence-wins':
      return zh
        ? '用过去一年检验：没有哪种算法比“下个月和这个月一样”更准，所以这里就按不变来画。'
        : 'Tested on the past year: nothing beat “next month is like this month”, so that is what is drawn.';
    case 'seasonal-naive-wins':
      return zh
        ? '用过去一年检验：最准的是“和去年同月一样”，所以这里按去年同月来画。'
        : 'Tested on the past year: “like the same month a year before” was best, and is what is drawn.';
    case 'model-wins': {
      const better = test.skillOverPersistence === null ? '' : `${Math.round(test.skillOverPersistence * 100)}%`;
      return zh
        ? `用过去一年检验：这里的算法比“下个月和这个月一样”误差小${better}。`
        : `Tested on the past year: this model errs ${better} less than “next month is like this month”.`;
    }
  }
}

const methodNames: Record<string, { zh: string; en: string }> = {
  persistence: { zh: '和上个月一样', en: 'Like last month' },
  'seasonal-naive': { zh: '和去年同月一样', en: 'Like the same month last year' },
};
const methodName = (method: string, lang: Lang): string => methodNames[method]?.[lang] ?? (lang === 'zh' ? `算法 ${method}` : `Model ${method}`);

/** Early warnings of a compound, what recovered elsewhere, and how well any of it foresees. */
export function OutlookPage(props: {
  page: PageFrame;
  view: CompoundView;
  warnings: readonly Warning[];
  tests: readonly BackTest[];
  nameOf: (compound: number) => string;
  monthOf: (index: number) => string;
  crumbs: Crumb[];
}) {
  const { page, view, warnings, tests } = props;
  const { lang } = page;
  const t = indexText[lang];
  const zh = lang === 'zh';
  const { tree } = view.memory;
  const tested = tests.filter((test) => test.verdict !== 'too-little-data');
  const count = (verdict: BackTest['verdict']) => tested.filter((test) => test.verdict === verdict).length;
  return (
    <Layout page={page} title={`${view.compound.name} · ${t.outlook}`} crumbs={props.crumbs}>
      <Lead>
        {zh
          ? '按过去三年每一项的走法，看往后三个月哪几项可能再丢分。没有把握的，照实说没有把握。'
          : 'From the past three years of each indicator: which may lose points in the next three months. Where nothing can be foreseen, that is said.'}
      </Lead>
      {warnings.length === 0 ? (
        <Empty title={zh ? '往后三个月没有看到要丢分的项' : 'Nothing is expected to lose points in the next three months'} />
      ) : (
        warnings.map((warning) => {
          const leaf = tree.leaves[warning.leaf];
          const test = tests.find((one) => one.leaf === warning.leaf);
          if (!leaf) return null;
          return (
            <div class="gi-leaf">
              <h3>
                <a href={`${page.base}/index/compounds/${view.compound.id}/leaves/${leaf.code}`}>{leafName(leaf, lang)}</a>
                <b>{zh ? `可能再失${pointsText(warning.loss)}分` : `−${pointsText(warning.loss)} expected`}</b>
              </h3>
              <p>
                {zh
                  ? `现在${valueWords(leaf, warning.now, lang)}，${monthText(view.memory.run.month + warning.ahead, lang)}估计${valueWords(leaf, warning.expected, lang)}（${valueWords(leaf, warning.low, lang)}到${valueWords(leaf, warning.high, lang)}）。`
                  : `Now ${valueWords(leaf, warning.now, lang)}; ${valueWords(leaf, warning.expected, lang)} expected in ${monthText(view.memory.run.month + warning.ahead, lang)} (${valueWords(leaf, warning.low, lang)} to ${valueWords(leaf, warning.high, lang)}).`}
              </p>
              <p>
                <b>{t.whatToDo}</b>
                {zh ? '：' : ': '}
                {zh ? leaf.advice : leaf.adviceEn}
              </p>
              {warning.recovered.length > 0 && (
                <p>
                  {zh ? '相像的小区走出来过：' : 'Look-alikes that recovered: '}
                  {warning.recovered
                    .slice(0, 3)
                    .map((one) =>
                      zh
                        ? `${props.nameOf(one.compound)}从${props.monthOf(one.lowMonth)}的${valueWords(leaf, one.lowValue, lang)}，${one.monthsTaken}个月回到${valueWords(leaf, one.backValue, lang)}`
                        : `${props.nameOf(one.compound)} from ${valueWords(leaf, one.lowValue, lang)} (${props.monthOf(one.lowMonth)}) back to ${valueWords(leaf, one.backValue, lang)} in ${one.monthsTaken} months`,
                    )
                    .join(zh ? '；' : '; ')}
                  {zh ? '。' : '.'}
                </p>
              )}
              {test && <p class="soft">{verdictWords(test, lang)}</p>}
            </div>
          );
        })
      )}
      {tests.length > 0 && (
        <Section title={zh ? '看得准不准' : 'How well it foresees'} id="tests">
          <p>
            {tested.length === 0
              ? zh
                ? '过去的数据太少，一项也没法检验。'
                : 'There is too little past data to test any indicator.'
              : zh
                ? `每一项都拿过去的月份试着猜过，再和真的数据比。能检验的${tested.length}项里，${count('model-wins')}项算法更准，${count('persistence-wins')}项“和上个月一样”更准，${count('seasonal-naive-wins')}项“和去年同月一样”更准。`
                : `Each was tried on months that are known. Of ${tested.length} that can be tested the model won ${count('model-wins')}, “like last month” ${count('persistence-wins')}, “like last year” ${count('seasonal-naive-wins')}.`}
          </p>
          <table class="wrap-heads">
            <thead>
              <tr>
                <th>{t.indicator}</th>
                <th class="n">{zh ? '算法误差' : 'Error: model'}</th>
                <th class="n">{methodName('persistence', lang)}</th>
                <th class="n">{methodName('seasonal-naive', lang)}</th>
                <th>{zh ? '谁更准' : 'Best'}</th>
              </tr>
            </thead>
            <tbody>
              {tested.map((test) => {
                const leaf = tree.leaves[test.leaf];
                const errorOf = (method: string) => test.methods.find((one) => one.method === method)?.checkMae;
                const model = Math.min(
                  ...test.methods.filter((one) => one.method !== 'persistence' && one.method !== 'seasonal-naive').map((one) => one.checkMae),
                );
                const said = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? '—' : readable(value * (leaf?.scale ?? 1)));
                return (
                  <tr>
                    <td>{leaf ? leafName(leaf, lang) : ''}</td>
                    <td class="n" data-h={zh ? '算法误差' : 'Model'}>
                      {said(model)}
                    </td>
                    <td class="n" data-h={methodName('persistence', lang)}>
                      {said(errorOf('persistence'))}
                    </td>
                    <td class="n" data-h={methodName('seasonal-naive', lang)}>
                      {said(errorOf('seasonal-naive'))}
                    </td>
                    <td data-h={zh ? '谁更准' : 'Best'}>
                      {test.verdict === 'model-wins'
                        ? zh
                          ? '算法'
                          : 'model'
                        : methodName(test.verdict === 'persistence-wins' ? 'persistence' : 'seasonal-naive', lang)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <Soft>
            {zh
              ? '误差是平均每次猜错多少，单位同指标，越小越好；只用没有参与挑选算法的月份来比。'
              : 'Mean absolute error in the unit of the indicator, on months that had no part in choosing the model.'}
          </Soft>
        </Section>
      )}
      <Actions>
        <ButtonLink kind="quiet" href={`${page.base}/index/compounds/${view.compound.id}`}>
          {zh ? '回到小区' : 'Back to the compound'}
        </ButtonLink>
      </Actions>
    </Layout>
  );
}
