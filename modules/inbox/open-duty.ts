import type { Day } from '#libs/civil-time';
import type { Role } from '#platform/access';
import type { CommandTx } from '#platform/command';
import type { Bilingual } from '#platform/i18n';
import { closeDuties, saveDuties, saveDuty } from './store.ts';

/** What a module says when somebody must act next. */
export interface DutyInput {
  /** `noun.verb` of what is to be done: `matter.reply`. */
  kind: string;
  /** The role that must act at the place. Leave out only where a person is named. */
  role?: Role;
  /** The one who must act; nobody else has it in the inbox. */
  personId?: string;
  /** Null: the subdistrict as a whole. */
  neighbourhoodId: string | null;
  subjectKind: string;
  subjectId: string;
  projectId?: string;
  title: Bilingual;
  /** Path of the page where it is done, below the subdistrict's base: `/matters/{id}`. */
  href: string;
  /** Null where the office has set no deadline: shown as such, never invented, never overdue. */
  dueDay: Day | null;
}

/**
 * Opens a duty inside the caller's command. An open one of the same kind, subject and person is refreshed instead; a new
 * deadline starts its escalation anew. Returns its id. Naming neither role nor person is a bug and throws.
 */
export function openDuty(tx: CommandTx, duty: DutyInput): Promise<string> {
  return saveDuty(tx, duty);
}

/** Opens many duties at once, such as one for each voter. Those already open stay as they are. Returns how many are new. */
export function openDuties(tx: CommandTx, duties: readonly DutyInput[]): Promise<number> {
  return duties.length === 0 ? Promise.resolve(0) : saveDuties(tx, duties);
}

/** Closes the open duties of a kind about a subject (all persons', or one's) as done by the actor. Returns how many; 0 is no error. */
export function closeDuty(tx: CommandTx, which: { kind: string; subjectId: string; personId?: string }): Promise<number> {
  return closeDuties(tx, which, 'done');
}

/** Closes open duties about a subject because it is no longer so (withdrawn, merged); nobody has done them. Returns how many. */
export function dropDuties(tx: CommandTx, which: { subjectId: string; kind?: string; personId?: string }): Promise<number> {
  return closeDuties(tx, which, 'dropped');
}
