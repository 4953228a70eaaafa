// The command line as `./zhidian` runs it, and on request with a fault planted under it: the database layer believes that a
// transaction is committed a moment before it is. Nothing outside the tests can reach this.
import pg from 'pg';
import { run } from '../../apps/cli/run.ts';

/**
 * Answers `commit` at once and commits a fifth of a second later. The connection stays away from the pool until then: whatever the command does after its commit would
 * otherwise wait behind it and hide the fault.
 */
function replyBeforeCommit(): void {
  const query = Reflect.get(pg.Client.prototype, 'query');
  Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    if (args[0] !== 'commit') return Reflect.apply(query, this, args);
    const late = Promise.all(['select pg_sleep(0.2)', 'commit'].map((text) => Reflect.apply(query, this, [text]))).catch(() => {});
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
