import { findObjection } from '#modules/notices';
import { membersOfNeighbourhood, personNames } from '#modules/people';
import { listHouseholds } from '#modules/places';
import type { Web } from '../kit/index.ts';
import type { Option } from '../ui/index.ts';
import { answerLetter } from './answer-letter.ts';
import { noticeText } from './text.ts';
import { loadNotice } from './view.ts';

/** The letter is for whoever answers; the name on it is whole. */
export async function letter(w: Web) {
  const id = w.id();
  const objection = id ? await w.read((tx) => findObjection(tx, id)) : null;
  const view = objection ? await loadNotice(w, objection.noticeId) : null;
  const one = view?.objections.find((each) => each.id === id);
  if (!view || !one) return w.notFound();
  if (!w.can('notice.answer', { neighbourhoodId: view.notice.neighbourhoodId })) return w.forbidden();
  if (one.answer === null) return w.refuse('wrong-state', { 'wrong-state': noticeText[w.lang].waiting });
  const names = await w.read((tx) => personNames(tx, [one.personId]));
  const issuer = [w.subdistrict.name, view.place?.name].filter((part) => part !== undefined).join(' ');
  const document = answerLetter(view, { ...one, fullName: names.get(one.personId) ?? '' }, { lang: w.lang, issuer, today: w.today });
  return w.paper(document, `${noticeText[w.lang].letterTitle} ${names.get(one.personId) ?? ''}`);
}

/** People of the neighbourhood with their doors, to choose from; the value is `personId householdId`. */
export async function peopleToChoose(w: Web, neighbourhoodId: string): Promise<Option[]> {
  return w.read(async (tx) => {
    const labels = new Map((await listHouseholds(tx, neighbourhoodId)).map((household) => [household.householdId, household.label]));
    return (await membersOfNeighbourhood(tx, neighbourhoodId))
      .filter((member) => member.adult)
      .map((member) => ({ value: `${member.personId} ${member.householdId}`, label: `${labels.get(member.householdId) ?? ''} ${member.name}` }))
      .toSorted((a, b) => a.label.localeCompare(b.label, 'zh-CN', { numeric: true }));
  });
}
