import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import vm from 'node:vm';
import { type AllocateOptions, type PbElection, allocate, countOptions, electionFrom, LAW_RULES, parsePb, tally, writePb } from '#libs/decide';

/**
 * CPU of reading elections and of every allocation rule, with the size of each instance, and of counting 100,000 ballots.
 * Run: `script/bench decide [FILE.pb …]`; without files those of `ZHIDIAN_CONFORMANCE/pb`, else an election that is made up.
 * With `PEER` set to a copy of equalshares-compute-tool, its Equal Shares run on the same files and the ratios are printed.
 */
const RULES: [string, AllocateOptions][] = [
  ['greedy', { rule: 'greedy' }],
  ['greedy card', { rule: 'greedy', utility: 'card' }],
  ['mes cost', { rule: 'mes' }],
  ['mes card', { rule: 'mes', utility: 'card' }],
  ['mes cost add1', { rule: 'mes', completion: 'add1' }],
  ['mes card add1', { rule: 'mes', utility: 'card', completion: 'add1' }],
  ['phragmen', { rule: 'phragmen' }],
  ['maxwelfare cost', { rule: 'maxwelfare' }],
  ['maxwelfare card', { rule: 'maxwelfare', utility: 'card' }],
];

/** Milliseconds of CPU that a piece of work takes: the median of runs, as many as fit in about a second after warming up. */
function cpuOf(work: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const first = once();
  const runs = Math.max(3, Math.min(40, Math.floor(1000 / Math.max(first, 1))));
  if (first < 300) for (let run = 0; run < runs; run++) once();
  const times = Array.from({ length: runs }, once).sort((a, b) => a - b);
  return times[times.length >> 1] ?? first;
}

type Peer = { parse(text: string): unknown; run(instance: unknown, accuracy: string, completion: string): unknown };

/** The peer's own code, unchanged, in a context of its own. */
async function peerAt(folder: string): Promise<Peer> {
  const source = readFileSync(join(folder, 'js/pabulibParser.js'), 'utf8');
  const { parsePabulibFromString } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const context = vm.createContext({ performance, postMessage() {}, importScripts() {} });
  for (const file of ['libraries/fraction.min.js', 'methodOfEqualSharesWorker.js']) vm.runInContext(readFileSync(join(folder, 'js', file), 'utf8'), context);
  return {
    parse: parsePabulibFromString,
    run(instance, accuracy, completion) {
      const params = { accuracy, completion, add1options: ['exhaustive'], increment: 1, tieBreaking: ['maxVotes', 'minCost'], comparison: 'none' };
      Object.assign(context, { instance, params });
      return vm.runInContext('equalShares(instance, params)', context);
    },
  };
}

const shown = (ms: number) => (ms < 10 ? ms.toFixed(2) : ms.toFixed(0)).padStart(8);

function benchFile(name: string, bytes: Uint8Array, peer: Peer | null): void {
  const read = parsePb(bytes);
  if (!read.ok) throw new Error(`${name}:${read.error.line}: ${read.error.reason}`);
  const election: PbElection = read.value;
  console.log(
    `\n${name}: ${(bytes.length / 1e6).toFixed(2)} MB, ${election.voters} voters, ${election.projects.length} projects, ${election.choice.length} marks, ${election.voteType}`,
  );
  const text = new TextDecoder().decode(bytes);
  const own = new Map<string, number>([['parse', cpuOf(() => parsePb(bytes))]]);
  console.log(`${shown(own.get('parse') ?? 0)} ms  parse`);
  for (const [label, options] of RULES) {
    const full: AllocateOptions = { ...options, explain: false, ...(election.voteType === 'ordinal' ? { score: 'borda' as const } : {}) };
    const result = allocate(election, full);
    if (!result.ok) continue;
    const ms = cpuOf(() => allocate(election, full));
    own.set(label, ms);
    console.log(`${shown(ms)} ms  ${label}: ${result.value.order.length} chosen, ${result.value.rounds} rounds`);
  }
  if (peer === null || election.voteType !== 'approval') return;
  const instance = peer.parse(text);
  const against = (label: string, key: string, work: () => unknown) => {
    const ms = cpuOf(work);
    console.log(`${shown(ms)} ms  peer ${label}: ${(ms / (own.get(key) ?? ms)).toFixed(0)} × ours`);
  };
  against('parse', 'parse', () => peer.parse(text));
  against('floats', 'mes cost', () => peer.run(instance, 'floats', 'none'));
  against('fractions', 'mes cost', () => peer.run(instance, 'fractions', 'none'));
  if (process.env['PEER_ADD1']) against('add1 floats', 'mes cost add1', () => peer.run(instance, 'floats', 'add1'));
}

/** An election of the size of a large city's, the same every time. */
function madeUp(): Uint8Array {
  let seed = 1;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((seed / 0x7fffffff) * below) % below;
  };
  const projects = Array.from({ length: 150 }, (_, at) => ({ id: `L${at}`, cost: 10_000 + random(500) * 1000 }));
  const ballots = Array.from({ length: 50_000 }, () => Array.from({ length: 1 + random(5) }, () => `L${Math.min(random(150), random(150))}`));
  return new TextEncoder().encode(writePb(electionFrom({ budget: 5_000_000, projects, ballots })));
}

function benchCounts(): void {
  const roll = Array.from({ length: 100_000 }, (_, at) => ({ id: `v${at}`, area: '58.20' }));
  const choices = ['yes', 'no', 'abstain'] as const;
  const ballots = roll.map(({ id }, at) => ({ id, choice: choices[at % 3] ?? 'yes' }));
  console.log(`\n100,000 voters\n${shown(cpuOf(() => tally({ rule: LAW_RULES['owners-special'].rule, roll, ballots })))} ms  tally by heads and area`);
  const options = ['a', 'b', 'c', 'd'];
  const marked = roll.map(({ id }, at) => ({ id, marks: [options[at % 4] ?? 'a', options[(at + 1) % 4] ?? 'b'] }));
  const rule = { ballot: { kind: 'approval' as const, min: 1, max: 2 }, seats: 2, measure: 'area' as const, quorum: [], require: [] };
  console.log(`${shown(cpuOf(() => countOptions({ rule, options, roll, ballots: marked })))} ms  approval of four, by area`);
}

const data = process.env['ZHIDIAN_CONFORMANCE'];
const folder = data ? join(data, 'pb') : null;
const known =
  folder !== null && existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.pb'))
        .map((name) => join(folder, name))
    : [];
const files = process.argv.length > 2 ? process.argv.slice(2) : known;
const peer = process.env['PEER'] ? await peerAt(process.env['PEER']) : null;
console.log(`node ${process.version}, ${process.arch}; CPU, median`);
if (files.length === 0) benchFile('made up', madeUp(), peer);
for (const file of files) benchFile(basename(file), new Uint8Array(readFileSync(file)), peer);
benchCounts();
