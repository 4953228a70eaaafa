import {
  aMeetingIsCalled,
  findMatter,
  findMatters,
  householdOf,
  isOpen,
  isSettled,
  listMatters,
  liveThresholds,
  type Matter,
  matterNo,
  type MatterStep,
  matterSteps,
  type Plan,
  type Referral,
  referralsOf,
  spotKey,
  spotsOf,
  supportedBy,
  type Threshold,
} from '#modules/matters';
import { resolutionsAbout } from '#modules/meetings';
import { listOrganisations, maskName, maskPhonesIn, type Organisation, personNames } from '#modules/people';
import { findNeighbourhood, neighbourhoodCounts } from '#modules/places';
import type { Lang } from '#platform/i18n';
import { type Applying, loadApplying } from '../house-rules/applies.tsx';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Web } from '../kit/index.ts';
import { kitText } from '../kit/index.ts';
import type { DutyItem, Tone } from '../ui/index.ts';
import { loadPlans } from './plan.tsx';
import { matterText } from './text.ts';
import { categoryWord } from './words.ts';

/** A matter with everything its page shows and what the reader may do. */
export interface MatterView {
  /** Phone numbers in its words are masked where the reader is neither the raiser nor of the committee or office. */
  matter: Matter;
  place: { id: string; code: string; name: string };
  /** Households of the neighbourhood now. */
  allHouseholds: number;
  raiser: string;
  enteredByName: string | null;
  steps: (MatterStep & { by: string })[];
  /** Other matters that steps speak of, by id. */
  others: ReadonlyMap<string, Matter>;
  /** False when the words are hidden and the reader is neither the raiser nor of the office. */
  wordsShown: boolean;
  turns: DutyItem[];
  mine: { raiser: boolean; supports: boolean; householdSupports: boolean; home: boolean; signedIn: boolean };
  may: {
    decide: boolean;
    hide: boolean;
    rule: boolean;
    reopen: boolean;
    supportFor: boolean;
    readNames: boolean;
    setSettings: boolean;
    callMeeting: boolean;
    follow: boolean;
    /** Asked for it, and may say whether it is settled. */
    say: boolean;
  };
  thresholds: Threshold[];
  /** An assembly was called on it and not called off. */
  assemblyCalled: boolean;
  referrals: Referral[];
  /** Bodies it could be passed on to; for those who decide only. */
  organisations: Organisation[];
  plans: Plan[];
  spot: { key: string; note: string | null } | null;
  /** Open matters that this one could be merged into. */
  mergeTargets: Matter[];
  /** House rules that its words speak of. */
  applying: Applying;
}

/** Who raised it, as this reader sees it: masked for neighbours, unnamed where the raiser asked, in full for the office. */
export function raiserWords(matter: Matter, name: string | null, seesNames: boolean, lang: Lang): string {
  const full = name ?? matter.raiserName ?? '';
  if (seesNames) return matter.anonymous ? `${full}${matterText[lang].notShown}` : full;
  return matter.anonymous ? matterText[lang].anonymousRaiser : maskName(full);
}

/** Title as a list shows it. */
export const titleWords = (matter: Matter, lang: Lang): string => (matter.hidden === 'no' ? maskPhonesIn(matter.title) : matterText[lang].hiddenTitle);

/** Colour of a state. */
export function stateTone(matter: Matter): Tone {
  switch (matter.state.state) {
    case 'raised':
      return 'wait';
    case 'adopted':
      return 'act';
    case 'answered':
      return isSettled(matter) ? 'good' : matter.unsettledBy > 0 ? 'bad' : 'plain';
    case 'passed-on':
      return 'wait';
    default:
      return 'plain';
  }
}

