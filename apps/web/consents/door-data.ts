import { fractionWords } from './fractions.ts';
import type { Collector } from '#modules/consents';
import { consentShares, entriesOf, findConsent, homesOfOwner, homeToSignFor, proxiesOf, visitsOf } from '#modules/consents';
import { ownersOfNeighbourhood } from '#modules/people';
import { findBuilding, listEntranceLabels } from '#modules/places';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import { instantText } from '../ui/index.ts';
import { consentText } from './text.ts';
import { partTitle } from './view.ts';

/**
 * What a collector's device gets: the homes of their entrances with the owners' names, and the sums of the whole. No phone numbers, no
 * other entrances, and of answers given only that there is one.
 */
export async function doorData(tx: Tx, consentId: string, collector: Collector, now: Date, lang: Lang) {
  const consent = await findConsent(tx, consentId);
  if (!consent) return null;
  const t = consentText[lang];
  const { parts, homes, counted } = await consentShares(tx, consentId);
  const entries = new Map((await entriesOf(tx, consentId)).map((entry) => [entry.id, entry]));
  const visits = await visitsOf(tx, consentId);
  const proxies = await proxiesOf(tx, consentId);
  const owners = await ownersOfNeighbourhood(tx, consent.neighbourhoodId);
  const labels = new Map((await listEntranceLabels(tx, consent.neighbourhoodId)).map((one) => [one.id, one.label]));
  const answeredBy = new Map(counted.map((one) => [`${one.ballotId} ${one.electorId}`, entries.get(one.entryId)]));
  const seen = new Set<string>();
  const shown = [...homes]
    .sort((a, b) => a.placeNo - b.placeNo)
    .filter((home) => {
      if (seen.has(home.homeId) || !collector.entranceIds.includes(home.entranceId)) return false;
      seen.add(home.homeId);
      return true;
    });
  const rolls = parts.map((share) => new Map(share.roll.map((line) => [line.electorId, line])));
  const [first] = parts;
  const number = (area: bigint) => Number(area);
  const titles: string[] = [];
  for (const share of parts) {
    const building = share.part.ballot.buildingId ? await findBuilding(tx, share.part.ballot.buildingId) : null;
    titles.push(partTitle(share.part, building?.name ?? null, lang));
  }
  return {
    consent: {
      id: consent.id,
      question: consent.question,
      plan: consent.plan,
      closesAt: first?.part.ballot.closesAt.toISOString() ?? '',
      rule: t.lastCounts,
      choices: [
        ...(first && first.options.length > 0
          ? first.options.map((option) => ({ value: `option-${option.no}`, label: option.label }))
          : (['yes', 'no'] as const).map((value) => ({ value, label: t[value] }))),
        { value: 'abstain', label: t.abstain },
      ],
    },
    at: now.toISOString(),
    over: first?.part.ballot.state !== 'open',
    entrances: [...new Set(shown.map((home) => home.entranceId))].map((id) => ({ id, label: labels.get(id) ?? '' })),
    homes: shown.map((home) => {
      const own = homesOfOwner(homes, home.homeId);
      const lines = parts.map((share, index) => {
        const onPart = homes.find((one) => one.ballotId === share.part.ballotId && own.has(one.homeId));
        return onPart ? (rolls[index]?.get(onPart.electorId) ?? null) : null;
      });
      const answer = homes
        .filter((one) => own.has(one.homeId))
        .map((one) => answeredBy.get(`${one.ballotId} ${one.electorId}`))
        .find((entry) => entry !== undefined);
      const keptFor = homeToSignFor(homes, home.homeId);
      return {
        id: home.homeId,
        owner: keptFor,
        label: home.label,
        entrance: home.entranceId,
        owners: [...new Set(owners.filter((owner) => own.has(owner.homeId)).map((owner) => owner.name))],
        heads: Math.max(0, ...lines.map((line) => line?.personIds.length ?? 0)),
        areas: lines.map((line) => (line?.areaCentiM2 === null || line === null ? null : number(line.areaCentiM2))),
        answered: answer ? { at: instantText(answer.signedAt, lang, 'short'), channel: t[answer.channel] } : null,
        visits: visits
          .filter((visit) => own.has(visit.homeId))
          .map((visit) => ({ what: visit.what, at: instantText(visit.visitedAt, lang, 'short'), note: visit.note })),
        proxies: proxies.filter((proxy) => proxy.homeId === keptFor).map((proxy) => ({ id: proxy.id, name: proxy.proxyName })),
      };
    }),
    parts: parts.map((share, index) => {
      const said = [...share.said];
      return {
        title: titles[index] ?? '',
        heads: { all: share.all.heads, answered: share.answered.heads, said: Object.fromEntries(said.map(([choice, sums]) => [choice, sums.heads])) },
        area: {
          all: number(share.all.areaCentiM2),
          answered: number(share.answered.areaCentiM2),
          said: Object.fromEntries(said.map(([choice, sums]) => [choice, number(sums.areaCentiM2)])),
        },
        tests: [
          ...share.part.ballot.rule.quorum.map((test) => ({ of: 'quorum' as const, ...test })),
          // Plans are compared with each other; only taking part has a bound.
          ...(share.options.length > 0 ? [] : share.part.ballot.rule.pass.map((test) => ({ of: 'pass' as const, ...test }))),
        ].flatMap((test) =>
          test.measure === 'households'
            ? []
            : [{ of: test.of, measure: test.measure, num: test.num, den: test.den, strict: test.strict, text: fractionWords(test, lang) }],
        ),
      };
    }),
  };
}
