import {
  answerContest,
  type Contest,
  effectOf,
  findContest,
  findIndexCompound,
  type IndexCompound,
  type IndexLeaf,
  listContests,
  type RunMemory,
  runById,
  compoundsInMemory,
} from '#modules/index';
import type { Routes, Web } from '../kit/index.ts';
import {
  Button,
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
  shanghaiParts,
  Soft,
  State,
  TextArea,
} from '../ui/index.ts';
import { numberIn } from './figures.ts';
import { indexText } from './text.ts';
import { readsPlace } from './view.ts';
import { leafName, pointsText, valueWords, monthText } from './words.ts';

/** Objections to data: the list, one of them, the office's answer. */
export function contestRoutes(r: Routes): void {
  r.get('/index/contests', 'index.read-place', list);
  r.get('/index/contests/:id', 'index.read-place', (w) => show(w));
  r.post('/index/contests/:id/answer', 'index.answer', answer);
}

async function list(w: Web) {
  const t = indexText[w.lang];
  const { contests, compounds } = await w.read(async (tx) => ({ contests: await listContests(tx), compounds: await compoundsInMemory(tx) }));
  const byId = new Map(compounds.map((compound) => [compound.id, compound]));
  const lines = contests.flatMap((contest) => {
    const compound = byId.get(contest.compoundId);
    return compound && readsPlace(w, compound) ? [{ contest, compound }] : [];
  });
  return w.page(
    <Layout page={w.frame()} title={t.contests} crumbs={[{ label: t.title, href: w.href('/index') }, { label: t.contests }]}>
      <Lead>{t.contestLead}</Lead>
      {lines.length === 0 ? (
        <Empty title={t.noContests} />
      ) : (
        <ul class="duties">
          {lines.map(({ contest, compound }) => (
            <li>
              <div>
                <p>
                  <a href={w.href(`/index/contests/${contest.id}`)}>
                    <b>
                      {compound.name} · {contest.leaf} · {monthText(contest.month, w.lang)}
                    </b>
                  </a>
                </p>
                <p class="soft">{t.contestOf(contest.openedByName, dayText(shanghaiParts(contest.openedAt).day, w.lang))}</p>
              </div>
              <StateOf contest={contest} t={t} />
            </li>
          ))}
        </ul>
      )}
    </Layout>,
  );
}

function StateOf({ contest, t }: { contest: Contest; t: (typeof indexText)['zh'] }) {
  if (contest.outcome === null) return <State tone="act">{t.contestOpen}</State>;
  return <State tone={contest.outcome === 'corrected' ? 'good' : 'plain'}>{contest.outcome === 'corrected' ? t.contestCorrected : t.contestStands}</State>;
}

interface View {
  contest: Contest;
  compound: IndexCompound;
  memory: RunMemory;
  leaf: IndexLeaf;
}

async function load(w: Web): Promise<View | null> {
  const id = w.id();
  if (!id) return null;
  const found = await w.read(async (tx) => {
    const contest = await findContest(tx, id);
    const compound = contest && (await findIndexCompound(tx, contest.compoundId));
    return contest && compound ? { contest, compound } : null;
  });
  const memory = found && (await runById(w.platform.db, w.subdistrict.id, found.contest.runId));
  const leaf = memory?.tree.leaves.find((one) => one.code === found?.contest.leaf);
  return found && memory && leaf ? { ...found, memory, leaf } : null;
}

async function show(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const view = await load(w);
  if (!view) return w.notFound();
  if (!readsPlace(w, view.compound)) return w.forbidden();
  const mayAnswer = view.contest.outcome === null && w.can('index.answer', { neighbourhoodId: null }) && view.contest.openedBy !== w.actor.personId;
  return w.page(<ContestPage page={w.frame()} view={view} mayAnswer={mayAnswer} errors={back?.errors} values={back?.values} />, back ? 422 : 200);
}

