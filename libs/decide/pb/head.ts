import { type Project, type VoteType, placesOfAmount, toUnits } from '../election.ts';
import { PbFault, type PbRecord, readRecord } from './records.ts';

/** The sections before the votes. */
export type PbHead = {
  readonly meta: ReadonlyMap<string, string>;
  readonly voteType: VoteType;
  readonly budget: bigint;
  readonly scale: bigint;
  readonly maxLength: number | null;
  readonly threshold: bigint | null;
  readonly projects: readonly Project[];
  /** Columns of PROJECTS with the rows as written. */
  readonly projectColumns: readonly string[];
  readonly projectRows: readonly (readonly string[])[];
  readonly voteColumns: readonly string[];
  /** Where the first vote begins, and its line. */
  readonly next: number;
  readonly nextLine: number;
};

const VOTE_TYPES: readonly VoteType[] = ['approval', 'choose-1', 'ordinal', 'cumulative', 'scoring'];
const SECTIONS = ['META', 'PROJECTS', 'VOTES'];

/** The section that a record opens, if any. */
function sectionOf({ fields: [first = '', ...rest] }: PbRecord): string | null {
  const name = first.toUpperCase();
  return SECTIONS.includes(name) && rest.every((field) => field === '') ? name : null;
}

/** Records one after the other, empty lines left out. */
class Reader {
  at: number;
  line = 1;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.at = hasMark ? 3 : 0;
  }
  read(): PbRecord | null {
    while (this.at < this.#bytes.length) {
      const record = readRecord(this.#bytes, this.at, this.line);
      this.at = record.next;
      this.line = record.nextLine;
      if (record.fields.some((field) => field !== '')) return record;
    }
    return null;
  }
}

function expectSection(reader: Reader, record: PbRecord | null, name: string): void {
  if (record === null) throw new PbFault(reader.line, `section ${name} is missing`);
  if (sectionOf(record) === name) return;
  const found = record.fields
    .join(';')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 60);
  throw new PbFault(record.line, `expected section ${name}, found "${found}"`);
}

/** A header row without empty trailing columns. */
function columnsOf(reader: Reader, section: string, needed: readonly string[]): string[] {
  const record = reader.read();
  if (record === null || sectionOf(record)) throw new PbFault(record?.line ?? reader.line, `section ${section} has no header row`);
  const columns = [...record.fields];
  while (columns.at(-1) === '') columns.pop();
  for (const column of needed) if (!columns.includes(column)) throw new PbFault(record.line, `column ${column} is missing in ${section}`);
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice !== undefined) throw new PbFault(record.line, `column ${twice || '""'} stands twice in ${section}`);
  return columns;
}

/** As many fields as columns; further ones only when empty. */
export function checkWidth(record: PbRecord, width: number, section: string): void {
  const { fields, line } = record;
  if (fields.length < width || fields.slice(width).some((field) => field !== '')) {
    throw new PbFault(line, `${fields.length} fields in ${section}, expected ${width}`);
  }
}

type Line<T> = { value: T; line: number };

function readMeta(reader: Reader): Map<string, Line<string>> {
  columnsOf(reader, 'META', ['key', 'value']);
  const meta = new Map<string, Line<string>>();
  for (let record = reader.read(); ; record = reader.read()) {
    if (record === null) throw new PbFault(reader.line, 'section PROJECTS is missing');
    if (sectionOf(record)) {
      expectSection(reader, record, 'PROJECTS');
      return meta;
    }
    const [key = '', ...value] = record.fields;
    if (meta.has(key)) throw new PbFault(record.line, `${key} stands twice in META`);
    // A comment may hold unquoted semicolons.
    meta.set(key, { value: value.join(';').replace(/;+$/, ''), line: record.line });
  }
}

function needed(meta: ReadonlyMap<string, Line<string>>, key: string, line: number): Line<string> {
  const found = meta.get(key);
  if (found === undefined || found.value === '') throw new PbFault(found?.line ?? line, `${key} is missing in META`);
  return found;
}

function wholeOf(meta: ReadonlyMap<string, Line<string>>, key: string): number | null {
  const found = meta.get(key);
  if (found === undefined || found.value === '') return null;
  if (!/^\d{1,9}(\.0+)?$/.test(found.value)) throw new PbFault(found.line, `${key} is not a whole number: ${found.value}`);
  return Number(found.value);
}

function amountPlaces({ value, line }: Line<string>, what: string): number {
  const places = placesOfAmount(value);
  if (places === null) throw new PbFault(line, `${what} is not an amount: "${value}"`);
  return places;
}

/** Reads META, PROJECTS and the header of VOTES. */
export function readHead(bytes: Uint8Array): PbHead {
  const reader = new Reader(bytes);
  expectSection(reader, reader.read(), 'META');
  const meta = readMeta(reader);
  const metaEnd = reader.line - 1;
  const type = needed(meta, 'vote_type', metaEnd);
  const voteType = VOTE_TYPES.find((each) => each === type.value.toLowerCase());
  if (voteType === undefined) throw new PbFault(type.line, `unknown vote_type: ${type.value}`);
  const budget = needed(meta, 'budget', metaEnd);
  let places = Math.max(2, amountPlaces(budget, 'budget'));

  const projectColumns = columnsOf(reader, 'PROJECTS', ['project_id', 'cost']);
  const at = (column: string) => projectColumns.indexOf(column);
  const rows: Line<string[]>[] = [];
  const ids = new Set<string>();
  for (let record = reader.read(); ; record = reader.read()) {
    if (record === null) throw new PbFault(reader.line, 'section VOTES is missing');
    if (sectionOf(record)) {
      expectSection(reader, record, 'VOTES');
      break;
    }
    checkWidth(record, projectColumns.length, 'PROJECTS');
    const id = record.fields[at('project_id')] ?? '';
    if (id === '') throw new PbFault(record.line, 'project_id is empty');
    if (id.includes(',')) throw new PbFault(record.line, `project_id holds a comma: ${id}`);
    if (ids.has(id)) throw new PbFault(record.line, `project ${id} stands twice`);
    ids.add(id);
    places = Math.max(places, amountPlaces({ value: record.fields[at('cost')] ?? '', line: record.line }, `cost of project ${id}`));
    rows.push({ value: record.fields.slice(0, projectColumns.length), line: record.line });
  }
  if (rows.length === 0) throw new PbFault(reader.line - 1, 'there is no project');
  const listOf = (text: string | undefined) =>
    (text ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  const community = ['community', 'district', 'neighborhood', 'subunit'].find((column) => at(column) >= 0);
  const voteColumns = columnsOf(reader, 'VOTES', voteType === 'cumulative' || voteType === 'scoring' ? ['voter_id', 'vote', 'points'] : ['voter_id', 'vote']);
  const limit = wholeOf(meta, 'min_project_score_threshold');
  return {
    meta: new Map([...meta].map(([key, { value }]) => [key, value])),
    voteType,
    budget: toUnits(budget.value, places),
    scale: 10n ** BigInt(places),
    maxLength: wholeOf(meta, 'max_length'),
    threshold: limit === null ? null : BigInt(limit),
    projects: rows.map(({ value }) => ({
      id: value[at('project_id')] ?? '',
      name: value[at('name')] || (value[at('project_id')] ?? ''),
      cost: toUnits(value[at('cost')] ?? '0', places),
      categories: listOf(value[at('category')]),
      community: (community === undefined ? '' : (value[at(community)] ?? '')) || null,
    })),
    projectColumns,
    projectRows: rows.map(({ value }) => value),
    voteColumns,
    next: reader.at,
    nextLine: reader.line,
  };
}
