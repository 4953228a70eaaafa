import { dayOf, daysBetween } from '#libs/civil-time';
import { type CheckIn, type CheckInFact, itWasWrittenLater, thePhotoIsOfAnotherDay } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import { dayText } from '../ui/index.ts';
import { checkInText } from './check-in-text.ts';

/** What is to be known of a check-in beside its words: written later, how far from the works, a photo of another day. `askedSince`: from when on the place was asked for, null when it is not. */
export function marksOf(one: CheckIn, fact: CheckInFact | undefined, askedSince: Date | null, lang: Lang): { text: string; bad: boolean }[] {
  const t = checkInText[lang];
  const marks: { text: string; bad: boolean }[] = [];
  if (itWasWrittenLater(one)) marks.push({ text: t.late(daysBetween(one.day, dayOf(one.at))), bad: true });
  if (fact?.distanceM != null)
    marks.push({ text: `${t.distance(fact.distanceM, fact.accuracyM)}，${fact.distanceFrom === 'phone' ? t.fromPhone : t.fromPhoto}`, bad: false });
  else if (askedSince !== null && one.at >= askedSince) marks.push({ text: t.noPlace, bad: true });
  if (fact?.photoAt && thePhotoIsOfAnotherDay(one, fact.photoAt)) marks.push({ text: t.otherDay(dayText(dayOf(fact.photoAt), lang, 'short')), bad: true });
  return marks;
}
