import { type Plan, type PlanBox, planOf } from '#modules/matters';
import { listBuildings, listCompounds } from '#modules/places';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import { TextField, useLang } from '../ui/index.ts';
import { useField } from '../ui/form.tsx';
import { followText } from './follow-text.ts';
import { partWord } from './words.ts';

/** Plans of the compounds of a neighbourhood that have buildings, in order. */
export async function loadPlans(tx: Tx, neighbourhoodId: string): Promise<Plan[]> {
  const buildings = await listBuildings(tx, neighbourhoodId);
  return (await listCompounds(tx, neighbourhoodId))
    .map((compound) =>
      planOf(
        compound,
        buildings.filter((one) => one.compoundId === compound.id),
      ),
    )
    .filter((plan) => plan.boxes.some((box) => box.part === 'inside'));
}

/** A box in words: 3号楼楼前, 小区大门. */
export const boxWords = (box: Pick<PlanBox, 'name' | 'part'>, lang: Lang): string =>
  lang === 'zh' ? `${box.name}${partWord(box.part, lang)}` : `${box.name} ${partWord(box.part, lang)}`.trim();

/** Where a matter lies in words, with the compound's name where there are several. */
export function spotWords(plans: readonly Plan[], key: string, note: string | null, lang: Lang): string | null {
  for (const plan of plans) {
    const box = plan.boxes.find((one) => one.key === key);
    if (box) return `${plans.length > 1 ? `${plan.name} ` : ''}${boxWords(box, lang)}${note === null ? '' : lang === 'zh' ? `，${note}` : `, ${note}`}`;
  }
  return null;
}

/**
 * The plan as a picture. `marked` is filled; with `counts` a box says how many are open there; with `href` every box is a link.
 * A list or a set of choices beside it says the same in words.
 */
export function PlanPicture(props: { plan: Plan; marked?: string; counts?: ReadonlyMap<string, number>; href?: (box: PlanBox) => string }) {
  const { plan, counts } = props;
  const lang = useLang();
  const t = followText[lang];
  return (
    <div class="chart">
      <svg
        class="plan"
        viewBox={`0 0 ${plan.width} ${plan.height}`}
        width={Math.round(plan.width * 1.5)}
        role={props.href ? undefined : 'img'}
        aria-label={props.href ? undefined : t.planAlt(plan.name)}
      >
        {plan.boxes.map((box) => {
          const count = counts?.get(box.key) ?? 0;
          const ground = box.part !== 'inside';
          const words = boxWords(box, lang);
          const drawn = (
            <>
              <rect
                x={box.x}
                y={box.y}
                width={box.width}
                height={box.height}
                rx="3"
                class={box.key === props.marked ? 'here' : count > 0 ? 'some' : ground ? 'ground' : 'house'}
              />
              <text x={box.x + box.width / 2} y={box.y + box.height / 2 + 5} text-anchor="middle">
                {box.key === props.marked ? '◉ ' : ''}
                {box.part === 'inside' ? box.name : partWord(box.part, lang)}
                {count > 0 ? ` ${count}` : ''}
              </text>
            </>
          );
          return props.href ? (
            <a href={props.href(box)} aria-label={t.planOpen(words, count)}>
              {drawn}
            </a>
          ) : (
            <g>{drawn}</g>
          );
        })}
      </svg>
    </div>
  );
}

/** Choosing a place in a form: the plan in boxes to press, and a line for where exactly. Sends `spot` and `spotNote`. Works without script. */
export function PlanPicker({ plans, value }: { plans: readonly Plan[]; value?: string }) {
  const lang = useLang();
  const t = followText[lang];
  const { kept, error, id } = useField('spot');
  const chosen = typeof kept === 'string' ? kept : (value ?? '');
  if (plans.length === 0) return null;
  const choice = (key: string, label: string, first = false) => (
    <label class="choice">
      <input id={first ? id : undefined} type="radio" name="spot" value={key} checked={chosen === key || undefined} />
      <span>{label}</span>
    </label>
  );
  return (
    <details class="fold" open={chosen !== '' || error !== undefined}>
      <summary>{t.spotPick}</summary>
      <p class="hint">{t.spotHint}</p>
      {error !== undefined && <p class="error">{error}</p>}
      {plans.map((plan) => (
        <fieldset class="field">
          <legend>{plan.name}</legend>
          <div class="plan-pick">
            {plan.boxes
              .filter((box) => box.part === 'inside')
              .map((box) => (
                <div role="group" aria-label={box.name}>
                  <b>{box.name}</b>
                  {choice(box.key, partWord('inside', lang), plan === plans[0] && box === plan.boxes[0])}
                  {choice(`front:${box.of}`, partWord('front', lang))}
                </div>
              ))}
            <div>
              {choice(`gate:${plan.compoundId}`, partWord('gate', lang))}
              {choice(`common:${plan.compoundId}`, partWord('common', lang))}
            </div>
          </div>
        </fieldset>
      ))}
      {choice('', t.spotNone)}
      <TextField name="spotNote" label={t.spotNote} hint={t.spotNoteHint} maxLength={60} />
    </details>
  );
}
