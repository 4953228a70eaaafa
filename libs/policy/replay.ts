import type { Outcome, Reason, Verdict } from './reason.ts';

/** What two policies say about the same thing, where they differ. */
export type Replayed = {
  readonly before: Outcome | null;
  readonly after: Outcome | null;
  /** Lowest amount that a grant may reach by the caps that have a number; null where none has. */
  readonly capBeforeFen: bigint | null;
  readonly capAfterFen: bigint | null;
  /** Reasons of the new policy that the old one does not give with the same outcome and numbers. */
  readonly gained: readonly Reason[];
  /** Reasons of the old policy that are gone. */
  readonly lost: readonly Reason[];
};

const sameKey = (reason: Reason): string =>
  JSON.stringify([reason.rule, reason.line ?? '', reason.terms ?? [], reason.about?.zh ?? '', reason.outcome, reason.code, reason.numbers]);

/** The grant's lowest ceiling among the caps, kinds of project and parts that a verdict speaks of. */
function grantCap(verdict: Verdict | null): bigint | null {
  const caps = (verdict?.reasons ?? []).flatMap((reason) =>
    (reason.kind === 'cap' || reason.kind === 'tiers') && reason.numbers.capFen !== undefined && reason.numbers.askedFen !== undefined
      ? [BigInt(reason.numbers.capFen)]
      : [],
  );
  return caps.length === 0 ? null : caps.reduce((least, fen) => (fen < least ? fen : least));
}

/** Lays two verdicts on the same facts side by side. A verdict is null where no policy could be asked. */
export function replay(before: Verdict | null, after: Verdict | null): Replayed {
  const had = new Set((before?.reasons ?? []).map(sameKey));
  const has = new Set((after?.reasons ?? []).map(sameKey));
  return {
    before: before?.outcome ?? null,
    after: after?.outcome ?? null,
    capBeforeFen: grantCap(before),
    capAfterFen: grantCap(after),
    gained: (after?.reasons ?? []).filter((reason) => !had.has(sameKey(reason))),
    lost: (before?.reasons ?? []).filter((reason) => !has.has(sameKey(reason))),
  };
}

/** True when the two policies would have treated it differently: allowed or not, or with another ceiling. */
export const isTreatedDifferently = (replayed: Replayed): boolean =>
  replayed.before !== replayed.after || replayed.capBeforeFen !== replayed.capAfterFen || replayed.gained.some(({ outcome }) => outcome !== 'pass');
