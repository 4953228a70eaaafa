import { formatPeriod, formatRemaining } from '#libs/civil-time';
import { dutiesOf } from '#modules/inbox';
import {
  answersForTheNotice,
  deliverAnswerDuty,
  findNotice,
  fulfilledBy,
  type Notice,
  noticeState,
  type Objection,
  objectionComesInTime,
  objectionsTo,
  readAnswerDuty,
} from '#modules/notices';
import { maskName, maskPhonesIn, personNames } from '#modules/people';
import { findNeighbourhood } from '#modules/places';
import type { Tx } from '#platform/database';
import type { Lang } from '#platform/i18n';
import type { Web } from '../kit/index.ts';
import { dayText, type Tone } from '../ui/index.ts';
import { requirementsOf } from './checklist.ts';
import { noticeText } from './text.ts';

/** A notice with everything its page and its paper show. */
export interface NoticeView {
  notice: Notice;
  place: { code: string; name: string } | null;
  publisher: string | null;
  objections: (Objection & { by: string; enteredByName: string | null; answeredByName: string | null; toRead: boolean; toBring: boolean })[];
  /** What the reader may do. */
  may: { object: boolean; objectFor: boolean; answer: boolean; correct: boolean };
  takesObjections: boolean;
  /** What of that which the law wants published it fulfils. */
  fulfils: { zh: string; en: string }[];
}

/** Reads a notice for its page; null when there is none. Objectors' names are masked for everybody, phone numbers they wrote for all but those who answer. */
export async function loadNotice(w: Web, id: string): Promise<NoticeView | null> {
  return w.read(async (tx) => {
    const notice = await findNotice(tx, id);
    if (!notice) return null;
    const objections = await objectionsTo(tx, id);
    const names = await personNames(
      tx,
      [notice.publishedBy, ...objections.flatMap((one) => [one.personId, one.enteredBy, one.answer?.answeredBy ?? null])].filter((person) => person !== null),
    );
    const answers = w.can('notice.answer', { neighbourhoodId: notice.neighbourhoodId });
    const untold = new Map<string, string[]>();
    for (const one of objections)
      if (one.answer !== null && (answers || one.personId === w.actor.personId))
        untold.set(
          one.id,
          (await dutiesOf(tx, { subjectId: one.id })).map(({ kind }) => kind),
        );
    const place = notice.neighbourhoodId === null ? null : await findNeighbourhood(tx, notice.neighbourhoodId);
    const at = { neighbourhoodId: notice.neighbourhoodId };
    const anywhere = notice.neighbourhoodId === null && w.actor.grants.some((grant) => w.can('notice.object', { neighbourhoodId: grant.neighbourhoodId }));
    return {
      notice,
      place,
      publisher: notice.publishedBy === null ? null : (names.get(notice.publishedBy) ?? null),
      objections: objections.map((one) => ({
        ...one,
        text: w.can('notice.answer', at) || one.personId === w.actor.personId ? one.text : maskPhonesIn(one.text),
        by: maskName(names.get(one.personId) ?? ''),
        enteredByName: one.enteredBy === null ? null : (names.get(one.enteredBy) ?? null),
        toRead: one.personId === w.actor.personId && (untold.get(one.id) ?? []).includes(readAnswerDuty),
        toBring: answers && (untold.get(one.id) ?? []).includes(deliverAnswerDuty),
        answeredByName: one.answer === null ? null : (names.get(one.answer.answeredBy) ?? null),
      })),
      may: {
        object: anywhere || w.can('notice.object', at),
        objectFor: w.can('notice.object-for', at),
        answer: w.can('notice.answer', at) && answersForTheNotice(w.actor, notice),
        correct: w.can('notice.correct', at),
      },
      takesObjections: objectionComesInTime(notice, w.today),
      fulfils: await fulfilledTitles(tx, id, w.today),
    };
  });
}

async function fulfilledTitles(tx: Tx, noticeId: string, today: string): Promise<{ zh: string; en: string }[]> {
  const ids = await fulfilledBy(tx, noticeId);
  return ids.length === 0 ? [] : (await requirementsOf(tx, today)).filter((rule) => ids.includes(rule.id)).map((rule) => rule.title);
}

/** Where a notice stands, in words and colour. */
export function stateWords(notice: Notice, today: string, lang: Lang): { text: string; tone: Tone } {
  const t = noticeText[lang];
  switch (noticeState(notice, today)) {
    case 'coming':
      return { text: t.coming, tone: 'plain' };
    case 'open':
      return notice.endDay === null ? { text: t.standing, tone: 'good' } : { text: t.daysLeft(formatRemaining(today, notice.endDay, lang)), tone: 'act' };
    case 'ended':
      return { text: t.ended, tone: 'plain' };
    case 'replaced':
      return { text: t.replaced, tone: 'wait' };
  }
}

/** 2026年11月2日至11月9日, or 自 2026年11月2日 起. */
export const periodWords = (notice: Pick<Notice, 'startDay' | 'endDay'>, lang: Lang): string =>
  notice.endDay === null ? noticeText[lang].from(dayText(notice.startDay, lang)) : formatPeriod(notice.startDay, notice.endDay, lang);

const paths: Record<string, string> = {
  meeting: '/meetings/',
  project: '/projects/',
  matter: '/matters/',
  ballot: '/ballots/',
  round: '/rounds/',
  resolution: '/resolutions/',
  'house-rule': '/house-rules/',
  election: '/elections/',
};
/** Path of the page of what a notice is about, or null. */
export const subjectPath = (notice: Pick<Notice, 'subjectKind' | 'subjectId'>): string | null =>
  paths[notice.subjectKind] === undefined ? null : `${paths[notice.subjectKind]}${notice.subjectId}`;

/** Paragraphs of a plain text: an empty line begins a new one. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
