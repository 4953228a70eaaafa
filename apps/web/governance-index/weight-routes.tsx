import {
  adoptedTree,
  findWeightsBy,
  type IndexTree,
  listWeights,
  shippedTree,
  type StoredWeights,
  storeWeights,
  topNodes,
  type WeightMethod,
  weightMethods,
} from '#modules/index';
import type { Routes, Web } from '../kit/index.ts';
import {
  Button,
  dayText,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  type PageFrame,
  RadioField,
  Section,
  SelectField,
  shanghaiParts,
  Soft,
  TextArea,
} from '../ui/index.ts';
import { methodWords } from './run-pages.tsx';
import { indexText } from './text.ts';
import { readPublished } from './view.ts';
import { leafName, nodeName, pointsText } from './words.ts';

type Back = { errors: FormErrors; values: FormValues };

/** Weights beyond equal shares: what each method would give, and those that were stored with who, when and why. */
export function weightRoutes(r: Routes): void {
  r.get('/index/weights', 'index.read-all', (w) => show(w));
  r.post('/index/weights', 'index.weigh', save);
}

async function show(w: Web, back?: Back) {
  const memory = await readPublished(w);
  const { tree, stored } = await w.read(async (tx) => ({ tree: (await adoptedTree(tx)) ?? shippedTree, stored: await listWeights(tx) }));
  const found = weightMethods
    .filter((method) => method !== 'ahp')
    .flatMap((method) => {
      const one = findWeightsBy(tree, memory, { method });
      return one.ok ? [{ method, weights: one.value.weights }] : [];
    });
  return w.page(
    <WeightsPage
      page={w.frame()}
      tree={tree}
      stored={stored}
      found={found}
      mayWeigh={w.can('index.weigh', { neighbourhoodId: null })}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

async function save(w: Web) {
  const form = w.form();
  const t = indexText[w.lang];
  const again = (errors: Record<string, string>) => show(w, { errors: w.errorTexts(errors, t), values: form.values });
  const method = weightMethods.find((one) => one === form.text('method'));
  if (!method) return again({ method: 'required' });
  if (form.text('reason') === '') return again({ reason: 'required' });
  const tree = (await w.read((tx) => adoptedTree(tx))) ?? shippedTree;
  const tops = topNodes(tree);
  const judgements = tops.map((_, row) =>
    tops.map((__, column) => {
      if (row === column) return 1;
      const value = Number(form.text(row < column ? `j-${row}-${column}` : `j-${column}-${row}`)) || 1;
      // Negative = the second is the more important.
      const ratio = value > 0 ? value : 1 / -value;
      return row < column ? ratio : 1 / ratio;
    }),
  );
  const done = await storeWeights(w.command(form), { method, ...(method === 'ahp' ? { judgements } : {}), reason: form.text('reason') });
  if (done.ok) return w.redirect('/index/weights', w.lang === 'zh' ? '已存，计算时可以选用。' : 'Stored; a run may use them.');
  return done.error === 'inconsistent' || done.error === 'not-a-matrix' || done.error === 'no-data'
    ? again({ method: done.error })
    : done.error === 'too-long' || done.error === 'empty'
      ? again({ reason: done.error })
      : w.refuse(done.error, t);
}

function WeightsPage(props: {
  page: PageFrame;
  tree: IndexTree;
  stored: readonly StoredWeights[];
  found: readonly { method: WeightMethod; weights: Record<string, number> }[];
  mayWeigh: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, tree } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const zh = lang === 'zh';
  const tops = topNodes(tree);
  const sum = (weights: Record<string, number>, top: string) =>
    tree.leaves.reduce((total, leaf) => total + (leaf.parents[0] === top ? (weights[leaf.code] ?? 0) : 0), 0);
  const scale = [9, 7, 5, 3, 1, -3, -5, -7, -9];
  const pairs = tops.flatMap((a, row) => tops.slice(row + 1).map((b, offset) => ({ a, b, name: `j-${row}-${row + 1 + offset}` })));
  return (
    <Layout page={page} title={zh ? '权重' : 'Weights'} crumbs={[{ label: t.title, href: `${base}/index` }, { label: zh ? '权重' : 'Weights' }]} wide>
      <Lead>
        {zh
          ? '默认四个方面各25分，项下均分。也可以请专家两两比较，或者按数据本身的分散程度来定。每一套都记着谁在什么时候、为什么定的；换权重要另算一次，不改已发布的。'
          : 'By default 25 points each, shared equally. Experts may compare in pairs, or the spread of the data may decide. Each set keeps who, when and why; changing weights means another run.'}
      </Lead>
      <Section title={zh ? '各种算法会给多少分' : 'What each method would give'}>
        <div class="scroll">
          <table class="wrap-heads">
            <thead>
              <tr>
                <th>{t.indicator}</th>
                {props.found.map((one) => (
                  <th class="n">{methodWords[one.method][lang]}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tops.flatMap((top) => [
                <tr>
                  <td>
                    <b>{nodeName(tree, top, lang)}</b>
                  </td>
                  {props.found.map((one) => (
                    <td class="n" data-h={methodWords[one.method][lang]}>
                      <b>{pointsText(sum(one.weights, top))}</b>
                    </td>
                  ))}
                </tr>,
                ...tree.leaves
                  .filter((leaf) => leaf.parents[0] === top)
                  .map((leaf) => (
                    <tr>
                      <td>{leafName(leaf, lang)}</td>
                      {props.found.map((one) => (
                        <td class="n" data-h={methodWords[one.method][lang]}>
                          {pointsText(one.weights[leaf.code], 2)}
                        </td>
                      ))}
                    </tr>
                  )),
              ])}
            </tbody>
          </table>
        </div>
        {props.found.length < weightMethods.length - 1 && (
          <Soft>{zh ? '按数据定权的算法要先有一次发布。' : 'Methods that look at the data need a published run.'}</Soft>
        )}
      </Section>
      <Section title={zh ? '已经定下的' : 'Stored'} id="stored">
        {props.stored.length === 0 ? (
          <Empty title={zh ? '还没有另定过权重' : 'None yet'} />
        ) : (
          props.stored.map((one) => (
            <div class="gi-leaf" id={`w-${one.id}`}>
              <h3>
                {methodWords[one.method][lang]}
                <small class="soft">
                  {one.madeByName} · {dayText(shanghaiParts(one.madeAt).day, lang)}
                </small>
              </h3>
              <p>{one.reason}</p>
              <p class="soft">
                {tops.map((top) => `${nodeName(tree, top, lang)} ${pointsText(sum(one.weights, top))}`).join(zh ? '，' : ', ')}
                {typeof one.detail['consistencyRatio'] === 'number' &&
                  `；${zh ? '一致性比率' : 'consistency ratio'} ${one.detail['consistencyRatio'].toFixed(3)}`}
              </p>
            </div>
          ))
        )}
      </Section>
      {props.mayWeigh && (
        <Section title={zh ? '定一套' : 'Store a set'} id="new">
          <Form action={`${base}/index/weights`} errors={props.errors ?? {}} values={props.values ?? {}}>
            <RadioField
              name="method"
              label={zh ? '方法' : 'Method'}
              required
              options={weightMethods.map((method) => ({ value: method, label: methodWords[method][lang] }))}
            />
            <details class="fold" open={props.values?.['method'] === 'ahp'}>
              <summary>{zh ? '专家两两比较：哪一个更重要' : 'Comparing in pairs'}</summary>
              {pairs.map(({ a, b, name }) => (
                <SelectField
                  name={name}
                  label={`${nodeName(tree, a, lang)} / ${nodeName(tree, b, lang)}`}
                  value="1"
                  required
                  options={scale.map((value) => ({
                    value: String(value),
                    label:
                      value === 1
                        ? zh
                          ? '一样重要'
                          : 'equally important'
                        : zh
                          ? `${nodeName(tree, value > 0 ? a : b, lang)}更重要，${Math.abs(value)}倍`
                          : `${nodeName(tree, value > 0 ? a : b, lang)} ${Math.abs(value)} times`,
                  }))}
                />
              ))}
            </details>
            <TextArea name="reason" label={zh ? '为什么这样定' : 'Why'} rows={3} maxLength={500} required />
            <Button>{zh ? '存下这套权重' : 'Store'}</Button>
          </Form>
        </Section>
      )}
    </Layout>
  );
}
