import type { Database } from '#platform/database';
import { chainAudit } from './store.ts';

interface Runs {
  running: Promise<void> | null;
  next: Promise<void> | null;
}

const runsOf = new WeakMap<Database, Map<string, Runs>>();

async function chainWaiting(db: Database, subdistrictId: string): Promise<void> {
  for (;;) {
    const chained = await db.tenant(subdistrictId, async (tx) => {
      // Losing this commit in a power cut loses nothing: the facts are then still in the queue. So nobody waits for the disk a second time.
      tx.withCommit(tx.executeSql('set local synchronous_commit = off', []));
      return chainAudit(tx);
    });
    if (chained < 500) return;
  }
}

/**
 * Chains every fact that was committed before this call; resolves when it is done. Calls that come while a run is under way share the next
 * one: under load a run chains the facts of many commands. A failure is no failure of the command, which is committed: the facts stay in
 * the queue, for the next command or the sweep.
 */
export function chainSoon(db: Database, subdistrictId: string): Promise<void> {
  const bySubdistrict = runsOf.get(db) ?? new Map<string, Runs>();
  runsOf.set(db, bySubdistrict);
  const runs = bySubdistrict.get(subdistrictId) ?? { running: null, next: null };
  bySubdistrict.set(subdistrictId, runs);
  const start = (): Promise<void> => {
    const run = chainWaiting(db, subdistrictId)
      .catch(() => {})
      .finally(() => {
        if (runs.running === run) runs.running = null;
      });
    runs.running = run;
    return run;
  };
  if (!runs.running) return start();
  runs.next ??= runs.running.then(() => {
    runs.next = null;
    return start();
  });
  return runs.next;
}
