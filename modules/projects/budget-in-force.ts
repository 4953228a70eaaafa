import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import type { ApplicationVersion } from './application-store.ts';

/** Money that a change moves from one budget line to another, or to a new one, inside one source. */
export interface ChangeMove {
  fromLine: number;
  sourceNo: number;
  /** Null: a new line, named in `toName` and `toCategory`. */
  toLine: number | null;
  toName: string | null;
  toCategory: string | null;
  amountFen: bigint;
}
/** A move with the change it belongs to. */
export interface KeptMove extends ChangeMove {
  changeId: string;
  approved: boolean;
}

/** A budget line as it stands after what was approved. */
export interface LineInForce {
  /** Null: added by a change. */
  no: number | null;
  name: string;
  category: string;
  agreedFen: bigint;
  amountFen: bigint;
}

const movesRow = z.object({
  changeId: z.string(),
  fromLine: z.number(),
  sourceNo: z.number(),
  toLine: z.number().nullable(),
  toName: z.string().nullable(),
  toCategory: z.string().nullable(),
  amountFen: z.bigint(),
  approved: z.boolean(),
});

/** Moves of a project's changes, oldest first. */
export const movesOf = (tx: Tx, projectId: string): Promise<KeptMove[]> =>
  tx.all(
    sql`select m.change_id as "changeId", m.from_line as "fromLine", m.source_no as "sourceNo", m.to_line as "toLine", m.to_name as "toName", m.to_category as "toCategory",
      m.amount_fen as "amountFen", c.state = 'approved' as approved from change_move m join change_request c on c.subdistrict_id = m.subdistrict_id and c.id = m.change_id
      where m.subdistrict_id = ${tx.subdistrictId} and c.project_id = ${projectId} order by c.no, m.no`,
    movesRow,
  );

export async function insertMoves(tx: CommandTx, changeId: string, moves: readonly ChangeMove[]): Promise<void> {
  for (const [at, move] of moves.entries()) {
    await tx.exec(sql`insert into change_move (subdistrict_id, change_id, no, from_line, source_no, to_line, to_name, to_category, amount_fen) values (${tx.subdistrictId}, ${changeId},
      ${at + 1}, ${move.fromLine}, ${move.sourceNo}, ${move.toLine}, ${move.toName}, ${move.toCategory}, ${move.amountFen})`);
  }
}

/** The budget after moves: the agreed lines, then the new ones. Its total never changes, because each move gives what it takes. */
export function budgetAfter(application: Pick<ApplicationVersion, 'lines'>, moves: readonly ChangeMove[]): LineInForce[] {
  const lines: LineInForce[] = application.lines.map((line, at) => ({
    no: at + 1,
    name: line.name,
    category: line.category,
    agreedFen: line.amountFen,
    amountFen: line.amountFen,
  }));
  for (const move of moves) {
    const from = lines.find((line) => line.no === move.fromLine);
    let to = lines.find((line) =>
      move.toLine === null ? line.no === null && line.name === move.toName && line.category === move.toCategory : line.no === move.toLine,
    );
    if (!to && move.toName !== null && move.toCategory !== null) {
      to = { no: null, name: move.toName, category: move.toCategory, agreedFen: 0n, amountFen: 0n };
      lines.push(to);
    }
    if (!from || !to) continue;
    from.amountFen -= move.amountFen;
    to.amountFen += move.amountFen;
  }
  return lines;
}

/** What a line still has of a source after what was approved. */
export function partOf(application: Pick<ApplicationVersion, 'lines'>, moves: readonly ChangeMove[], line: number, sourceNo: number): bigint {
  const agreed = application.lines[line - 1]?.shares.find((share) => share.sourceNo === sourceNo)?.amountFen ?? 0n;
  return moves
    .filter((move) => move.sourceNo === sourceNo)
    .reduce((fen, move) => fen + (move.toLine === line ? move.amountFen : 0n) - (move.fromLine === line ? move.amountFen : 0n), agreed);
}

/** What keeps moves from being asked for: see {@link whatIsWrongWithTheMoves}. */
export type MoveFault = 'no-moves' | 'invalid' | 'not-enough' | 'source-may-not-pay';

/**
 * What is wrong with moves, or null: `no-moves` there are none · `invalid` no such line or source, the same line twice, nothing, or a new line without name or use ·
 * `not-enough` the line has less of that source · `source-may-not-pay` what the source pays for was agreed with who gives it, and this use is not among it.
 */
export function whatIsWrongWithTheMoves(
  application: Pick<ApplicationVersion, 'lines' | 'sources'>,
  approved: readonly ChangeMove[],
  moves: readonly ChangeMove[],
): MoveFault | null {
  if (moves.length === 0) return 'no-moves';
  for (const [at, move] of moves.entries()) {
    const to = move.toLine === null ? null : application.lines[move.toLine - 1];
    const category = move.toLine === null ? move.toCategory?.trim() : to?.category;
    if (!application.lines[move.fromLine - 1] || !application.sources[move.sourceNo - 1] || to === undefined || move.toLine === move.fromLine) return 'invalid';
    if (move.amountFen <= 0n || !category || (move.toLine === null && !move.toName?.trim())) return 'invalid';
    if (!application.lines.some((line) => line.category === category && line.shares.some((share) => share.sourceNo === move.sourceNo)))
      return 'source-may-not-pay';
    // What the same change brings to a line is not taken from it again.
    const leaving = moves
      .slice(0, at + 1)
      .reduce((fen, one) => (one.fromLine === move.fromLine && one.sourceNo === move.sourceNo ? fen + one.amountFen : fen), 0n);
    if (partOf(application, approved, move.fromLine, move.sourceNo) < leaving) return 'not-enough';
  }
  return null;
}