async function answer(w: Web) {
  const view = await load(w);
  if (!view) return w.notFound();
  const form = w.form();
  const t = indexText[w.lang];
  const again = (errors: Record<string, string>) => show(w, { errors: w.errorTexts(errors, t), values: form.values });
  const outcome = form.text('outcome');
  const typed = numberIn(form.text('value'));
  if (outcome !== 'corrected' && outcome !== 'stands') return again({ outcome: 'required' });
  if (typed === undefined) return again({ value: 'not-a-number' });
  if (form.text('answer') === '') return again({ answer: 'required' });
  const done = await answerContest(w.command(form), {
    contestId: view.contest.id,
    outcome,
    value: Number.isNaN(typed) ? null : typed / view.leaf.scale,
    answer: form.text('answer'),
  });
  if (done.ok) return w.redirect(`/index/contests/${view.contest.id}`, t.answered);
  return done.error === 'same-value' || done.error === 'out-of-range'
    ? again({ value: done.error })
    : done.error === 'too-long'
      ? again({ answer: done.error })
      : w.refuse(done.error, t);
}

function ContestPage(props: { page: PageFrame; view: View; mayAnswer: boolean; errors?: FormErrors; values?: FormValues }) {
  const { page, view } = props;
  const { lang, base } = page;
  const t = indexText[lang];
  const { contest, compound, leaf, memory } = view;
  const unit = lang === 'zh' ? leaf.unit : leaf.unitEn;
  const would = contest.outcome === null ? effectOf(memory, compound.id, leaf.code, contest.claimed ?? Number.NaN) : contest;
  const day = (instant: Date) => dayText(shanghaiParts(instant).day, lang);
  const effect =
    (contest.outcome !== 'stands' && (
      <p>
        {contest.outcome === null && `${t.effectIf}${lang === 'zh' ? '：' : ': '}`}
        <b>{t.effect(pointsText(would.totalBefore, 2), pointsText(would.totalAfter, 2))}</b>
        {lang === 'zh' ? '，' : ', '}
        <b>{t.effectRank(would.rankBefore === null ? '—' : String(would.rankBefore), would.rankAfter === null ? '—' : String(would.rankAfter))}</b>
      </p>
    )) ||
    null;
  return (
    <Layout
      page={page}
      title={`${compound.name} · ${leafName(leaf, lang)}`}
      crumbs={[{ label: t.title, href: `${base}/index` }, { label: t.contests, href: `${base}/index/contests` }, { label: leafName(leaf, lang) }]}
    >
      <p>
        <StateOf contest={contest} t={t} /> {t.contestOf(contest.openedByName, day(contest.openedAt))}
        {contest.outcome === null && ` · ${contest.dueDay === null ? t.noDeadline : t.dueBy(dayText(contest.dueDay, lang))}`}
      </p>
      <KeyValues
        items={[
          [t.month, monthText(contest.month, lang)],
          [t.shownValue, valueWords(leaf, contest.shown, lang)],
          [t.claimedValue, valueWords(leaf, contest.claimed, lang)],
          [t.reason, contest.reason],
        ]}
      />
      {effect}
      {contest.outcome !== 'stands' && <Soft>{t.effectLead}</Soft>}
      {contest.answer !== null && contest.answeredAt !== null && (
        <Section title={t.answer}>
          <p class="lines">{contest.answer}</p>
          <Soft>
            {contest.answeredByName} · {day(contest.answeredAt)}
          </Soft>
        </Section>
      )}
      {props.mayAnswer && (
        <Section title={t.answer}>
          <Form action={`${base}/index/contests/${contest.id}/answer`} errors={props.errors ?? {}} values={props.values ?? {}}>
            <RadioField
              name="outcome"
              label={t.answer}
              required
              options={[
                { value: 'corrected', label: t.answerCorrect },
                { value: 'stands', label: t.answerStand },
              ]}
            />
            <NumberField
              name="value"
              label={lang === 'zh' ? '更正为' : 'Correct value'}
              hint={t.claimedHint}
              unit={unit}
              value={contest.claimed === null ? '' : String(Number((contest.claimed * leaf.scale).toFixed(6)))}
              decimals
            />
            <TextArea name="answer" label={t.answerText} rows={4} maxLength={1000} required />
            <Button>{t.answerSave}</Button>
          </Form>
        </Section>
      )}
      <p>
        <a href={`${base}/index/compounds/${compound.id}/leaves/${leaf.code}`}>{lang === 'zh' ? '看这个数据的全部版本' : 'All versions of the datum'}</a>
      </p>
    </Layout>
  );
}
