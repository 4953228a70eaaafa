/** Reading invoices: CPU a file by its form, a batch of 200, and a long run of random mutations. `script/bench invoices [RUNS]`. */
import { drawer, mutate, seeds } from '../libs/einvoice/fuzz.fixture.ts';
import { einvoiceXml, notedOfd, sample, taggedOfd } from '../libs/einvoice/samples.fixture.ts';
import { checkInvoice } from '../libs/einvoice/index.ts';
import { readInvoiceFile } from '../platform/invoices/index.ts';
import { printedInvoice } from '../platform/invoices/printed.fixture.ts';

const cpuMs = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
};
const files = [...seeds, ['printed.pdf', await printedInvoice({ number: '26312000000000001234' })] as const];
for (const [name, file] of files) {
  const first = process.cpuUsage();
  await readInvoiceFile(file);
  const cold = cpuMs(first);
  for (let warm = 0; warm < 20; warm += 1) await readInvoiceFile(file);
  const start = process.cpuUsage();
  const rounds = name.endsWith('.pdf') ? 20 : 200;
  for (let round = 0; round < rounds; round += 1) await readInvoiceFile(file);
  console.log(`${name.padEnd(14)} ${(cpuMs(start) / rounds).toFixed(2)} ms CPU a file (${rounds} of ${file.length} bytes; the first ${cold.toFixed(0)} ms)`);
}

/** A batch as a clerk sends it: a quarter PDF, the rest OFD and XML, two on their way at once. */
const batch = await Promise.all(
  Array.from({ length: 200 }, async (_, no) => {
    const number = `2631200000${String(no).padStart(10, '0')}`;
    const of = { ...sample, number };
    return no % 4 === 0 ? printedInvoice({ number }) : no % 4 === 1 ? taggedOfd(of) : no % 4 === 2 ? einvoiceXml(of) : notedOfd(of);
  }),
);
const memoryBefore = process.memoryUsage().rss;
let memoryMost = memoryBefore;
let next = 0;
let read = 0;
const [startedAt, startedCpu] = [performance.now(), process.cpuUsage()];
const work = async (): Promise<void> => {
  for (let file = batch[next++]; file; file = batch[next++]) {
    if ((await readInvoiceFile(file)).ok) read += 1;
    memoryMost = Math.max(memoryMost, process.memoryUsage().rss);
  }
};
await Promise.all([work(), work()]);
console.log(
  `${read} of 200 files read: ${(cpuMs(startedCpu) / 200).toFixed(1)} ms CPU and ${((performance.now() - startedAt) / 200).toFixed(1)} ms a file, memory at most ${((memoryMost - memoryBefore) / 1_048_576).toFixed(0)} MB above the start`,
);

const runs = Number(process.argv[2] ?? 100_000);
const draw = drawer(1);
const outcomes = { refused: 0, questioned: 0, accepted: 0, wrong: 0 };
const before = process.memoryUsage().rss;
let most = before;
for (let run = 0; run < runs; run += 1) {
  const [, file] = seeds[run % seeds.length] ?? ['', new Uint8Array()];
  const result = await readInvoiceFile(mutate(file, draw));
  if (!result.ok) outcomes.refused += 1;
  else if (checkInvoice(result.value, '2026-11-22').some((check) => !check.passed && check.severity !== 'note')) outcomes.questioned += 1;
  else if (result.value.netFen === 12_389n && result.value.taxFen === 1_611n && result.value.totalFen === 14_000n) outcomes.accepted += 1;
  else outcomes.wrong += 1;
  if (run % 1_000 === 0) most = Math.max(most, process.memoryUsage().rss);
}
console.log(`${runs} mutated files:`, JSON.stringify(outcomes), `memory at most ${((most - before) / 1_048_576).toFixed(0)} MB above the start`);
if (outcomes.wrong > 0) process.exitCode = 1;
