import { createHash } from 'node:crypto';
import { type AllocateError, type AllocateOptions, allocateInSteps, type Allocation, type Election } from '#libs/decide';

/** A rule's outcome, or why there is none: `too-long` when all together took more than the page waits. */
export type Outcome = { outcome: Allocation } | { error: AllocateError | 'too-long' };

const kept = new Map<string, Promise<Outcome[]>>();
const mostKept = 32;

/** What the outcomes depend on, and nothing else: projects, money, ballots and the rules that are asked. */
function keyOf(election: Election, rules: readonly AllocateOptions[]): string {
  const hash = createHash('sha256');
  for (const part of Object.values(election)) {
    if (ArrayBuffer.isView(part)) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    else hash.update(JSON.stringify(part, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value)) ?? 'undefined');
    hash.update('\n');
  }
  return hash.update(JSON.stringify(rules)).digest('hex');
}

async function compute(election: Election, rules: readonly AllocateOptions[], waitMs: number): Promise<Outcome[]> {
  const signal = AbortSignal.timeout(waitMs);
  const outcomes: Outcome[] = [];
  for (const rule of rules) {
    try {
      const done = await allocateInSteps(election, rule, { signal });
      outcomes.push(done.ok ? { outcome: done.value } : { error: done.error });
    } catch (reason) {
      if (!signal.aborted) throw reason;
      outcomes.push({ error: 'too-long' });
    }
  }
  return outcomes;
}

/**
 * The outcomes of the given rules, in their order. Anybody may ask for them and a large vote takes seconds: the same votes under the same rules are computed once, also for many
 * who ask at the same time; what was not finished is tried anew.
 */
export function outcomesOf(election: Election, rules: readonly AllocateOptions[], waitMs: number): Promise<Outcome[]> {
  const key = keyOf(election, rules);
  const known = kept.get(key);
  if (known) return known;
  const found = compute(election, rules, waitMs);
  kept.set(key, found);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  const forget = () => void (kept.get(key) === found && kept.delete(key));
  found.then((outcomes) => outcomes.some((each) => 'error' in each && each.error === 'too-long') && forget(), forget);
  return found;
}
