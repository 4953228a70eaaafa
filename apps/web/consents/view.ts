import { type Ballot, ballotLaws, type Outcome } from '#modules/ballots';
import {
  type BallotPart,
  collectorFor,
  type Collector,
  type Consent,
  type ConsentChoice,
  type ConsentContest,
  type ConsentEntry,
  type ConsentHome,
  consentSettings,
  type ConsentSettings,
  consentShares,
  contestsOf,
  type Counted,
  entriesOf,
  entranceShares,
  findConsent,
  homesOfOwner,
  homeToSignFor,
  isOption,
  type PartShares,
  planFilesOf,
  stateOf,
  visitsOf,
} from '#modules/consents';
import { findBuilding, findNeighbourhood, listEntranceLabels } from '#modules/places';
import { type FileInfo, findFiles } from '#platform/files';
import type { Lang } from '#platform/i18n';
import { loadTurns } from '../inbox/whose-turn.tsx';
import type { Web } from '../kit/index.ts';
import type { DutyItem } from '../ui/index.ts';
import { consentText } from './text.ts';

/** An owner's own line: the home it is signed for, how many own it, and every answer given, newest first. */
export interface OwnLine {
  homeId: string;
  label: string;
  owners: number;
  answers: { entry: ConsentEntry; counts: boolean; contest: ConsentContest | null }[];
}

/** A home's line for those who run the campaign. */
export interface DoorLine {
  home: ConsentHome;
  no: number;
  areaCentiM2: bigint;
  entry: ConsentEntry | null;
  entries: number;
  visits: number;
  lastVisit: string | null;
}

export interface EntranceLine {
  label: string;
  homes: number;
  answered: number;
  visits: number;
}

/** Everything the page and the papers of a campaign show. */
export interface ConsentView {
  consent: Consent;
  place: { id: string; code: string; name: string };
  state: Ballot['state'];
  parts: (PartShares & { title: string; lawTitle: string })[];
  homes: ConsentHome[];
  counted: Counted[];
  entrances: EntranceLine[];
  files: FileInfo[];
  settings: ConsentSettings;
  mine: OwnLine[];
  collector: Collector | null;
  /** For those who run it and those who check it; empty for all others. */
  contests: { contest: ConsentContest; entry: ConsentEntry; label: string }[];
  openContests: number;
  doors: DoorLine[];
  turns: DutyItem[];
  may: { run: boolean; record: boolean; names: boolean; settle: boolean; annex: boolean; settings: boolean };
}

/** The word for an answer; an option by its label. */
export function choiceText(choice: ConsentChoice, options: PartShares['options'], lang: Lang): string {
  if (isOption(choice)) return options.find((option) => `option-${option.no}` === choice)?.label ?? choice;
  return consentText[lang][choice];
}

/** `58.20` of 1/100 m². */
export const m2 = (area: bigint): string => `${area / 100n}.${String(area % 100n).padStart(2, '0')}`;

/** Whom a part asks, in words. */
export function partTitle(part: Pick<BallotPart, 'scope'>, building: string | null, lang: Lang): string {
  const t = consentText[lang];
  return part.scope === 'building' ? t.partBuilding(building ?? '') : part.scope === 'compound' ? t.partCompound : t.partAll;
}

const passedWords = (outcome: Outcome | null): boolean => outcome?.passed ?? false;
/** A campaign has come out when every part has. */
export const allPassed = (view: Pick<ConsentView, 'parts'>): boolean => view.parts.every((part) => passedWords(part.outcome));

