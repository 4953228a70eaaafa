import { z } from 'zod';
import { sql, type Database, type Tx } from '#platform/database';

/** Something that happened; `payload` holds ids and plain values, money as decimal strings of fen. */
export interface DomainEvent {
  id: string;
  kind: string;
  at: Date;
  payload: Record<string, unknown>;
}

/** Reacts to an event in a transaction of its own; must be safe to run twice. */
export type Subscriber = (tx: Tx, event: DomainEvent) => Promise<void>;

/** Writes the event in the business transaction; one that nobody waits for is written as handled. */
export async function writeOutbox(tx: Tx, event: DomainEvent, awaited = true): Promise<void> {
  const payload = JSON.stringify(event.payload, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));
  await tx.exec(sql`insert into outbox (subdistrict_id, id, at, kind, payload, handled_at)
    values (${tx.subdistrictId}, ${event.id}, ${event.at}, ${event.kind}, ${payload}::jsonb, ${awaited ? null : event.at})`);
}

const eventRow = z.object({ id: z.string(), at: z.date(), kind: z.string(), payload: z.record(z.string(), z.unknown()) });

const idRow = z.object({ id: z.string() });

/** Delivers events to those who subscribed; a failure leaves the event for the next try, with its reason. */
export class Outbox {
  #subscribers = new Map<string, Subscriber[]>();
  readonly #db: Database;
  readonly #now: () => Date;
  constructor(db: Database, now: () => Date) {
    this.#db = db;
    this.#now = now;
  }
  subscribe(kind: string, subscriber: Subscriber): void {
    this.#subscribers.set(kind, [...(this.#subscribers.get(kind) ?? []), subscriber]);
  }

  /** True when somebody subscribed to events of this kind. */
  awaits(kind: string): boolean {
    return this.#subscribers.has(kind);
  }

  /** Handles one event if nobody has. Returns false when it was handled already. Throws what a subscriber throws. */
  async handle(subdistrictId: string, eventId: string): Promise<boolean> {
    try {
      return await this.#db.tenant(subdistrictId, async (tx) => {
        const event = await tx.maybe(
          sql`select id, at, kind, payload from outbox where subdistrict_id = ${subdistrictId}
          and id = ${eventId} and handled_at is null for update skip locked`,
          eventRow,
        );
        if (!event) return false;
        for (const subscriber of this.#subscribers.get(event.kind) ?? []) await subscriber(tx, event);
        await tx.exec(sql`update outbox set handled_at = ${this.#now()}, failure = null where subdistrict_id = ${subdistrictId} and id = ${eventId}`);
        return true;
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await this.#db
        .tenant(subdistrictId, (tx) =>
          tx.exec(sql`update outbox set attempts = attempts + 1, failure = ${message}
        where subdistrict_id = ${subdistrictId} and id = ${eventId}`),
        )
        .catch(() => {});
      throw error;
    }
  }

  /** Handles whatever is unhandled, oldest first: after a crash, or where no job queue runs. Returns how many. */
  async sweep(subdistrictId: string): Promise<number> {
    const ids = await this.#db.tenant(
      subdistrictId,
      (tx) =>
        tx.all(
          sql`select id from outbox where subdistrict_id = ${subdistrictId}
      and handled_at is null and attempts < 20 order by at, id limit 1000`,
          idRow,
        ),
      'read',
    );
    let handled = 0;
    for (const { id } of ids) if (await this.handle(subdistrictId, id).catch(() => false)) handled++;
    return handled;
  }
}
