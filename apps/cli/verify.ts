import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { verifyAudit } from '#platform/audit';
import type { Database, Tx } from '#platform/database';
import { FileStore, verifyFiles } from '#platform/files';
import { type SealReport, verifySeals } from '#platform/seals';
import { verifyBallots } from '#modules/ballots';
import { verifyConsents } from '#modules/consents';
import { proveBooks, verifyBooks } from '#modules/books';
import { sealedKinds } from '../web/sealed-kinds.ts';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, dataDirOf } from './command.ts';
import { listSubdistricts } from './subdistricts.ts';
import { withDatabase } from './with-database.ts';

/** One thing that can be proved anew from what is stored; every problem is one line. */
export type Check = {
  readonly name: string;
  readonly zh: string;
  run(tx: Tx, installation: { files: FileStore; full?: boolean }): Promise<string[]>;
};

/** Everything that `verify` proves, for each subdistrict. */
export const checks: readonly Check[] = [
  { name: 'audit chain', zh: '审计链', run: (tx) => verifyAudit(tx) },
  // The factors are drawn anew each time, so that nobody can fit a change to them; in full every promise is gone through one by one.
  { name: 'books', zh: '账目', run: (tx, { full }) => (full ? verifyBooks(tx) : proveBooks(tx, randomBytes(8).readBigInt64LE())) },
  { name: 'ballots', zh: '表决', run: (tx) => verifyBallots(tx) },
  { name: 'consents', zh: '征询', run: (tx) => verifyConsents(tx) },
  { name: 'files', zh: '文件', run: (tx, { files }) => verifyFiles(tx, files) },
];

/** How the comparison with the seals is told: what was compared, and how much was written since the last sealing. */
const sealsLine = (code: string, found: SealReport): string =>
  `${code}: 封存 (seals) ${found.problems.length === 0 ? '✓' : `✗ ${found.problems.length}`} · ${found.sealed} 行已核 (rows compared) · ${found.unsealed} 行尚未封存 (not sealed yet)`;

/**
 * Runs the checks over all subdistricts in read-only transactions; `full` compares every sealed row with its seal as well. Returns the problems found,
 * each with its subdistrict's code.
 */
export async function verifyInstallation(db: Database, installation: { files: FileStore; full?: boolean }, report: (line: string) => void): Promise<string[]> {
  const subdistricts = await listSubdistricts(db);
  const problems: string[] = [];
  for (const { id, code } of subdistricts) {
    for (const check of checks) {
      const found = await db.tenant(id, (tx) => check.run(tx, installation), 'read');
      report(`${code}: ${check.zh} (${check.name}) ${found.length === 0 ? '✓' : `✗ ${found.length}`}`);
      for (const problem of found) problems.push(`${code}: ${check.name}: ${problem}`);
    }
    if (!installation.full) continue;
    const seals = await db.tenant(id, (tx) => verifySeals(tx, sealedKinds), 'read');
    report(sealsLine(code, seals));
    for (const problem of seals.problems) problems.push(`${code}: seals: ${problem}`);
  }
  return problems;
}

/** Proves the installation anew: exit code 0 when everything holds, 1 with one line a problem when not. */
export const verify: CliCommand = async (args, context) => {
  const { values } = parseOrMisuse(args, { full: { type: 'boolean' } }, 'verify [--full]');
  const full = values.full === true;
  return withDatabase(context, { migrateFirst: false }, async (db) => {
    const files = new FileStore(join(dataDirOf(context.env), 'files'));
    const problems = await verifyInstallation(db, { files, full }, context.note);
    for (const problem of problems) context.out(`${problem}\n`);
    if (problems.length > 0) return 1;
    context.out('全部相符 (everything holds)\n');
    if (!full) context.note('要逐行与封存的摘要核对，请加 --full (add --full to compare every row with its seal)');
    return 0;
  });
};
