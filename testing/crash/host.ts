// The command line as `./zhidian` runs it, and on request with a fault planted under it: the database layer believes that a
// transaction is committed a moment before it is. Nothing outside the tests can reach this.
import pg from 'pg';
import { run } from '../../apps/cli/run.ts';

/**
 * Answers the commit of a command at once and commits a fifth of a second later. The connection stays away from the pool until then, and the chaining of audit facts, which
 * follows each command, commits as ever: otherwise the reply would wait behind them and hide the fault.
 */
function replyBeforeCommit(): void {
  const query = Reflect.get(pg.Client.prototype, 'query');
  const commands = new WeakSet<pg.Client>();
  Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    const [asked] = args;
    const text = typeof asked === 'object' && asked !== null && 'text' in asked ? String(asked.text) : String(asked);
    if (text.includes('insert into command_log')) commands.add(this);
    if (text !== 'commit' || !commands.delete(this)) return Reflect.apply(query, this, args);
    const late = Promise.all(['select pg_sleep(0.2)', 'commit'].map((each) => Reflect.apply(query, this, [each]))).catch(() => {});
    const release = Reflect.get(this, 'release');
    if (typeof release === 'function') Reflect.set(this, 'release', (...how: unknown[]) => void late.then(() => Reflect.apply(release, this, how)));
    return Promise.resolve({ rows: [], rowCount: 0, command: 'COMMIT' });
  });
}

process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
if (process.env['ZHIDIAN_TEST_REPLY_BEFORE_COMMIT'] === '1') replyBeforeCommit();
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  note: (line) => process.stderr.write(`${line}\n`),
});
