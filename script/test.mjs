// Runs every gate and every test; sums them up in the last line. `script/test PATH…` limits the tests to those files.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTestTools } from './test-tools.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
mkdirSync('.cache', { recursive: true });

const deadline = process.env.ZHIDIAN_TEST_MINUTES === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(process.env.ZHIDIAN_TEST_MINUTES) * 60_000;
const sum = { passed: 0, failed: 0, skipped: 0 };

const bin = (name) => join(root, 'node_modules', '.bin', name);
const folders = ['apps', 'modules', 'libs', 'platform', 'testing', 'demo', 'bench'];
const gates = [
  { name: 'build', words: [process.execPath, 'script/build.mjs'] },
  { name: 'types (tsc)', words: [bin('tsc'), '--noEmit'] },
  { name: 'lint (oxlint)', words: [bin('oxlint'), '--quiet', ...folders] },
  { name: 'format (biome)', words: [bin('biome'), 'format', ...folders, 'script'] },
  {
    name: 'boundaries (dependency-cruiser)',
    words: [bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'apps', 'modules', 'libs', 'platform'],
  },
];

const env = { ...process.env, CI: process.env.CI ?? '1' };
if (!process.stdout.isTTY) env.NO_COLOR = '1';
Object.assign(env, await findTestTools());

const only = process.argv.slice(2);
// Pages need their built script even when only some tests are asked for.
for (const gate of only.length === 0 ? gates : gates.slice(0, 1)) {
  process.stdout.write(`${gate.name} … `);
  const startedAt = Date.now();
  const { code, output } = await run(gate.words, { quiet: true });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`);
  if (code === 0) sum.passed += 1;
  else {
    sum.failed += 1;
    process.stdout.write(`${output.trimEnd()}\n`);
  }
}

const report = join('.cache', 'vitest.json');
rmSync(report, { force: true });
const { code } = await run([bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...only], { quiet: false });
addVitest(code);

process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
process.exitCode = sum.failed === 0 ? 0 : 1;

function addVitest(exitCode) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    process.stdout.write('vitest left no report\n');
    sum.failed += 1;
    return;
  }
  sum.passed += result.numPassedTests;
  sum.skipped += result.numPendingTests + result.numTodoTests;
  // A file that cannot even be loaded has no test to fail, and must not vanish from the sum.
  const unloadable = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = result.numFailedTests + unloadable.length;
  // Errors outside any test (a rejected promise, a failed teardown) show in the exit code alone.
  sum.failed += failed === 0 && exitCode !== 0 ? 1 : failed;
}

function run(words, { quiet }) {
  return new Promise((resolve) => {
    const child = spawn(words[0], words.slice(1), {
      env,
      // A group of its own, so that running out of time ends its workers and servers too.
      detached: true,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    let overdue = false;
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const leftMs = deadline - Date.now();
    const timer = Number.isFinite(leftMs)
      ? setTimeout(
          () => {
            overdue = true;
            process.stdout.write('out of time\n');
            end('SIGTERM');
            setTimeout(() => end('SIGKILL'), 10_000).unref();
          },
          Math.max(leftMs, 1000),
        )
      : undefined;
    const end = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // Gone already.
      }
    };
    const pass = (signal) => end(signal);
    process.once('SIGTERM', pass);
    process.once('SIGINT', pass);
    const finish = (exitCode) => {
      clearTimeout(timer);
      process.off('SIGTERM', pass);
      process.off('SIGINT', pass);
      resolve({ code: overdue ? 1 : exitCode, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(1);
    });
    child.once('close', (exitCode) => finish(exitCode ?? 1));
  });
}
