import { z } from 'zod';
import { system } from '#platform/access';
import { chainSoon, publishDayHeads } from '#platform/audit';
import { civilDay, type Platform } from '#platform/command';
import { sql } from '#platform/database';
import type { Outbox } from '#platform/outbox';
import { sealRows } from '#platform/seals';
import { dailyRounds } from './registry.ts';
import { sealedKinds } from './sealed-kinds.ts';

const idFields = z.object({ id: z.string() });

async function subdistricts(platform: Platform): Promise<string[]> {
  const rows = await platform.db.global((q) => q.all(sql`select id from subdistrict order by id`, idFields));
  return rows.map((row) => row.id);
}

/** Delivers events that no job delivered, chains audit facts that nobody chained (after a crash, or made by a command line import), and seals what was written. */
export async function runSweep(platform: Platform, outbox: Outbox): Promise<void> {
  for (const id of await subdistricts(platform)) {
    await chainSoon(platform.db, id);
    await outbox.sweep(id);
    await sealRows({ platform, subdistrictId: id, actor: system }, sealedKinds, 'when-active');
  }
}

/** The daily round of each subdistrict: heads of the audit chain, overdue duties, ended notices, upkeep. Safe to repeat. */
export async function runDaily(platform: Platform, onError?: (round: string, error: unknown) => void): Promise<void> {
  const today = civilDay(platform.sources.now());
  for (const subdistrictId of await subdistricts(platform)) {
    // Before the head is published, so that the seals lie under it.
    await sealRows({ platform, subdistrictId, actor: system }, sealedKinds);
    await platform.db.tenant(subdistrictId, (tx) => publishDayHeads(tx, today, platform.sources.now()));
    for (const [name, round] of Object.entries(dailyRounds)) {
      await round({ platform, subdistrictId, actor: system }).catch((error: unknown) => onError?.(name, error));
    }
  }
}
