import { buildingName, entranceName, floorOfRoom, parseArea, roomName, tidyName } from '#modules/places';
import type { ColumnMapping, RosterField } from './columns.ts';
import { type NamedOwner, type NamedPerson, type PeopleCellError, readOwners, readPeople } from './people-cell.ts';
import type { Sheet } from '#platform/tables';

/** One door as the roster tells it; null = the roster says nothing about this. */
export interface RosterRow {
  /** Number of the row in the office's file. */
  row: number;
  compound: string | null;
  group: string | null;
  building: string;
  entrance: string;
  room: string;
  floor: number | null;
  areaCentiM2: bigint | null;
  ownerNo: string | null;
  owners: NamedOwner[] | null;
  residents: NamedPerson[] | null;
  tenants: NamedPerson[] | null;
  /** The cell says that nobody lives there (空置). */
  vacant: boolean;
}

/**
 * `missing` a needed cell is empty · `unreadable` a formula without a stored result · `too-long` · `bad-floor` · `bad-area` ·
 * `door-twice` the same door stands in another row · the codes of cells with people.
 */
export type RosterErrorCode = 'missing' | 'unreadable' | 'too-long' | 'bad-floor' | 'bad-area' | 'door-twice' | 'still-lived-in' | PeopleCellError;

/** What is wrong in which cell; `value` is what stands there, `other` another row concerned. */
export interface RosterError {
  row: number;
  field: RosterField;
  code: RosterErrorCode;
  value: string;
  other?: number;
}
/** Worth a look, but no error: shares taken as equal. */
export interface RosterNote {
  row: number;
  code: 'equal-shares';
}

export interface ParsedRoster {
  rows: RosterRow[];
  errors: RosterError[];
  notes: RosterNote[];
}

const lengths: Partial<Record<RosterField, number>> = {
  compound: 60,
  group: 40,
  building: 37,
  entrance: 38,
  room: 20,
  ownerNo: 40,
};
const vacancy = /^(空置|空关|空房|无人|无人居住|无|未入住|vacant|empty)$/i;

/** Reads every row below the headers; each wrong cell is told apart, so that the office corrects them all at once. */
export function parseRoster(sheet: Sheet, headerRow: number, mapping: ColumnMapping): ParsedRoster {
  const rows: RosterRow[] = [];
  const errors: RosterError[] = [];
  const notes: RosterNote[] = [];
  const seen = new Map<string, number>();
  for (let i = headerRow + 1; i < sheet.rows.length; i++) {
    const reader = new RowReader(sheet, i, mapping, errors);
    const row = reader.read(notes);
    if (!row) continue;
    const door = [row.compound ?? '', row.building, row.entrance, row.room].join('\n');
    const other = seen.get(door);
    if (other !== undefined)
      errors.push({
        row: row.row,
        field: 'room',
        code: 'door-twice',
        value: row.building + row.entrance + row.room,
        other,
      });
    else seen.set(door, row.row);
    rows.push(row);
  }
  return { rows, errors, notes };
}

