import { checkWidth, type PbHead } from './head.ts';
import { HASH_FACTOR, HASH_START, IdTable } from './id-table.ts';
import { PbFault, readRecord } from './records.ts';
import { VoterIds } from './voter-ids.ts';

/** The ballots in compressed rows, and where each row stands in the file. */
export type PbVotes = {
  readonly start: Int32Array;
  readonly choice: Int32Array;
  readonly points: Int32Array | null;
  readonly rowAt: Int32Array;
  readonly voters: VoterIds;
};

const NEWLINE = 10;
const RETURN = 13;
const SEPARATOR = 59;
const COMMA = 44;
const QUOTE = 34;

/** Bytes that end a project id in an unquoted row. */
const ENDS_ID = new Uint8Array(256);
for (const byte of [NEWLINE, RETURN, SEPARATOR, COMMA]) ENDS_ID[byte] = 1;

const decoder = new TextDecoder();

function grown(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(old.length * 2);
  next.set(old);
  return next;
}

/** Where the ballots go; rows are named in order. */
class Rows {
  start: Int32Array<ArrayBuffer>;
  rowAt: Int32Array<ArrayBuffer>;
  choice: Int32Array<ArrayBuffer>;
  points: Int32Array<ArrayBuffer>;
  readonly namedBy: Int32Array;
  size = 0;
  count = 0;
  // The projects of the row at hand by their place in the vote, −1 for one named before.
  private places: number[] = [];
  private readonly hasPoints: boolean;
  private readonly isSingle: boolean;

  constructor(head: PbHead, expected: number) {
    this.hasPoints = head.voteType === 'cumulative' || head.voteType === 'scoring';
    this.isSingle = head.voteType === 'choose-1';
    this.start = new Int32Array(expected + 1);
    this.rowAt = new Int32Array(expected);
    this.choice = new Int32Array(expected * 6);
    this.points = new Int32Array(this.hasPoints ? expected * 6 : 0);
    this.namedBy = new Int32Array(head.projects.length).fill(-1);
  }

  /** The same project twice in one ballot counts once. */
  name(project: number): void {
    const isFirst = this.namedBy[project] !== this.count;
    if (this.hasPoints) this.places.push(isFirst ? this.size : -1);
    if (!isFirst) return;
    this.namedBy[project] = this.count;
    if (this.size === this.choice.length) {
      this.choice = grown(this.choice);
      if (this.hasPoints) this.points = grown(this.points);
    }
    this.choice[this.size++] = project;
  }

  give(text: string, line: number): void {
    const given = text.trim() === '' ? [] : text.split(',');
    if (given.length !== this.places.length) throw new PbFault(line, `${given.length} points for ${this.places.length} projects in a vote`);
    given.forEach((each, at) => {
      if (!/^\d{1,6}(\.0+)?$/.test(each.trim())) throw new PbFault(line, `points are not a whole number: ${each}`);
      const place = this.places[at] ?? -1;
      if (place >= 0) this.points[place] = Number(each);
    });
  }

  /** Forgets what the row at hand has named so far. */
  undo(): void {
    const from = this.start[this.count] as number;
    for (let each = from; each < this.size; each++) this.namedBy[this.choice[each] as number] = -1;
    this.size = from;
    this.places.length = 0;
  }

  finish(row: number, line: number): void {
    const named = this.size - (this.start[this.count] as number);
    if (this.isSingle && named > 1) throw new PbFault(line, `${named} projects in a vote that chooses one`);
    this.rowAt[this.count] = row;
    this.count += 1;
    if (this.count === this.rowAt.length) {
      this.start = grown(this.start);
      this.rowAt = grown(this.rowAt);
    }
    this.start[this.count] = this.size;
    if (this.hasPoints) this.places.length = 0;
  }
}

/** What a field of the row is to the reader. */
const VOTER = 1;
const VOTE = 2;
const POINTS = 3;

