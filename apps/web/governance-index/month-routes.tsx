import {
  enterMonth,
  findIndexCompound,
  formLeaves,
  historyOf,
  type IndexCompound,
  type IndexLeaf,
  type IndexTree,
  monthLabel,
  monthOfDay,
  parseMonth,
  shippedTree,
  shownValue,
  adoptedTree,
  cellNow,
  type Version,
} from '#modules/index';
import type { Routes, Web } from '../kit/index.ts';
import {
  Button,
  ButtonLink,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  Soft,
} from '../ui/index.ts';
import { indexText } from './text.ts';
import { leafName, nodeName, valueWords } from './words.ts';

/** The short monthly form of a compound: what no event and no file tells. */
export function monthRoutes(r: Routes): void {
  r.get('/index/compounds/:id/month', 'index.enter', (w) => show(w));
  r.post('/index/compounds/:id/month', 'index.enter', save);
}

interface Known {
  compound: IndexCompound;
  tree: IndexTree;
  month: number;
  now: Map<string, Version>;
  before: Map<string, Version>;
}

async function load(w: Web): Promise<Known | null | 'forbidden'> {
  const id = w.id();
  if (!id) return null;
  const month = parseMonth(w.query('m') ?? '') ?? monthOfDay(w.today) - 1;
  return w.read(async (tx) => {
    const compound = await findIndexCompound(tx, id);
    if (!compound) return null;
    if (!w.can('index.enter', { neighbourhoodId: compound.neighbourhoodId })) return 'forbidden';
    const tree = (await adoptedTree(tx)) ?? shippedTree;
    const history = await historyOf(tx, compound.id);
    const at = (which: number) =>
      new Map(
        formLeaves(tree).flatMap((leaf) => {
          const version = cellNow(history, leaf.code, which);
          return version ? [[leaf.code, version] as const] : [];
        }),
      );
    return { compound, tree, month, now: at(month), before: at(month - 1) };
  });
}

async function show(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const known = await load(w);
  if (known === null) return w.notFound();
  if (known === 'forbidden') return w.forbidden();
  return w.page(<MonthPage page={w.frame()} known={known} today={w.today} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

async function save(w: Web) {
  const known = await load(w);
  if (known === null) return w.notFound();
  if (known === 'forbidden') return w.forbidden();
  const form = w.form();
  const t = indexText[w.lang];
  const figures = Object.fromEntries(formLeaves(known.tree).flatMap((leaf) => (form.has(leaf.code) ? [[leaf.code, form.text(leaf.code)]] : [])));
  const done = await enterMonth(w.command(form), { compoundId: known.compound.id, month: known.month, figures });
  const back = `/index/compounds/${known.compound.id}/month?m=${monthLabel(known.month)}`;
  if (done.ok) return w.redirect(back, w.lang === 'zh' ? `已存${done.value.written}项。` : `${done.value.written} figures stored.`);
  if (done.error.code === 'figures') return show(w, { errors: w.errorTexts(done.error.errors, t), values: form.values });
  if (done.error.code === 'nothing-new') return w.redirect(back, t['nothing-new']);
  return w.refuse(done.error.code, t);
}

const typed = (leaf: IndexLeaf, version: Version | undefined): string => (version && version.value !== null ? shownValue(leaf, version.value) : '');

function MonthPage(props: { page: PageFrame; known: Known; today: string; errors?: FormErrors; values?: FormValues }) {
  const { page, known } = props;
  const { lang, base } = page;
  const zh = lang === 'zh';
  const t = indexText[lang];
  const { compound, tree, month } = known;
  const leaves = formLeaves(tree);
  const byNode = new Map<string, IndexLeaf[]>();
  for (const leaf of leaves) byNode.set(leaf.parents.at(-1) ?? '', [...(byNode.get(leaf.parents.at(-1) ?? '') ?? []), leaf]);
  const address = (which: number) => `${base}/index/compounds/${compound.id}/month?m=${monthLabel(which)}`;
  const hintOf = (leaf: IndexLeaf) => {
    const version = known.now.get(leaf.code);
    const earlier = known.before.get(leaf.code);
    const parts = [
      version?.batch.kind === 'platform'
        ? zh
          ? `平台已取数：${version.batch.source}，有出入再改`
          : `taken from ${version.batch.source}; change it only where it is wrong`
        : '',
      earlier && earlier.value !== null ? (zh ? `上月${valueWords(leaf, earlier.value, lang)}` : `last month ${valueWords(leaf, earlier.value, lang)}`) : '',
    ].filter((part) => part !== '');
    return parts.length > 0 ? parts.join(zh ? '；' : '; ') : undefined;
  };
  return (
    <Layout
      page={page}
      title={zh ? `${compound.name} ${monthLabel(month)} 月报` : `${compound.name}, ${monthLabel(month)}`}
      crumbs={[{ label: t.title, href: `${base}/index` }, { label: compound.name, href: `${base}/index/compounds/${compound.id}` }, { label: t.monthForm }]}
    >
      <Lead>
        {zh
          ? '只填系统不知道的。不清楚的留空，留空不扣分，也不当作零；没有发生的填0。'
          : 'Only what the system cannot know. Leave empty what you do not know: it costs nothing and is not taken for zero; write 0 for what did not happen.'}
      </Lead>
      <p>
        <a href={address(month - 1)}>‹ {monthLabel(month - 1)}</a>
        {month < monthOfDay(props.today) && (
          <>
            {'　'}
            <a href={address(month + 1)}>{monthLabel(month + 1)} ›</a>
          </>
        )}
      </p>
      {leaves.length === 0 ? (
        <Empty title={zh ? '没有要填的' : 'Nothing to fill in'} />
      ) : (
        <Form action={address(month)} errors={props.errors ?? {}} values={props.values ?? {}}>
          {[...byNode].map(([node, members]) => (
            <Section title={nodeName(tree, node, lang)}>
              {members.map((leaf) =>
                leaf.kind === 'binary' ? (
                  <RadioField
                    name={leaf.code}
                    label={leafName(leaf, lang)}
                    hint={hintOf(leaf)}
                    value={typed(leaf, known.now.get(leaf.code))}
                    options={[
                      { value: '1', label: zh ? '是' : 'Yes' },
                      { value: '0', label: zh ? '否' : 'No' },
                      { value: '', label: zh ? '不清楚' : 'Not known' },
                    ]}
                  />
                ) : (
                  <NumberField
                    name={leaf.code}
                    label={leafName(leaf, lang)}
                    hint={hintOf(leaf)}
                    unit={zh ? leaf.unit : leaf.unitEn}
                    value={typed(leaf, known.now.get(leaf.code))}
                    decimals={leaf.digits > 0 || leaf.scale !== 1}
                  />
                ),
              )}
            </Section>
          ))}
          <Button>{zh ? '存下月报' : 'Store the month'}</Button>
        </Form>
      )}
      <Soft>{zh ? '存过的可以再改；每次改动都留下版本。' : 'What is stored may be changed; each change keeps its version.'}</Soft>
      <ButtonLink kind="quiet" href={`${base}/index/compounds/${compound.id}`}>
        {zh ? '看这个小区的得分' : 'The compound’s score'}
      </ButtonLink>
    </Layout>
  );
}
