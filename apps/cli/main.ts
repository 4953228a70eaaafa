import { run } from './run.ts';

// Whoever reads our output may stop reading (`| head`): that is no failure of the command.
process.stdout.on('error', () => {});

const code = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  note: (line) => process.stderr.write(`${line}\n`),
});
process.exitCode = code;
