import type { Day } from '#libs/civil-time';
import { assertNever, err, ok, type Result } from '#libs/result';
import { maskPhonesIn } from '#modules/people';
import type { Role } from '#platform/access';

/** How a matter came in. `door` by the page of a door code; the last three were written down by staff. */
export const channels = ['own', 'door', 'paper', 'phone', 'visit'] as const;
export type Channel = (typeof channels)[number];

/** What matters are about; `unsorted` until somebody of the committee has looked. */
export const categories = [
  'lighting',
  'repairs',
  'parking',
  'greening',
  'sanitation',
  'safety',
  'facilities',
  'elderly',
  'children',
  'noise',
  'pets',
  'property',
  'rules',
  'other',
  'unsorted',
] as const;
export type Category = (typeof categories)[number];

/** Where an adopted matter is talked over; `direct` needs no meeting. */
export const venues = ['hearing', 'coordination', 'entrance', 'joint', 'assembly', 'direct'] as const;
export type Venue = (typeof venues)[number];

/** Where a matter stands. */
export type MatterState =
  | { state: 'raised' }
  | { state: 'adopted'; venue: Venue }
  | { state: 'declined' }
  | { state: 'answered'; venue: Venue | null }
  | { state: 'passed-on'; passedTo: string }
  | { state: 'withdrawn' }
  | { state: 'merged'; intoId: string };
export const stateNames = ['raised', 'adopted', 'declined', 'answered', 'passed-on', 'withdrawn', 'merged'] as const satisfies readonly MatterState['state'][];

/** What can be done to a matter. */
export type MatterAction =
  | { action: 'adopt'; venue: Venue }
  | { action: 'decline' }
  | { action: 'answer' }
  | { action: 'pass-on'; passedTo: string }
  | { action: 'withdraw' }
  | { action: 'merge'; intoId: string }
  | { action: 'reopen' };

/**
 * What becomes of a matter. Error `wrong-state`: this cannot be done to it as it stands. Only a raised matter can be
 * withdrawn: once adopted it belongs to all who support it. A closed one can be opened again, also a withdrawn one, by whoever
 * else supports it; a merged one lives on in the other. What was passed on can come back: whoever got it may refuse.
 */
export function nextState(now: MatterState, act: MatterAction): Result<MatterState, 'wrong-state'> {
  const venue = now.state === 'adopted' || now.state === 'answered' ? now.venue : null;
  const from = (states: readonly MatterState['state'][], next: MatterState) => (states.includes(now.state) ? ok(next) : err('wrong-state'));
  switch (act.action) {
    case 'adopt':
      return from(['raised', 'passed-on'], { state: 'adopted', venue: act.venue });
    case 'decline':
      return from(['raised', 'passed-on'], { state: 'declined' });
    case 'answer':
      return from(['raised', 'adopted', 'passed-on'], { state: 'answered', venue });
    case 'pass-on':
      return from(['raised', 'adopted', 'passed-on'], { state: 'passed-on', passedTo: act.passedTo });
    case 'withdraw':
      return from(['raised'], { state: 'withdrawn' });
    case 'merge':
      return act.intoId === '' ? err('wrong-state') : from(openStates, { state: 'merged', intoId: act.intoId });
    case 'reopen':
      return from(['declined', 'answered', 'passed-on', 'withdrawn'], { state: 'raised' });
    default:
      return assertNever(act);
  }
}

/** States in which nothing final has been said: what was passed on is not settled by that. */
export const openStates: readonly MatterState['state'][] = ['raised', 'adopted', 'passed-on'];
/** A matter takes supporters, and others can be merged into it, until it is closed. */
export const isOpen = (matter: { state: MatterState }): boolean => openStates.includes(matter.state.state);

/** Whether neighbours may read the words: `hidden` against a rule, `appealed` asks the office, `confirmed` by the office. */
export const hiddenStates = ['no', 'hidden', 'appealed', 'confirmed'] as const;
export type Hidden = (typeof hiddenStates)[number];

