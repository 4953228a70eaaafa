import { IdTable } from './id-table.ts';
import { PbFault } from './records.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const isSpace = (byte: number | undefined) => byte === 32 || byte === 9 || byte === 13;

/**
 * The voters' ids, each once, as places in the file. While every id is longer than the one before, or as long and greater, nothing
 * can stand twice and nothing is looked up; the first that is not makes a table of all.
 */
export class VoterIds {
  private readonly bytes: Uint8Array;
  private begin: Int32Array;
  private end: Int32Array;
  private count = 0;
  private table: IdTable | null = null;

  constructor(bytes: Uint8Array, expected: number) {
    this.bytes = bytes;
    this.begin = new Int32Array(expected);
    this.end = new Int32Array(expected);
  }

  /** Adds the id at `begin … end`. */
  add(begin: number, end: number, line: number): void {
    const { bytes } = this;
    while (begin < end && isSpace(bytes[begin])) begin += 1;
    while (end > begin && isSpace(bytes[end - 1])) end -= 1;
    if (begin === end) throw new PbFault(line, 'voter_id is empty');
    if (this.table === null && !this.isAfterLast(begin, end)) {
      this.table = new IdTable(bytes, Math.max(1024, this.begin.length));
      for (let voter = 0; voter < this.count; voter++) this.table.add(this.begin[voter] as number, this.end[voter] as number);
    }
    if (this.table !== null && this.table.add(begin, end) >= 0) {
      throw new PbFault(line, `voter ${decoder.decode(bytes.subarray(begin, end))} stands twice`);
    }
    if (this.count === this.begin.length) {
      this.begin = doubled(this.begin);
      this.end = doubled(this.end);
    }
    this.begin[this.count] = begin;
    this.end[this.count] = end;
    this.count += 1;
  }

  /** Adds an id of a row that was read as text: it stands somewhere from `row` on. */
  addText(id: string, row: number, line: number): void {
    if (id === '') throw new PbFault(line, 'voter_id is empty');
    const text = encoder.encode(id);
    let from = this.bytes.indexOf(text[0] as number, row);
    while (from >= 0 && !text.every((byte, at) => this.bytes[from + at] === byte)) from = this.bytes.indexOf(text[0] as number, from + 1);
    if (from < 0) throw new PbFault(line, 'voter_id holds a quote');
    this.add(from, from + text.length, line);
  }

  /** The id of a voter. */
  at(voter: number): string {
    return decoder.decode(this.bytes.subarray(this.begin[voter], this.end[voter]));
  }

  private isAfterLast(begin: number, end: number): boolean {
    if (this.count === 0) return true;
    const last = this.begin[this.count - 1] as number;
    const lastLength = (this.end[this.count - 1] as number) - last;
    if (end - begin !== lastLength) return end - begin > lastLength;
    for (let at = 0; at < lastLength; at++) {
      const difference = (this.bytes[begin + at] as number) - (this.bytes[last + at] as number);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }
}

function doubled(old: Int32Array): Int32Array {
  const next = new Int32Array(Math.max(16, old.length * 2));
  next.set(old);
  return next;
}
