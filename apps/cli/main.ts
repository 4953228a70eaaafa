import { run } from './run.ts';

// Whoever reads our output may stop reading (`| head`, a log program that ended): that is no failure of the command, and
// must not keep a server from stopping its database in order.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const code = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  note: (line) => process.stderr.write(`${line}\n`),
});
process.exitCode = code;
