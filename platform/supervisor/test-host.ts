// A program for the process tests: holds a cluster until SIGTERM or SIGINT, as `zhidian start` does.
// Arguments: data folder, then settings as JSON. Prints one line of JSON when the database is up or could not be brought up.
import { startPostgres, SupervisorError } from './index.ts';

const [dataDir = '', settings = '{}'] = process.argv.slice(2);
const alive = setInterval(() => {}, 1000);
const stopAsked = new Promise<void>((resolve) => {
  process.once('SIGTERM', () => resolve());
  process.once('SIGINT', () => resolve());
});
try {
  const cluster = await startPostgres({
    dataDir,
    serverSettings: JSON.parse(settings),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const { ownerUrl, appUrl, serverVersion, kind } = cluster;
  process.stdout.write(`${JSON.stringify({ ownerUrl, appUrl, serverVersion, kind })}\n`);
  await stopAsked;
  await cluster.stop();
} catch (error) {
  const code = error instanceof SupervisorError ? error.code : 'unexpected';
  process.stdout.write(`${JSON.stringify({ code, message: error instanceof Error ? error.message : String(error) })}\n`);
  process.exitCode = 1;
} finally {
  clearInterval(alive);
}
