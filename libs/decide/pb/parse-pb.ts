import { isUtf8 } from 'node:buffer';
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
    if (!isUtf8(bytes)) throw new PbFault(lineOfBadText(bytes), 'not UTF-8');
    const head = readHead(bytes);
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
    if (fault instanceof PbFault) return err({ code: 'bad-pb', line: fault.line, reason: fault.reason });
    throw fault;
  }
}