class RowReader {
  readonly #sheet: Sheet;
  readonly #index: number;
  readonly #mapping: ColumnMapping;
  readonly #errors: RosterError[];
  constructor(sheet: Sheet, index: number, mapping: ColumnMapping, errors: RosterError[]) {
    this.#sheet = sheet;
    this.#index = index;
    this.#mapping = mapping;
    this.#errors = errors;
  }
  get #row(): number {
    return this.#sheet.rowNumbers[this.#index]!;
  }
  #wrong(field: RosterField, code: RosterErrorCode, value: string): null {
    this.#errors.push({ row: this.#row, field, code, value: value.slice(0, 60) });
    return null;
  }
  #cell(field: RosterField): string {
    const column = this.#mapping[field];
    if (column === undefined) return '';
    if (this.#sheet.unreadable.has(`${this.#index}:${column}`)) {
      this.#wrong(field, 'unreadable', '');
      return '';
    }
    const text = this.#sheet.rows[this.#index]![column] ?? '';
    const longest = lengths[field];
    if (longest === undefined || text.length <= longest) return text;
    this.#wrong(field, 'too-long', text);
    return '';
  }
  #named(field: RosterField): string | null {
    return tidyName(this.#cell(field)) || null;
  }

  /** The row, or null when it names no door. Errors of its other cells are told all the same. */
  read(notes: RosterNote[]): RosterRow | null {
    const before = this.#errors.length;
    const building = buildingName(this.#cell('building'));
    const room = roomName(this.#cell('room'));
    const unread = this.#errors.length > before;
    if (building === '' && !unread) this.#wrong('building', 'missing', '');
    if (room === '' && !unread) this.#wrong('room', 'missing', '');
    const residentsCell = this.#cell('residents');
    const vacant = vacancy.test(residentsCell);
    const row: RosterRow = {
      row: this.#row,
      compound: this.#named('compound'),
      group: this.#named('group'),
      building,
      entrance: entranceName(this.#cell('entrance')),
      room,
      floor: this.#floor(room),
      areaCentiM2: this.#area(),
      ownerNo: this.#named('ownerNo'),
      owners: this.#owners(notes),
      residents: vacant ? null : this.#people('residents', residentsCell),
      tenants: this.#people('tenants', this.#cell('tenants')),
      vacant,
    };
    this.#givePhone(row);
    agree(row);
    return building === '' || room === '' ? null : row;
  }

  #floor(room: string): number | null {
    const text = this.#cell('floor')
      .normalize('NFKC')
      .replace(/[层楼F]$/i, '')
      .trim();
    if (text === '') return floorOfRoom(room);
    const floor = /^(?:-\d|\d{1,3})$/.test(text) ? Number(text) : Number.NaN;
    return Number.isInteger(floor) && floor >= -5 && floor <= 200 ? floor : this.#wrong('floor', 'bad-floor', text);
  }
  #area(): bigint | null {
    const text = this.#cell('area');
    if (text === '') return null;
    const area = parseArea(text);
    return area !== null && area <= 100_000_000n ? area : this.#wrong('area', 'bad-area', text);
  }
  #owners(notes: RosterNote[]): NamedOwner[] | null {
    const text = this.#cell('owners');
    if (text === '') return null;
    const read = readOwners(text);
    if (!read.ok) return this.#wrong('owners', read.error, text);
    if (read.value.sharesAssumed) notes.push({ row: this.#row, code: 'equal-shares' });
    return read.value.owners;
  }
  #people(field: 'residents' | 'tenants', text: string): NamedPerson[] | null {
    if (text === '' || vacancy.test(text)) return null;
    const read = readPeople(text);
    return read.ok ? read.value : this.#wrong(field, read.error, text);
  }
  /** A phone in its own column belongs to the first adult of the row. */
  #givePhone(row: RosterRow): void {
    const text = this.#cell('phone');
    if (text === '') return;
    const read = readPeople(`某 ${text.split(/[;；、，,/\s]+/)[0] ?? ''}`);
    const phone = read.ok ? (read.value[0]?.phone ?? null) : null;
    if (phone === null) {
      this.#wrong('phone', 'bad-phone', text);
      return;
    }
    const first = [...(row.residents ?? []), ...(row.tenants ?? []), ...(row.owners ?? [])].find((person) => person.adult);
    if (first) first.phone ??= phone;
  }
}

/** An owner who is also named among those who live there is one person: what one cell tells holds in the other. */
function agree(row: RosterRow): void {
  for (const owner of row.owners ?? []) {
    for (const person of [...(row.residents ?? []), ...(row.tenants ?? [])].filter((one) => one.name === owner.name)) {
      owner.phone = person.phone = owner.phone ?? person.phone;
      owner.adult = person.adult = owner.adult && person.adult;
    }
  }
}
