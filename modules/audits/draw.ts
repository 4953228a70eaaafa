import { createHash } from 'node:crypto';

/** How a sample is drawn: every stratum its part, every fen its chance, or everything. */
export const methods = ['stratified', 'monetary', 'all'] as const;
export type Method = (typeof methods)[number];

/** Something that may be drawn. `key` tells it from all others and never changes. */
export interface Candidate {
  key: string;
  stratum: string;
  amountFen: bigint;
}
/** What a drawing gives: how often each key was hit, and of monetary units the interval and the first unit. */
export interface Drawing {
  hits: Map<string, number>;
  intervalFen: bigint | null;
  startFen: bigint | null;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The population in the one order in which it is drawn from: by key as text. */
export const inOrder = <T extends { key: string }>(population: readonly T[]): T[] => population.toSorted(byKey);

/** SHA-256 of the population: one line an item in order, `key TAB stratum TAB fen`, each ended by a line feed. */
export const populationDigest = (population: readonly Candidate[]): string =>
  sha256(
    inOrder(population)
      .map(({ key, stratum, amountFen }) => `${key}\t${stratum}\t${amountFen}\n`)
      .join(''),
  );

/** An item's ticket: SHA-256 of `seed LF key`. Who knows the seed computes it; who does not cannot foresee it. */
export const ticketOf = (seed: string, key: string): string => sha256(`${seed}\n${key}`);

/**
 * How many of each stratum: one of each that has any, the rest in proportion to the number of items by largest remainders (ties: the stratum first by name).
 * Integers throughout. Where fewer are wanted than there are strata, each stratum still gives one: none is left unseen.
 */
export function allocate(strata: ReadonlyMap<string, number>, wanted: number): Map<string, number> {
  const names = [...strata.keys()].filter((name) => (strata.get(name) ?? 0) > 0).toSorted();
  const total = names.reduce((sum, name) => sum + (strata.get(name) ?? 0), 0);
  const size = Math.min(Math.max(wanted, names.length), total);
  const parts = names.map((name) => {
    const spare = (strata.get(name) ?? 0) - 1;
    const share = total === names.length ? 0 : (size - names.length) * spare;
    const base = total === names.length ? 0 : Math.floor(share / (total - names.length));
    return { name, count: 1 + base, rest: total === names.length ? 0 : share % (total - names.length) };
  });
  let left = size - parts.reduce((sum, part) => sum + part.count, 0);
  for (const part of parts.toSorted((a, b) => b.rest - a.rest || (a.name < b.name ? -1 : 1))) {
    if (left <= 0) break;
    if (part.count >= (strata.get(part.name) ?? 0)) continue;
    part.count += 1;
    left -= 1;
  }
  return new Map(parts.map(({ name, count }) => [name, count]));
}

/**
 * Stratified drawing without replacement: of each stratum those with the smallest tickets. With tickets nobody can foresee every choice of that size is as
 * likely as any other (R. L. Rivest, Consistent Sampling with Replacement, arXiv:1808.10016, the case without replacement).
 */
export function drawStratified(population: readonly Candidate[], wanted: number, seed: string): Drawing {
  const strata = new Map<string, Candidate[]>();
  for (const item of inOrder(population)) strata.set(item.stratum, [...(strata.get(item.stratum) ?? []), item]);
  const sizes = allocate(new Map([...strata].map(([name, items]) => [name, items.length])), wanted);
  const hits = new Map<string, number>();
  for (const [name, items] of strata) {
    const tickets = items.map(({ key }) => ({ key, ticket: ticketOf(seed, key) })).toSorted((a, b) => (a.ticket < b.ticket ? -1 : 1));
    for (const { key } of tickets.slice(0, sizes.get(name) ?? 0)) hits.set(key, 1);
  }
  return { hits, intervalFen: null, startFen: null };
}

/**
 * Monetary unit sampling with a fixed interval (ISA 530, appendix 4; AICPA Audit Guide “Audit Sampling”, monetary unit sampling): the items stand in a row by key, each as long as its
 * amount; interval = total ÷ wanted, rounded down to whole fen, at least 1; the first unit is 1 + (SHA-256 of `seed LF start`, as a number) mod interval; then every
 * interval-th fen. The item that holds the unit is drawn; one longer than the interval is drawn for certain, and may be hit more than once. That the remainder is not
 * exactly even is less than one part in 2^190.
 */
export function drawMonetary(population: readonly Candidate[], wanted: number, seed: string): Drawing {
  const items = inOrder(population).filter(({ amountFen }) => amountFen > 0n);
  const total = items.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  const hits = new Map<string, number>();
  if (total === 0n) return { hits, intervalFen: null, startFen: null };
  const even = total / BigInt(wanted);
  const intervalFen = even > 0n ? even : 1n;
  const startFen = 1n + (BigInt(`0x${sha256(`${seed}\nstart`)}`) % intervalFen);
  let end = 0n;
  let unit = startFen;
  for (const { key, amountFen } of items) {
    end += amountFen;
    if (unit > end) continue;
    const count = (end - unit) / intervalFen + 1n;
    hits.set(key, Number(count));
    unit += count * intervalFen;
  }
  return { hits, intervalFen, startFen };
}

/** Draws: the same population, number and seed give the same items, for whoever does it. */
export function draw(method: Method, population: readonly Candidate[], wanted: number, seed: string): Drawing {
  if (method === 'monetary') return drawMonetary(population, wanted, seed);
  if (method === 'stratified') return drawStratified(population, wanted, seed);
  return { hits: new Map(inOrder(population).map(({ key }) => [key, 1])), intervalFen: null, startFen: null };
}

/** The drawing as a program of a few lines for somebody else's machine: reads the population's file, prints the keys that are hit. */
export const redrawProgram = (sample: { method: Method; seed: string; wanted: number }): string =>
  [
    'import csv, hashlib, sys',
    `seed, wanted = ${JSON.stringify(sample.seed)}, ${sample.wanted}`,
    'h = lambda t: hashlib.sha256(t.encode("utf-8")).hexdigest()',
    'rows = sorted((r["key"], r["stratum"], int(r["fen"])) for r in csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")))',
    'print("digest", h("".join("%s\\t%s\\t%d\\n" % r for r in rows)))',
    ...(sample.method === 'monetary'
      ? [
          'rows = [r for r in rows if r[2] > 0]',
          'step = max(sum(r[2] for r in rows) // wanted, 1)',
          'unit, end = 1 + int(h(seed + "\\nstart"), 16) % step, 0',
          'for key, stratum, fen in rows:',
          '    end += fen',
          '    while unit <= end:',
          '        print(key)',
          '        unit += step',
        ]
      : sample.method === 'stratified'
        ? [
            'groups = {}',
            'for r in rows: groups.setdefault(r[1], []).append(r[0])',
            'n, g = len(rows), len(groups)',
            'spare, more = n - g, min(max(wanted, g), n) - g',
            'part = {k: divmod(more * (len(v) - 1), spare) if spare else (0, 0) for k, v in groups.items()}',
            'size = {k: 1 + part[k][0] for k in groups}',
            'for k in sorted(groups, key=lambda k: (-part[k][1], k)):',
            '    if sum(size.values()) < g + more and size[k] < len(groups[k]): size[k] += 1',
            'for k, v in groups.items():',
            '    for key in sorted(v, key=lambda key: h(seed + "\\n" + key))[:size[k]]: print(key)',
          ]
        : ['for key, stratum, fen in rows: print(key)']),
    '',
  ].join('\n');
