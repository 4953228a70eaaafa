import { parseOrMisuse } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { migrateWithQueues, withCluster } from './with-database.ts';

/** Brings the database of a running server, or of the stopped installation, to this version. */
export const migrateCommand: CliCommand = async (args, context) => {
  parseOrMisuse(args, {}, 'migrate');
  const applied = await withCluster(context, (cluster) => migrateWithQueues(cluster.ownerUrl, context.note));
  context.out(applied.length === 0 ? '数据库已是当前版本 (nothing to do)\n' : `已升级 ${applied.length} 步 (${applied.length} applied)\n`);
  return 0;
};
