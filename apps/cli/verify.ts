import { join } from 'node:path';
import { verifyAudit } from '#platform/audit';
import type { Database, Tx } from '#platform/database';
import { FileStore, verifyFiles } from '#platform/files';
import { verifyBallots } from '#modules/ballots';
import { verifyConsents } from '#modules/consents';
import { verifyBooks } from '#modules/books';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, dataDirOf } from './command.ts';
import { listSubdistricts } from './subdistricts.ts';
import { withDatabase } from './with-database.ts';

/** One thing that can be proved anew from what is stored; every problem is one line. */
export type Check = {
  readonly name: string;
  readonly zh: string;
  run(tx: Tx, installation: { files: FileStore }): Promise<string[]>;
};

/** Everything that `verify` proves, for each subdistrict. */
export const checks: readonly Check[] = [
  { name: 'audit chain', zh: '审计链', run: (tx) => verifyAudit(tx) },
  { name: 'books', zh: '账目', run: (tx) => verifyBooks(tx) },
  { name: 'ballots', zh: '表决', run: (tx) => verifyBallots(tx) },
  { name: 'consents', zh: '征询', run: (tx) => verifyConsents(tx) },
  { name: 'files', zh: '文件', run: (tx, { files }) => verifyFiles(tx, files) },
];

/** Runs the checks over all subdistricts in read-only transactions. Returns the problems found, each with its subdistrict's code. */
export async function verifyInstallation(db: Database, installation: { files: FileStore }, report: (line: string) => void): Promise<string[]> {
  const subdistricts = await listSubdistricts(db);
  const problems: string[] = [];
  for (const { id, code } of subdistricts) {
    for (const check of checks) {
      const found = await db.tenant(id, (tx) => check.run(tx, installation), 'read');
      report(`${code}: ${check.zh} (${check.name}) ${found.length === 0 ? '✓' : `✗ ${found.length}`}`);
      problems.push(...found.map((problem) => `${code}: ${check.name}: ${problem}`));
    }
  }
  return problems;
}

/** Proves the installation anew: exit code 0 when everything holds, 1 with one line a problem when not. */
export const verify: CliCommand = async (args, context) => {
  parseOrMisuse(args, {}, 'verify');
  return withDatabase(context, { migrateFirst: false }, async (db) => {
    const files = new FileStore(join(dataDirOf(context.env), 'files'));
    const problems = await verifyInstallation(db, { files }, context.note);
    for (const problem of problems) context.out(`${problem}\n`);
    if (problems.length > 0) return 1;
    context.out('全部相符 (everything holds)\n');
    return 0;
  });
};
