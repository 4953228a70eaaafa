import { z } from 'zod';
import {
  findMatter,
  listMatters,
  type Matter,
  placeMatter,
  type Plan,
  publicTitle,
  type Spot,
  spotKey,
  spotOf,
  spotsOf,
  suggestMatters,
} from '#modules/matters';
import { findNeighbourhood, type Neighbourhood } from '#modules/places';
import { field, type Routes, type Web } from '../kit/index.ts';
import { Actions, ButtonLink, Empty, Layout, Lead, type PageFrame, Section, Soft } from '../ui/index.ts';
import { showMatter } from './decide-routes.tsx';
import { followText } from './follow-text.ts';
import { boxWords, loadPlans, PlanPicture } from './plan.tsx';
import { matterText } from './text.ts';
import { standWord } from './words.ts';

/** The plan with what is raised where; placing a matter on it; what is like the text being typed. */
export function planRoutes(r: Routes): void {
  r.get('/n/:place/matters/plan', 'matter.read', showPlan);
  r.get('/n/:place/matters/similar', 'matter.read', similarWhileTyping);
  r.post('/matters/:id/place', 'matter.place', place);
}

/** Fields of a form in which a place may be chosen. */
export const spotFields = { spot: z.string().max(60).optional(), spotNote: field.text(60).optional() };

/** The place that a form sent: null = none was chosen, `no-such-spot` = one that is not on the plan. */
export function sentSpot(plans: readonly Plan[], sent: { spot?: string | undefined; spotNote?: string | undefined }): Spot | null | 'no-such-spot' {
  if (!sent.spot) return null;
  return spotOf(sent.spot, plans, sent.spotNote || null) ?? 'no-such-spot';
}

interface PlanView {
  page: PageFrame;
  place: Neighbourhood;
  plans: Plan[];
  counts: Map<string, number>;
  chosen: { plan: Plan; key: string; matters: Matter[] } | null;
  unplaced: number;
}

async function showPlan(w: Web) {
  const found = await w.read(async (tx): Promise<Omit<PlanView, 'page'> | null> => {
    const here = await findNeighbourhood(tx, w.param('place'));
    if (!here) return null;
    const open = (await listMatters(tx, { neighbourhoodId: here.id, open: true })).filter((matter) => matter.hidden === 'no');
    const spots = await spotsOf(tx, open);
    const plans = await loadPlans(tx, here.id);
    const counts = new Map<string, number>();
    for (const spot of spots.values()) counts.set(spotKey(spot), (counts.get(spotKey(spot)) ?? 0) + 1);
    const key = w.query('at') ?? '';
    const plan = plans.find((one) => one.boxes.some((box) => box.key === key));
    const at = open.filter((matter) => {
      const spot = spots.get(matter.id);
      return spot !== undefined && spotKey(spot) === key;
    });
    return { place: here, plans, counts, chosen: plan ? { plan, key, matters: at } : null, unplaced: open.length - spots.size };
  });
  return found ? w.page(<PlanPage page={w.frame({ neighbourhood: found.place })} {...found} />) : w.notFound();
}

function PlanPage({ page, place: here, plans, counts, chosen, unplaced }: PlanView) {
  const { lang, base } = page;
  const t = followText[lang];
  const list = `${base}/n/${here.code}/matters`;
  const box = chosen?.plan.boxes.find((one) => one.key === chosen.key);
  return (
    <Layout page={page} title={`${here.name} ${matterText[lang].list}${t.planTitle}`} crumbs={[{ label: `${here.name} ${matterText[lang].list}`, href: list }]}>
      <Lead>{t.planLead}</Lead>
      {plans.length === 0 && <Empty title={t.planEmpty}>{t.planEmptyBody}</Empty>}
      {plans.map((plan) => (
        <Section title={plan.name}>
          <PlanPicture plan={plan} counts={counts} marked={chosen?.key} href={(one) => `${list}/plan?at=${one.key}#here`} />
        </Section>
      ))}
      {chosen !== null && box !== undefined && (
        <Section title={`${boxWords(box, lang)}：${t.planHere}`} id="here">
          {chosen.matters.length === 0 ? (
            <Soft>{t.planNone}</Soft>
          ) : (
            <ul>
              {chosen.matters.map((matter) => (
                <li>
                  <a href={`${base}/matters/${matter.id}`}>{publicTitle(matter)}</a> <span class="soft">{standWord(matter, lang)}</span>
                </li>
              ))}
            </ul>
          )}
          <Actions>
            <ButtonLink href={`${base}/matters/new?n=${here.code}&spot=${chosen.key}`}>{t.raiseHere}</ButtonLink>
          </Actions>
        </Section>
      )}
      {unplaced > 0 && <Soft>{t.planUnplaced(unplaced)}</Soft>}
    </Layout>
  );
}

const placeFields = z.object(spotFields);

async function place(w: Web) {
  const id = w.id();
  if (!id) return w.notFound();
  const form = w.form();
  const t = { ...matterText[w.lang], ...followText[w.lang] };
  const again = (errors: Record<string, string>) => showMatter(w, { form: 'place', errors: w.errorTexts(errors, t), values: form.values });
  const parsed = form.parse(placeFields);
  if (!parsed.ok) return again(parsed.error);
  const plans = await w.read(async (tx) => {
    const matter = await findMatter(tx, id);
    return matter ? loadPlans(tx, matter.neighbourhoodId) : [];
  });
  const spot = sentSpot(plans, parsed.value);
  if (spot === null || spot === 'no-such-spot') return again({ spot: 'no-such-spot' });
  const done = await placeMatter(w.command(form), { matterId: id, spot });
  return done.ok ? w.redirect(`/matters/${id}`, t.placedFlash) : w.refuse(done.error, t);
}

/** Lines for the island under the text field; a form sent without script asks the same on the next page. */
async function similarWhileTyping(w: Web) {
  const text = (w.query('text') ?? '').slice(0, 400);
  const found = await w.read(async (tx) => {
    const here = await findNeighbourhood(tx, w.param('place'));
    return here ? suggestMatters(tx, { neighbourhoodId: here.id, text }) : null;
  });
  if (found === null) return w.notFound();
  const t = matterText[w.lang];
  const lines = found.map((matter) => ({
    title: publicTitle(matter),
    href: w.href(`/matters/${matter.id}`),
    note: `${standWord(matter, w.lang)} · ${t.households} ${matter.households}`,
  }));
  return w.context.json({ lead: followText[w.lang].typingSimilar, lines });
}