/** What becomes of the words. Error `wrong-state`. One appeal; after the office has confirmed, the words stay hidden. */
export function nextHidden(now: Hidden, act: 'hide' | 'appeal' | 'show' | 'confirm'): Result<Hidden, 'wrong-state'> {
  switch (act) {
    case 'hide':
      return now === 'no' ? ok('hidden') : err('wrong-state');
    case 'appeal':
      return now === 'hidden' ? ok('appealed') : err('wrong-state');
    case 'show':
      return now === 'hidden' || now === 'appealed' ? ok('no') : err('wrong-state');
    case 'confirm':
      return now === 'appealed' ? ok('confirmed') : err('wrong-state');
    default:
      return assertNever(act);
  }
}

/** A matter with its supporters counted. */
export interface Matter {
  id: string;
  neighbourhoodId: string;
  year: number;
  number: number;
  title: string;
  text: string;
  category: Category;
  channel: Channel;
  doorCode: string | null;
  raisedBy: string | null;
  /** For a raiser who is not in the roster. */
  raiserName: string | null;
  householdId: string | null;
  enteredBy: string | null;
  anonymous: boolean;
  raisedAt: Date;
  state: MatterState;
  stateAt: Date;
  replyDueDay: Day | null;
  supportUnit: SupportUnit;
  hidden: Hidden;
  hiddenReason: string | null;
  photoIds: string[];
  /** Households that support it, however many of their members do. */
  households: number;
  persons: number;
  /** How many of those who raised or support it say of its last answer that it is settled, and that it is not. */
  settledBy: number;
  unsettledBy: number;
}

/** An answer is what the committee says; only those who asked can say that it is settled. */
export const isSettled = (matter: Pick<Matter, 'state' | 'settledBy' | 'unsettledBy'>): boolean =>
  matter.state.state === 'answered' && matter.settledBy > 0 && matter.unsettledBy === 0;

/** The title as anybody may read it and other records may repeat it: hidden words stay hidden, phone numbers are masked. */
export const publicTitle = (matter: Pick<Matter, 'title' | 'hidden' | 'year' | 'number'>): string =>
  matter.hidden === 'no' ? maskPhonesIn(matter.title) : `议题${matterNo(matter)}`;

/** What one support stands for: the office may let each household support once; otherwise each person may. */
export type SupportUnit = 'person' | 'household';

/** As it is called in public: `2026-012`. */
export const matterNo = (matter: Pick<Matter, 'year' | 'number'>): string => `${matter.year}-${String(matter.number).padStart(3, '0')}`;

/** First sentence of a text, at most 30 characters, as a title. */
export function titleFrom(text: string): string {
  const first =
    text
      .trim()
      .split(/[\n。！？!?]/)[0]
      ?.trim() ?? '';
  const characters = [...(first === '' ? text.trim().replace(/\s+/g, ' ') : first)];
  return characters.length > 30 ? `${characters.slice(0, 29).join('')}…` : characters.join('');
}

export const stepKinds = [
  'raised',
  'adopted',
  'declined',
  'answered',
  'passed-on',
  'withdrawn',
  'reopened',
  'merged',
  'merged-in',
  'hidden',
  'appealed',
  'shown',
  'appeal-rejected',
  'threshold',
  'threshold-residents',
  'threshold-groups',
  'threshold-set',
  'meeting',
  'meeting-off',
  'project',
  'sorted',
  'placed',
  'chased',
  'receiver-answered',
  'settled',
  'not-settled',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** One line of a matter's public history. */
export interface MatterStep {
  id: string;
  kind: StepKind;
  text: string | null;
  /** The other matter, the meeting or the project that the step speaks of. */
  otherId: string | null;
  dueDay: Day | null;
  /** Of a step that speaks of a meeting: of what kind it was. */
  meetingKind: string | null;
  byPerson: string | null;
  byRole: string;
  at: Date;
}

/** As what somebody acted on a matter. */
export type ActedAs = Role | 'raiser' | 'supporter' | 'system';

/** What a text typed by a person must be: `empty` nothing but blanks · `too-long` over `max` characters. */
export function checkText(text: string, max: number): 'empty' | 'too-long' | null {
  if (text.trim() === '') return 'empty';
  return [...text.trim()].length > max ? 'too-long' : null;
}
/** Most characters of a matter, a reason, an answer. */
export const maxTextLength = 2000;
