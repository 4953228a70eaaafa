import type { Role } from '#platform/access';

export const itemKinds = ['named-duty', 'role-duty', 'project', 'spending', 'meeting', 'resolution', 'task', 'thing', 'advance', 'cash-box'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** Where something open goes: with the role, by name to the successor, or asked of the successor because it needs a step of its own. */
export type Goes = 'with-role' | 'by-name' | 'asked';

/**
 * What goes how. A thing in one's keeping needs the new keeper's own yes, money in hand is counted or settled, and who was to carry out a
 * resolution stays written in it: these are asked of the successor, never simply rewritten.
 */
export const goesHow: Readonly<Record<ItemKind, Goes>> = {
  'named-duty': 'by-name',
  'role-duty': 'with-role',
  project: 'with-role',
  spending: 'with-role',
  meeting: 'by-name',
  resolution: 'asked',
  task: 'by-name',
  thing: 'asked',
  advance: 'asked',
  'cash-box': 'asked',
};

/** Something open in the hands of whoever leaves. */
export interface HandoverItem {
  kind: ItemKind;
  subjectId: string;
  title: string;
  href: string;
  goes: Goes;
}

/** A role that changes hands. */
export interface Handover {
  id: string;
  roleId: string;
  fromPersonId: string;
  fromName: string;
  toPersonId: string;
  toName: string;
  role: Extract<Role, 'secretary' | 'director' | 'officer' | 'head'>;
  neighbourhoodId: string | null;
  neighbourhoodName: string | null;
  plannedDay: string;
  reason: string;
  note: string;
  startedByName: string;
  startedOn: string;
  state: 'open' | 'done' | 'dropped';
  fromSigned: Signature | null;
  toSigned: Signature | null;
  signedList: string | null;
  settledByName: string | null;
  settledAt: Date | null;
  settledReason: string | null;
}

/** A signature on the hand-over: one's own, or one on paper with the words of who saw it. */
export interface Signature {
  byName: string;
  at: Date;
  witness: string | null;
}

/** What both sign, for its digest: what goes by name or is asked of the successor. What goes with the role goes whatever is added to it meanwhile. */
export const listText = (items: readonly HandoverItem[]): string =>
  items
    .filter(({ goes }) => goes !== 'with-role')
    .map(({ kind, subjectId, goes }) => `${kind} ${subjectId} ${goes}`)
    .sort()
    .join('\n');

/** Both have signed the same list. */
export const bothSigned = (handover: Pick<Handover, 'fromSigned' | 'toSigned'>): boolean => handover.fromSigned !== null && handover.toSigned !== null;