/** Reads a campaign for its page; one whose roll was never shown is there only for those who prepare it. */
export async function loadConsent(w: Web, id: string): Promise<ConsentView | null> {
  return w.read(async (tx) => {
    const consent = await findConsent(tx, id);
    const place = consent ? await findNeighbourhood(tx, consent.neighbourhoodId) : null;
    if (!consent || !place) return null;
    const at = { neighbourhoodId: place.id };
    const may = {
      run: w.can('consent.run', at),
      record: w.can('consent.record', at),
      names: w.can('consent.names', at),
      settle: w.can('consent.settle', at),
      annex: w.can('consent.annex', at),
      settings: w.can('consent.settings', { neighbourhoodId: null }),
    };
    const { parts, homes, counted } = await consentShares(tx, id);
    const [first] = parts;
    if (!first || (first.part.ballot.rollNoticeId === null && !may.names)) return null;
    const entries = await entriesOf(tx, id);
    const contests = await contestsOf(tx, id);
    const visits = await visitsOf(tx, id);
    const labels = new Map((await listEntranceLabels(tx, place.id)).map((one) => [one.id, one.label]));
    const entranceOf = new Map(homes.map((home) => [home.homeId, home.entranceId]));
    const titled: ConsentView['parts'] = [];
    for (const share of parts) {
      const { buildingId, law } = share.part.ballot;
      const building = buildingId ? ((await findBuilding(tx, buildingId))?.name ?? null) : null;
      titled.push({ ...share, title: partTitle(share.part, building, w.lang), lawTitle: ballotLaws[law]?.title[w.lang] ?? law });
    }
    return {
      consent,
      place,
      state: stateOf(parts.map((share) => share.part)),
      parts: titled,
      homes,
      counted,
      entrances: entranceShares(homes, counted).map((share) => ({
        ...share,
        label: labels.get(share.entranceId) ?? '',
        visits: visits.filter((visit) => entranceOf.get(visit.homeId) === share.entranceId).length,
      })),
      files: await findFiles(tx, await planFilesOf(tx, id)),
      settings: await consentSettings(tx),
      mine: ownLines(w, titled, homes, entries, counted, contests),
      collector: await collectorFor(tx, id, w.actor.personId),
      contests: may.names
        ? contests.flatMap((contest) => {
            const entry = entries.find((one) => one.id === contest.entryId);
            return entry ? [{ contest, entry, label: homes.find((home) => home.homeId === entry.homeId)?.label ?? '' }] : [];
          })
        : [],
      openContests: contests.filter((contest) => contest.outcome === null).length,
      doors: may.names ? doorLines(titled, homes, entries, counted, visits) : [],
      turns: await loadTurns(tx, { subjectId: id }, w),
      may,
    };
  });
}

/** One line for each owner the reader is, whichever parts they are on. */
function ownLines(
  w: Web,
  parts: ConsentView['parts'],
  homes: readonly ConsentHome[],
  entries: readonly ConsentEntry[],
  counted: readonly Counted[],
  contests: readonly ConsentContest[],
): OwnLine[] {
  const me = w.actor.personId;
  if (me === null) return [];
  const counts = new Set(counted.map((one) => one.entryId));
  const lines = new Map<string, OwnLine>();
  for (const share of parts)
    for (const line of share.roll) {
      if (!line.personIds.includes(me)) continue;
      const homeId = homeToSignFor(homes, line.electorId);
      const own = homesOfOwner(homes, homeId);
      const known = lines.get(homeId);
      const answers = entries
        .filter((entry) => own.has(entry.homeId))
        .map((entry) => ({ entry, counts: counts.has(entry.id), contest: contests.find((one) => one.entryId === entry.id) ?? null }))
        .reverse();
      lines.set(homeId, {
        homeId,
        label: known && known.label.length > line.label.length ? known.label : line.label,
        owners: Math.max(line.personIds.length, known?.owners ?? 0),
        answers,
      });
    }
  return [...lines.values()];
}

/** Home by home on the widest roll, with what counts there. */
function doorLines(
  parts: ConsentView['parts'],
  homes: readonly ConsentHome[],
  entries: readonly ConsentEntry[],
  counted: readonly Counted[],
  visits: readonly { homeId: string; what: string }[],
): DoorLine[] {
  const widest = parts.at(-1);
  if (!widest) return [];
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const countedBy = new Map(counted.map((one) => [`${one.ballotId} ${one.electorId}`, byId.get(one.entryId) ?? null]));
  const lines = new Map(widest.roll.map((line) => [line.electorId, line]));
  return homes
    .filter((home) => home.ballotId === widest.part.ballotId)
    .map((home) => {
      const own = homesOfOwner(homes, home.homeId);
      const calls = visits.filter((visit) => own.has(visit.homeId));
      return {
        home,
        no: lines.get(home.electorId)?.no ?? 0,
        areaCentiM2: home.areaCentiM2,
        entry: countedBy.get(`${home.ballotId} ${home.electorId}`) ?? null,
        entries: entries.filter((entry) => own.has(entry.homeId)).length,
        visits: calls.length,
        lastVisit: calls.at(-1)?.what ?? null,
      };
    });
}
