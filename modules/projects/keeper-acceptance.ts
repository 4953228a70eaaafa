import { isDay } from '#libs/civil-time';
import type { ApplicationDraft } from './application-draft.ts';

/** How a keeper said yes: by the own account, on signed paper, by word of mouth, in an agreement signed before the platform. */
export const acceptanceWays = ['self', 'signed', 'said', 'agreement'] as const;
export type AcceptanceWay = (typeof acceptanceWays)[number];

/** That somebody accepted to keep it: how, on which day, before whom. */
export interface KeeperAcceptance {
  how: AcceptanceWay;
  on: string;
  note: string;
}

/** Code under which a keeper's signed consent lies among the papers. */
export const keeperConsent = 'keeper-consent';

/** What a person answered when asked to keep it. */
export interface KeeperAnswer {
  personId: string;
  answer: 'accepted' | 'declined';
  note: string;
  at: Date;
}

/** How it stands with the keeper of a draft: who said what, or that nobody has. */
export type KeeperStanding = { kind: 'accepted'; accepted: KeeperAcceptance } | { kind: 'declined'; note: string } | { kind: 'open' };

/** The parts of a draft that say who keeps it and how they said yes. */
export type NamedKeeper = Pick<ApplicationDraft, 'keeperPersonId' | 'keeperSaidOn' | 'keeperSaidBefore'> & { evidence: readonly { kind: string }[] };

/**
 * A keeper accepted when their own latest answer is yes, when their signed consent is among the papers, or when somebody wrote down on which day and
 * before whom they said so. Their own no stands against everything else.
 */
export function keeperStanding(draft: NamedKeeper, answer: KeeperAnswer | null, today: string, dayOf: (at: Date) => string): KeeperStanding {
  if (answer?.answer === 'declined') return { kind: 'declined', note: answer.note };
  if (answer) return { kind: 'accepted', accepted: { how: 'self', on: dayOf(answer.at), note: answer.note } };
  if (draft.evidence.some(({ kind }) => kind === keeperConsent)) return { kind: 'accepted', accepted: { how: 'signed', on: today, note: '' } };
  const on = draft.keeperSaidOn.trim();
  const before = draft.keeperSaidBefore.trim();
  return isDay(on) && on <= today && before !== '' ? { kind: 'accepted', accepted: { how: 'said', on, note: before.slice(0, 200) } } : { kind: 'open' };
}
