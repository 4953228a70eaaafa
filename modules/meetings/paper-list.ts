/** A household as a pasted line is compared with it. */
export interface ListedHousehold {
  householdId: string;
  /** `3号楼2单元401`, with the compound's name before it where there are several. */
  label: string;
  members: readonly { personId: string; name: string }[];
}

/** A line of a paper sign-in sheet that was understood. `personId` null: the door alone stands there, without a name. */
export interface MatchedLine {
  line: string;
  householdId: string;
  personId: string | null;
  name: string;
  label: string;
}
/**
 * A line that was not understood: nobody fits; several do; the door is known but nobody of that name lives behind it; a door without a name where
 * heads are counted; a code that is not on this meeting's sheet.
 */
export interface UnmatchedLine {
  line: string;
  reason: 'nobody' | 'several' | 'unknown-name' | 'name-missing' | 'unknown-code';
}

const units = /号楼|号|楼|幢|栋|座|弄|单元|门|室|户|组/g;

/** `3号楼2单元401室`, `3-2-401` and `3/2/401` → `3-2-401`: the numbers decide, not how they are written. */
export function doorKey(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toUpperCase()
      .match(/\d+[A-Z]?/g) ?? []
  )
    .map((part) => part.replace(/^0+(?=\d)/, ''))
    .join('-');
}

/** What is left of a line without its door: the name, if there is one. */
function nameIn(line: string): string {
  return (
    line
      .normalize('NFKC')
      .replace(/[\d\-–—/\\.,，、;；:：()（）]+[A-Za-z]?/g, ' ')
      .replace(units, ' ')
      .trim()
      .split(/\s+/)
      .filter((part) => part !== '')
      .at(-1) ?? ''
  );
}

/**
 * Reads a pasted sign-in list, one line a person: a door (`3号楼2单元401 王小英`, `3-2-401`), or a name alone when
 * exactly one person of the neighbourhood bears it. Blank lines are left out. What does not fit comes back with its reason:
 * nothing is guessed, and a name that fits no door counts for none.
 * @param needsName where heads make a quorum, a door of several people must say who of them came.
 */
export function matchPaperList(text: string, roster: readonly ListedHousehold[], needsName = false): { matched: MatchedLine[]; unmatched: UnmatchedLine[] } {
  const byKey = new Map<string, ListedHousehold[]>();
  for (const home of roster) byKey.set(doorKey(home.label), [...(byKey.get(doorKey(home.label)) ?? []), home]);
  const matched: MatchedLine[] = [];
  const unmatched: UnmatchedLine[] = [];
  for (const line of linesOf(text)) {
    const key = doorKey(line);
    const found = key === '' ? byName(line, roster) : byDoor(line, byKey.get(key) ?? [], needsName);
    if (typeof found === 'string') unmatched.push({ line, reason: found });
    else if (found.length === 1 && found[0]) matched.push({ line, ...found[0] });
    else unmatched.push({ line, reason: found.length === 0 ? 'nobody' : 'several' });
  }
  return { matched, unmatched };
}

/** The lines that say something. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '');

type Found = Omit<MatchedLine, 'line'>;

function byName(line: string, roster: readonly ListedHousehold[]): Found[] {
  const name = line.normalize('NFKC').replace(/\s+/g, '');
  return roster.flatMap((home) =>
    home.members
      .filter((member) => member.name === name)
      .map((member) => ({ householdId: home.householdId, personId: member.personId, name: member.name, label: home.label })),
  );
}

function byDoor(line: string, homes: readonly ListedHousehold[], needsName: boolean): Found[] | 'unknown-name' | 'name-missing' {
  // Two compounds may both have a 3-2-401: then the compound's name must be in the line.
  const compact = line.normalize('NFKC').replace(/\s+/g, '');
  const wanted = homes.length > 1 ? homes.filter((home) => compact.includes(home.label.replace(/\d.*$/, ''))) : homes;
  const [home, ...others] = wanted;
  if (!home || others.length > 0) return wanted.map((one) => ({ householdId: one.householdId, personId: null, name: one.label, label: one.label }));
  const found = whoOf(home, nameIn(line.replace(home.label.replace(/\d.*$/, ''), ' ')), needsName, compact);
  return typeof found === 'string' ? found : [found];
}

/** Who of a household is meant: the one who is named, the only one, or the household itself where that is enough. */
export function whoOf(home: ListedHousehold, name: string, needsName: boolean, whole = name): Found | 'unknown-name' | 'name-missing' {
  const of = (member: { personId: string; name: string } | null): Found => ({
    householdId: home.householdId,
    personId: member?.personId ?? null,
    name: member?.name ?? home.label,
    label: home.label,
  });
  const named = home.members.find((member) => member.name === name) ?? home.members.find((member) => member.name !== '' && whole.includes(member.name));
  if (named) return of(named);
  if (name !== '') return 'unknown-name';
  const [only, ...more] = home.members;
  if (only && more.length === 0) return of(only);
  return needsName ? 'name-missing' : of(null);
}