/** Reads a matter for its page; null when there is none. */
export async function loadMatter(w: Web, id: string): Promise<MatterView | null> {
  return w.read(async (tx): Promise<MatterView | null> => {
    const matter = await findMatter(tx, id);
    const place = matter ? await findNeighbourhood(tx, matter.neighbourhoodId) : null;
    if (!matter || !place) return null;
    const at = { neighbourhoodId: matter.neighbourhoodId };
    const steps = await matterSteps(tx, id);
    const names = await personNames(
      tx,
      [matter.raisedBy, matter.enteredBy, ...steps.map((step) => step.byPerson)].filter((one) => one !== null),
    );
    const others = await findMatters(
      tx,
      steps.filter((step) => step.kind === 'merged' || step.kind === 'merged-in').flatMap((step) => step.otherId ?? []),
    );
    const me = w.actor.personId;
    const raiser = me !== null && me === matter.raisedBy;
    const seesNames = w.can('matter.read-names', at) || raiser;
    const supported =
      me === null
        ? { person: new Set<string>(), household: new Set<string>() }
        : await supportedBy(tx, { personId: me, householdIds: w.actor.households.map((household) => household.householdId) });
    const decide = w.can('matter.decide', at);
    const ruling = w.can('matter.rule-appeal', at);
    const wordsShown = matter.hidden === 'no' || seesNames;
    const turns = await loadTurns(tx, { subjectId: id }, w);
    // Once a meeting or a project has taken it on, whoever acts next acts there.
    for (const step of steps) {
      if (step.otherId === null) continue;
      if (step.kind === 'project') turns.push(...(await loadTurns(tx, { projectId: step.otherId }, w)));
      if (step.kind === 'meeting') turns.push(...(await loadTurns(tx, { subjectId: step.otherId }, w)));
    }
    // Decided, and no project yet: who carries the resolution out has the turn.
    if (!steps.some((step) => step.kind === 'project'))
      for (const resolution of await resolutionsAbout(tx, { matterId: id })) turns.push(...(await loadTurns(tx, { subjectId: resolution.id }, w)));
    const spot = (await spotsOf(tx, [matter])).get(id);
    const words = (text: string) => (seesNames ? text : maskPhonesIn(text));
    const raiserName = raiserWords(matter, matter.raisedBy === null ? null : (names.get(matter.raisedBy) ?? null), seesNames, w.lang);
    return {
      matter: { ...matter, title: words(matter.title), text: words(matter.text) },
      place,
      raiser: raiserName,
      others: new Map(others.map((other) => [other.id, other])),
      allHouseholds: (await neighbourhoodCounts(tx, matter.neighbourhoodId)).households,
      enteredByName: matter.enteredBy === null ? null : (names.get(matter.enteredBy) ?? null),
      steps: steps.map((step) => ({
        ...step,
        text: step.text === null ? null : words(step.text),
        by: stepBy(step, step.byPerson === null ? '' : (names.get(step.byPerson) ?? ''), raiserName, w.lang),
      })),
      wordsShown,
      // A duty is named after the matter; hidden words must not come back that way.
      turns: wordsShown ? turns : turns.map((turn) => ({ ...turn, title: titleWords(matter, w.lang) })),
      mine: {
        raiser,
        supports: supported.person.has(id),
        householdSupports: supported.household.has(id),
        home: w.can('matter.support', at) && householdOf(w.actor, matter.neighbourhoodId) !== null,
        signedIn: w.actor.kind !== 'anonymous',
      },
      may: {
        decide,
        hide: w.can('matter.hide', at),
        rule: ruling,
        supportFor: w.can('matter.support-for', at),
        readNames: w.can('matter.read-names', at),
        reopen: w.can('matter.reopen', at) && ((raiser && matter.state.state !== 'withdrawn') || decide || ruling || supported.household.has(id)),
        setSettings: w.can('setting.set', { neighbourhoodId: null }),
        callMeeting: w.can('meeting.call', at),
        follow: w.can('matter.follow', at),
        say: w.can('matter.say', at) && (raiser || supported.household.has(id)),
      },
      thresholds: await liveThresholds(tx, matter),
      assemblyCalled: aMeetingIsCalled(steps, 'assembly'),
      referrals: (await referralsOf(tx, id)).map((one) => ({
        ...one,
        reason: words(one.reason),
        answer: one.answer === null ? null : { ...one.answer, text: words(one.answer.text) },
      })),
      organisations: decide ? (await listOrganisations(tx, matter.neighbourhoodId)).filter((one) => one.active) : [],
      plans: await loadPlans(tx, matter.neighbourhoodId),
      spot: spot ? { key: spotKey(spot), note: spot.note === null ? null : words(spot.note) } : null,
      applying: await loadApplying(tx, w, {
        kind: 'matter',
        id,
        neighbourhoodId: matter.neighbourhoodId,
        // Hidden words find nothing: what was found would tell of them.
        words: matter.hidden === 'no' ? `${categoryWord(matter.category, 'zh')} ${matter.title} ${matter.text}` : '',
      }),
      mergeTargets:
        decide && isOpen(matter)
          ? (await listMatters(tx, { neighbourhoodId: matter.neighbourhoodId, open: true, limit: 200 })).filter(
              (other) => other.id !== id && other.hidden === 'no',
            )
          : [],
    };
  });
}

/** Who took a step: staff by name and role, residents as raiser or supporter. */
function stepBy(step: MatterStep, name: string, raiser: string, lang: Lang): string {
  const t = matterText[lang];
  if (step.byRole === 'system') return t.system;
  if (step.byRole === 'raiser') return `${t.raiserRole} ${raiser}`;
  if (step.byRole === 'supporter') return t.supporterRole;
  const roles: Record<string, unknown> = kitText[lang];
  const role = roles[step.byRole];
  const shown = step.byRole === 'steward' ? maskName(name) : name;
  return `${typeof role === 'string' ? role : ''} ${shown}`.trim();
}

/** `2026-012 楼道灯坏了` for lists to choose from. */
export const choiceLabel = (matter: Matter): string => `${matterNo(matter)} ${matter.title}`;
