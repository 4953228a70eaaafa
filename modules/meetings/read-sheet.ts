import type { Invitation } from './invitation.ts';
import type { Counted } from './meeting.ts';
import { linesOf, type ListedHousehold, matchPaperList, type UnmatchedLine, whoOf } from './paper-list.ts';
import { seatsBy } from './seats.ts';

/** A line of the sheet as it goes into the attendance list. */
export interface SheetLine {
  line: string;
  personId: string | null;
  /** Only where households are counted. */
  householdId: string | null;
  organisationId: string | null;
  seatId: string | null;
  name: string;
  /** Door, or the organisation they came for. */
  label: string;
}

/** What a sheet is compared with. */
export interface SheetRoll {
  roster: readonly ListedHousehold[];
  invitations: readonly Invitation[];
  counted: Counted;
  needsName: boolean;
}

/**
 * Reads the signed sheet as it is typed: a line of the printed list by its code (`K7Q2M`, `K7Q2M 王小英`), else a door or a name. A code may
 * stand alone where the line is one person's, a department's, or a household's that counts as such.
 */
export function readSheet(text: string, roll: SheetRoll): { matched: SheetLine[]; unmatched: UnmatchedLine[] } {
  const seats = seatsBy(roll.invitations);
  const homes = new Map(roll.roster.map((home) => [home.householdId, home]));
  const matched: SheetLine[] = [];
  const unmatched: UnmatchedLine[] = [];
  const uncoded: string[] = [];
  for (const line of linesOf(text)) {
    const [first = '', ...rest] = line.normalize('NFKC').split(/[\s,，、：:]+/);
    const invitation = seats.code.get(first.toUpperCase());
    if (invitation) {
      const found = byCode(invitation, rest.join(''), roll, homes);
      if (typeof found === 'string') unmatched.push({ line, reason: found });
      else matched.push({ line, ...found });
    } else if (/^(?=.*\d)(?=.*[A-Z])[2-9A-HJ-NP-Z]{5}$/i.test(first) && !/^\d+[A-Z]?$/i.test(first)) unmatched.push({ line, reason: 'unknown-code' });
    else uncoded.push(line);
  }
  const doors = matchPaperList(uncoded.join('\n'), roll.roster, roll.needsName);
  for (const { line, householdId, personId, name, label } of doors.matched) {
    const seat = seats.household.get(householdId) ?? (personId === null ? undefined : seats.person.get(personId));
    const counts = roll.counted === 'household';
    matched.push({ line, personId, householdId: counts ? householdId : null, organisationId: null, seatId: seat?.id ?? null, name, label });
  }
  return { matched, unmatched: [...unmatched, ...doors.unmatched] };
}

type Coded = Omit<SheetLine, 'line'>;

function byCode(
  invitation: Invitation,
  name: string,
  roll: SheetRoll,
  homes: ReadonlyMap<string, ListedHousehold>,
): Coded | Extract<UnmatchedLine['reason'], 'unknown-name' | 'name-missing'> {
  const seatId = invitation.seat ? invitation.id : null;
  const nobody = { personId: null, householdId: null, organisationId: invitation.organisationId, seatId };
  // Whoever was named to come instead signs on the line; a seat stays the seat of the one who gave it.
  if (invitation.deputyName !== null && (name === '' || name === invitation.deputyName))
    return { ...nobody, name: invitation.deputyName, label: invitation.name };
  if (invitation.personId !== null) {
    if (name !== '' && name !== invitation.name) return 'unknown-name';
    return { ...nobody, personId: invitation.personId, name: invitation.name, label: invitation.door };
  }
  const home = invitation.householdId === null ? undefined : homes.get(invitation.householdId);
  if (invitation.householdId === null) return { ...nobody, name: name === '' ? invitation.name : name.slice(0, 80), label: invitation.name };
  if (!home) return 'unknown-name';
  const found = whoOf(home, name, roll.needsName);
  if (typeof found === 'string') return found;
  return { ...nobody, personId: found.personId, householdId: roll.counted === 'household' ? home.householdId : null, name: found.name, label: home.label };
}