/** The general way through a row: quotes, spaces, unknown ids, wrong width. */
function readSlowly(bytes: Uint8Array, from: number, line: number, width: number, roles: Int32Array, table: IdTable, voters: VoterIds, rows: Rows) {
  rows.undo();
  const record = readRecord(bytes, from, line);
  if (record.fields.every((field) => field === '')) return record;
  checkWidth(record, width, 'VOTES');
  const fieldOf = (role: number) => record.fields[roles.indexOf(role)] ?? '';
  voters.addText(fieldOf(VOTER), from, line);
  const ids =
    fieldOf(VOTE) === ''
      ? []
      : fieldOf(VOTE)
          .split(',')
          .map((each) => each.trim());
  if (ids.at(-1) === '') ids.pop();
  for (const id of ids) {
    const project = table.findText(id);
    if (project < 0) throw new PbFault(line, id === '' ? 'an empty project id in a vote' : `no such project: ${id}`);
    rows.name(project);
  }
  if (roles.includes(POINTS)) rows.give(fieldOf(POINTS), line);
  rows.finish(from, line);
  return record;
}

/**
 * Reads the votes in one pass over the bytes. Ids are found by hash without making strings; rows with quotes take the general way.
 * @throws PbFault
 */
export function readVotes(bytes: Uint8Array, head: PbHead): PbVotes {
  const end = bytes.length;
  const hasPoints = head.voteType === 'cumulative' || head.voteType === 'scoring';
  const roles = Int32Array.from(head.voteColumns, (column) =>
    column === 'voter_id' ? VOTER : column === 'vote' ? VOTE : column === 'points' && hasPoints ? POINTS : 0,
  );
  const width = roles.length;
  const table = IdTable.of(head.projects.map(({ id }) => id));
  const expected = Math.min(Number(head.meta.get('num_votes')) || 0, (end - head.next) >> 2) + 16;
  const voters = new VoterIds(bytes, expected);
  const rows = new Rows(head, expected);
  let line = head.nextLine;
  let at = head.next;
  while (at < end) {
    const row = at;
    let field = 0;
    let isPlain = true;
    let pointsAt = 0;
    let pointsEnd = 0;
    let voterAt = 0;
    let voterEnd = 0;
    let byte = 0;
    for (; field < width; field++) {
      const role = roles[field] as number;
      const from = at;
      if (bytes[at] === QUOTE) {
        isPlain = false;
        break;
      }
      if (role === VOTE) {
        for (;;) {
          const idAt = at;
          let hash = HASH_START;
          while (at < end && ENDS_ID[(byte = bytes[at] as number)] === 0) {
            hash = Math.imul(hash ^ byte, HASH_FACTOR);
            at += 1;
          }
          if (at === idAt && byte !== COMMA) break;
          const project = table.find(bytes, idAt, at, hash);
          if (project < 0) {
            isPlain = false;
            break;
          }
          rows.name(project);
          if (at >= end || byte !== COMMA) break;
          at += 1;
        }
        if (!isPlain) break;
      }
      while (at < end && (byte = bytes[at] as number) !== SEPARATOR && byte !== NEWLINE) at += 1;
      if (role === VOTER) {
        voterAt = from;
        voterEnd = at;
      } else if (role === POINTS) {
        pointsAt = from;
        pointsEnd = at;
      }
      if (at >= end || byte === NEWLINE) break;
      at += 1;
    }
    // Quotes, spaced or unknown ids, too few fields or too many, an empty line.
    if (!isPlain || field !== width - 1) {
      const record = readSlowly(bytes, row, line, width, roles, table, voters, rows);
      at = record.next;
      line = record.nextLine;
      continue;
    }
    voters.add(voterAt, voterEnd, line);
    if (hasPoints) rows.give(decoder.decode(bytes.subarray(pointsAt, pointsEnd)), line);
    rows.finish(row, line);
    at += 1;
    line += 1;
  }
  const { count, size } = rows;
  return {
    start: rows.start.subarray(0, count + 1),
    choice: rows.choice.subarray(0, size),
    points: hasPoints ? rows.points.subarray(0, size) : null,
    rowAt: rows.rowAt.subarray(0, count),
    voters,
  };
}
