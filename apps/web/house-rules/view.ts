import { type Ballot, findBallot } from '#modules/ballots';
import {
  buildingLaw,
  type Citation,
  type Clause,
  clausesOf,
  type Comment,
  commentsOn,
  findHouseRule,
  forceOf,
  type HouseRule,
  isInForce,
  lawsThatFit,
  listHouseRules,
  type Version,
  versionsOf,
} from '#modules/house-rules';
import { maskName, maskPhonesIn, personNames } from '#modules/people';
import { findBuilding, findNeighbourhood, listBuildings, listEntrances } from '#modules/places';
import type { Tx } from '#platform/database';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Web } from '../kit/index.ts';
import { peopleToChoose } from '../matters/people.ts';
import type { DutyItem, Option, Tone } from '../ui/index.ts';
import { ruleWord } from './text.ts';

export type Place = { id: string; code: string; name: string };

/** A comment as this reader sees it. */
export interface SeenComment extends Omit<Comment, 'text'> {
  /** Null where the words are hidden from this reader. */
  text: string | null;
  by: string;
  mine: boolean;
}

/** One version with everything its page shows and what the reader may do. */
export interface RuleView {
  place: Place;
  rule: HouseRule;
  /** The building or entrance it is for. */
  where: string | null;
  version: Version;
  versions: Version[];
  clauses: Clause[];
  comments: SeenComment[];
  ballot: Ballot | null;
  repealBallot: Ballot | null;
  laws: readonly string[];
  turns: DutyItem[];
  people: Option[];
  may: { draft: boolean; vote: boolean; comment: boolean; commentFor: boolean; reply: boolean; hide: boolean; rule: boolean; set: boolean; signedIn: boolean };
}

/** State of a version in words, with its colour. */
export function standOf(version: Version, today: string, lang: 'zh' | 'en'): { text: string; tone: Tone } {
  const force = forceOf(version, today);
  const tones: Record<string, Tone> = { 'in-force': 'good', coming: 'wait', discussion: 'act', voting: 'act', rejected: 'bad', draft: 'wait' };
  const code = force ?? version.state;
  return { text: ruleWord(lang, code), tone: tones[code] ?? 'plain' };
}

async function whereOf(tx: Tx, rule: HouseRule): Promise<string | null> {
  if (rule.buildingId === null) return null;
  const building = await findBuilding(tx, rule.buildingId);
  const entrance = rule.entranceId === null ? undefined : (await listEntrances(tx, rule.buildingId)).find((one) => one.id === rule.entranceId);
  return `${building?.compoundName ?? ''}${building?.name ?? ''}${entrance?.name ?? ''}`;
}

/** Reads one version of a rule, `no` or (left out) the one in force, else the newest; null when there is none. */
export function loadRule(w: Web, ruleId: string, no?: number): Promise<RuleView | null> {
  return w.read(async (tx): Promise<RuleView | null> => {
    const rule = await findHouseRule(tx, ruleId);
    const place = rule ? await findNeighbourhood(tx, rule.neighbourhoodId) : null;
    if (!rule || !place) return null;
    const at = { neighbourhoodId: rule.neighbourhoodId };
    const may = {
      draft: w.can('house-rule.draft', at),
      vote: w.can('house-rule.vote', at),
      comment: w.can('house-rule.comment', at),
      commentFor: w.can('house-rule.comment-for', at),
      reply: w.can('house-rule.reply', at),
      hide: w.can('house-rule.hide', at),
      rule: w.can('house-rule.rule-appeal', at),
      set: w.can('house-rule.set', { neighbourhoodId: null }),
      signedIn: w.actor.kind !== 'anonymous',
    };
    // What is still being written is shown to those who write it.
    const versions = (await versionsOf(tx, [rule.id])).filter((one) => one.state !== 'draft' || may.draft);
    const version = no === undefined ? (versions.find((one) => isInForce(one, w.today)) ?? versions[0]) : versions.find((one) => one.no === no);
    if (!version) return null;
    const comments = await commentsOn(tx, version.id);
    const names = await personNames(
      tx,
      comments.map((one) => one.personId),
    );
    const seesNames = w.can('house-rule.read-names', at);
    return {
      place,
      rule,
      where: await whereOf(tx, rule),
      version,
      versions,
      clauses: await clausesOf(tx, version.id),
      comments: comments.map((one) => {
        const mine = one.personId === w.actor.personId;
        const name = names.get(one.personId) ?? '';
        return {
          ...one,
          mine,
          by: one.named || mine || seesNames ? name : maskName(name),
          // Whoever reads no names reads no numbers either.
          text: one.hidden === 'no' || mine || may.hide || may.rule ? (mine || seesNames ? one.text : maskPhonesIn(one.text)) : null,
        };
      }),
      ballot: version.ballotId === null ? null : await findBallot(tx, version.ballotId),
      repealBallot: version.repealBallotId === null ? null : await findBallot(tx, version.repealBallotId),
      laws: lawsThatFit(rule.kind, await buildingLaw(tx)),
      turns: await loadTurns(tx, { subjectId: rule.id }, w),
      people: may.commentFor && version.state === 'discussion' ? await peopleToChoose(tx, rule.neighbourhoodId) : [],
      may,
    };
  });
}

/** A line of the list: a rule with the version that speaks for it. */
export interface RuleLine {
  rule: HouseRule;
  version: Version;
  where: string | null;
}
/** The rules of a place: in force, under way, past; one that is in force and being changed stands in both. */
export async function loadLines(
  tx: Tx,
  placeId: string,
  today: string,
  drafts: boolean,
): Promise<{ inForce: RuleLine[]; underWay: RuleLine[]; past: RuleLine[] }> {
  const rules = await listHouseRules(tx, placeId);
  const all = await versionsOf(
    tx,
    rules.map((rule) => rule.id),
  );
  const lines: { inForce: RuleLine[]; underWay: RuleLine[]; past: RuleLine[] } = { inForce: [], underWay: [], past: [] };
  for (const rule of rules) {
    const where = await whereOf(tx, rule);
    for (const version of all.filter((one) => one.ruleId === rule.id)) {
      if (version.state === 'draft' && !drafts) continue;
      const force = forceOf(version, today);
      const to =
        force === 'in-force' || force === 'coming' ? lines.inForce : ['draft', 'discussion', 'voting'].includes(version.state) ? lines.underWay : lines.past;
      to.push({ rule, version, where });
    }
  }
  return lines;
}

/** Buildings and entrances to choose from; a value is `buildingId` or `buildingId entranceId`. */
export async function buildingsToChoose(tx: Tx, placeId: string): Promise<Option[]> {
  const options: Option[] = [];
  for (const building of await listBuildings(tx, placeId)) {
    const name = `${building.compoundName}${building.name}`;
    options.push({ value: building.id, label: name });
    for (const entrance of await listEntrances(tx, building.id)) options.push({ value: `${building.id} ${entrance.id}`, label: `${name}${entrance.name}` });
  }
  return options;
}

/** Path of what a clause was cited about. */
export const citedPath = (citation: Pick<Citation, 'subjectKind' | 'subjectId'>): string =>
  `/${{ matter: 'matters', meeting: 'meetings', notice: 'notices' }[citation.subjectKind]}/${citation.subjectId}`;
