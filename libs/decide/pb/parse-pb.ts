import { type Result, err, ok } from '#libs/result';
import type { Election } from '../election.ts';
import { readHead } from './head.ts';
import { PbFault, readRecord } from './records.ts';
import { readVotes } from './votes.ts';

/** An election read from a `.pb` file, with what the file says besides. */
export type PbElection = Election & {
  readonly meta: ReadonlyMap<string, string>;
  readonly projectColumns: readonly string[];
  readonly projectRows: readonly (readonly string[])[];
  readonly voteColumns: readonly string[];
  /** The fields of a voter's row. */
  voteRow(voter: number): string[];
};

/** Why a `.pb` file cannot be read, and on which line. */
export type PbError = { readonly code: 'bad-pb'; readonly line: number; readonly reason: string };

const strict = new TextDecoder('utf-8', { fatal: true });

/** Whether there is no byte beyond ASCII, four at a time. */
function isAscii(bytes: Uint8Array): boolean {
  const { buffer, byteOffset, length } = bytes;
  if (length < 8) return bytes.every((byte) => byte < 0x80);
  const head = Math.min(length, -byteOffset & 3);
  const words = new Uint32Array(buffer, byteOffset + head, (length - head) >> 2);
  let seen = 0;
  for (let at = 0; at < words.length; at++) seen |= words[at] as number;
  if ((seen & 0x80808080) !== 0) return false;
  return [...bytes.subarray(0, head), ...bytes.subarray(head + words.length * 4)].every((byte) => byte < 0x80);
}

function isUtf8(bytes: Uint8Array): boolean {
  if (isAscii(bytes)) return true;
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function lineOfBadText(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const at = bytes.indexOf(10, from);
    const end = at < 0 ? bytes.length : at + 1;
    if (!isUtf8(bytes.subarray(from, end))) return line;
    from = end;
  }
  return line;
}

/**
 * Reads a `.pb` file (Pabulib). The bytes are kept, not copied: they must not change afterwards.
 *
 * Errors: `bad-pb` with line and reason.
 */
export function parsePb(input: Uint8Array | string): Result<PbElection, PbError> {
  const given = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  // One kind of array, so that the loops over it stay fast.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.length);
  try {
    const head = readHead(bytes);
    // Names before the votes may be in any script; votes rarely are.
    if (!isUtf8(bytes.subarray(0, head.next)) || !isUtf8(bytes.subarray(head.next))) throw new PbFault(lineOfBadText(bytes), 'not UTF-8');
    const votes = readVotes(bytes, head);
    return ok({
      voteType: head.voteType,
      projects: head.projects,
      budget: head.budget,
      scale: head.scale,
      voters: votes.rowAt.length,
      start: votes.start,
      choice: votes.choice,
      points: votes.points,
      maxLength: head.maxLength,
      threshold: head.threshold,
      meta: head.meta,
      projectColumns: head.projectColumns,
      projectRows: head.projectRows,
      voteColumns: head.voteColumns,
      voterId: (voter) => votes.voters.at(voter),
      voteRow: (voter) => readRecord(bytes, votes.rowAt[voter] ?? bytes.length, 0).fields.slice(0, head.voteColumns.length),
    });
  } catch (fault) {
    if (!(fault instanceof PbFault)) throw fault;
    // A file of another kind is named as such before what was misread in it.
    const line = isUtf8(bytes) ? Number.POSITIVE_INFINITY : lineOfBadText(bytes);
    return err({ code: 'bad-pb', ...(line <= fault.line ? { line, reason: 'not UTF-8' } : { line: fault.line, reason: fault.reason }) });
  }
}
