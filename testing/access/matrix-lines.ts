import type { Player } from './whole-site.ts';

/**
 * Who should get through to what, written out by hand, apart from the permission tables that it checks: it says what an
 * office would expect. Change it only with a reason that an office would understand.
 *
 * A line is a request: `route` as registered, `at` with names of things from the scene in braces, and who gets through.
 * Everybody else is refused: nobody signed in is sent to the sign-in, the others get 403, or 404 where `hidden` says that
 * they may not even learn that there is such a thing.
 */
export interface Line {
  route: string;
  at: string;
  through: readonly Player[];
  hidden?: boolean;
  /** Fields that the form needs to get anywhere. */
  fields?: Record<string, string>;
  /** More fields, sent by those who are refused: they make the form complete, so that what refuses is the right, not the form. */
  attack?: Record<string, string>;
  /**
   * Those who get an answer in words instead of a refusal, because it depends on more than the role (who asked for it,
   * who is on the roll): it must not be a failure of the server, and nothing may change.
   */
  idle?: readonly Player[];
  /** The thing lies at 胜利: for whoever has the role at 蔡路 it may as well not be there. */
  elsewhere?: boolean;
  /** It can be done only once: the first of those who may is let through, the others are not tried. */
  once?: boolean;
}

// Groups of players, each written out.
export const everyone: readonly Player[] = [
  'anonymous',
  'account',
  'resident',
  'steward',
  'secretary',
  'director',
  'supervisor',
  'keeper',
  'partner',
  'property',
  'officer',
  'head',
  'reviewer',
  'auditor',
  'admin',
  'secretaryElsewhere',
  'officerElsewhere',
];
export const signedIn: readonly Player[] = [
  'account',
  'resident',
  'steward',
  'secretary',
  'director',
  'supervisor',
  'keeper',
  'partner',
  'property',
  'officer',
  'head',
  'reviewer',
  'auditor',
  'admin',
  'secretaryElsewhere',
  'officerElsewhere',
];
/** Whoever belongs to 蔡路 in some way. */
export const locals: readonly Player[] = ['resident', 'steward', 'secretary', 'director', 'supervisor', 'keeper', 'partner', 'property'];
export const persons: readonly Player[] = [
  'resident',
  'steward',
  'secretary',
  'director',
  'supervisor',
  'keeper',
  'partner',
  'property',
  'officer',
  'head',
  'reviewer',
  'auditor',
  'admin',
  'secretaryElsewhere',
];
export const committee: readonly Player[] = ['secretary', 'director'];
export const office: readonly Player[] = ['officer', 'head'];

/** One line of the matrix. */
export const line = (route: string, at: string, through: readonly Player[], more: Partial<Line> = {}): Line => ({ route, at, through, ...more });
/** A route whose address needs nothing filled in, or is its own sample. */
export const same = (route: string, through: readonly Player[], more: Partial<Line> = {}): Line =>
  line(route, (route.split(' ')[1] ?? '').replace(':place', '{place}'), through, more);
