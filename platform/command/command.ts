import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Result } from '#libs/result';
import { err } from '#libs/result';
import type { Actor, DutyKind, Permissions, Place } from '#platform/access';
import { type AuditFact, chainSoon, queueAudit } from '#platform/audit';
import { type Database, isOnePairOfHands, isRetryable, sql, sqlState, type Tx } from '#platform/database';
import { type DomainEvent, type Jobs, writeOutbox } from '#platform/outbox';
import type { Vault } from '#platform/vault';
import type { Sources } from './sources.ts';

/** What commands need of the process. One instance a server. */
export interface Platform {
  db: Database;
  sources: Sources;
  permissions: Permissions;
  jobs: Jobs;
  /** Where secrets lie that must not be in the database. */
  vault?: Vault;
  /** `later`: somebody else chains the audit facts (a loader after each chapter); otherwise each command does right after its commit. */
  auditIsChained?: 'later';
}

/** Who asks for a command, where, and under which idempotency key. */
export interface CommandContext {
  platform: Platform;
  subdistrictId: string;
  actor: Actor;
  /** The same key again returns the first result and changes nothing. Forms carry one; jobs and imports may leave it out. */
  key?: string;
}

/** The transaction of a command: what it may do besides SQL. Everything lands together or not at all. */
export interface CommandTx extends Tx {
  readonly actor: Actor;
  /** One instant for the whole command. */
  readonly now: Date;
  /** Civil day of `now` in Asia/Shanghai, `YYYY-MM-DD`. */
  readonly today: string;
  newId(): string;
  randomBytes(size: number): Uint8Array;
  /** Actor × action × place, denied unless listed. */
  can(action: string, place: Place): boolean;
  /** Event in the outbox, in this transaction. */
  emit(kind: string, payload: Record<string, unknown>): Promise<void>;
  /** Audit entry, written in this transaction and chained right after its commit. `text` is what can be erased. */
  audit(fact: AuditFact): void;
}

const shanghaiDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });
/** Civil day of an instant in Asia/Shanghai. */
export const civilDay = (instant: Date): string => shanghaiDay.format(instant);

class Refused extends Error {
  readonly error: unknown;
  constructor(error: unknown) {
    super('command refused');
    this.error = error;
  }
}

const replacer = (_key: string, value: unknown) => (typeof value === 'bigint' ? { $fen: value.toString() } : value);

const reviverRow = z.object({ $fen: z.string() }).strict();
const reviver = (_key: string, value: unknown) => {
  const big = reviverRow.safeParse(value);
  return big.success ? BigInt(big.data.$fen) : value;
};

/**
 * Runs one command: a transaction inside the subdistrict, with idempotency, outbox and audit. An `err` rolls everything
 * back. Serialization failures and deadlocks are tried again, three times at most.
 * @param name verb-noun of the command, kept beside its key: a key used for another command is answered `key-reused`.
 */
export async function runCommand<T, E extends string>(
  context: CommandContext,
  name: string,
  work: (tx: CommandTx) => Promise<Result<T, E>>,
): Promise<Result<T, E | 'key-reused'>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await attemptCommand(context, name, work);
      // The same form twice at once: the second waited for the first's locks and found the work done. It gets the first's result.
      const overtaken = !result.ok && result.error !== 'key-reused' && context.key !== undefined && (await keyIsKnown(context));
      return overtaken ? await attemptCommand(context, name, work) : result;
    } catch (error) {
      // Two requests with one key at once: the loser of the race reads the winner's result.
      const again = isRetryable(error) || (context.key !== undefined && sqlState(error)?.startsWith('23') === true && (await keyIsKnown(context)));
      if (!again || attempt >= 4) throw error;
      await sleep(5 * attempt);
    }
  }
}

const loggedRow = z.object({ name: z.string(), actor: z.string(), result: z.unknown() });
const actorKey = (actor: Actor): string => actor.personId ?? actor.accountId ?? actor.kind;

/** True when a command was carried out under this context's key: a page may then go straight to the first result. */
export async function keyIsKnown(context: CommandContext): Promise<boolean> {
  if (context.key === undefined) return false;
  return context.platform.db.tenant(
    context.subdistrictId,
    async (tx) =>
      (await tx.maybe(sql`select name, actor, result from command_log where subdistrict_id = ${tx.subdistrictId} and key = ${context.key}`, loggedRow)) !==
      null,
    'read',
  );
}

/** Somebody absent in whose place a command acts, and the kinds of duties it used; null where an act belongs to none. */
interface Absent {
  name: string;
  kinds: Set<DutyKind | null>;
}
const namesOf = (inPlaceOf: ReadonlyMap<string, Absent>): string[] => [...inPlaceOf.values()].map(({ name }) => name);

/** The actor as a command sees it: what it does with a role held for somebody absent is kept, and signed 「代」. */
function watched(actor: Actor, inPlaceOf: Map<string, Absent>): Actor {
  if (!actor.grants.some(({ insteadOf }) => insteadOf)) return actor;
  return {
    ...actor,
    actsFor: ({ personId, name, kind }) => void inPlaceOf.set(personId, { name, kinds: new Set([...(inPlaceOf.get(personId)?.kinds ?? []), kind]) }),
    get name() {
      return inPlaceOf.size === 0 ? actor.name : `${actor.name}（代${namesOf(inPlaceOf).join('、')}）`;
    },
  };
}

async function attemptCommand<T, E extends string>(
  context: CommandContext,
  name: string,
  work: (tx: CommandTx) => Promise<Result<T, E>>,
): Promise<Result<T, E | 'key-reused'>> {
  const { platform, actor, key } = context;
  const now = platform.sources.now();
  const facts: AuditFact[] = [];
  const inPlaceOf = new Map<string, Absent>();
  const acting = watched(actor, inPlaceOf);
  try {
    const result = await platform.db.tenant(context.subdistrictId, async (tx) => {
      if (key !== undefined) {
        const known = await tx.maybe(
          sql`select name, actor, result from command_log
          where subdistrict_id = ${tx.subdistrictId} and key = ${key}`,
          loggedRow,
        );
        if (known) {
          if (known.name !== name || known.actor !== actorKey(actor)) return err<'key-reused'>('key-reused');
          // The stored value is what this same command returned before; it was serialised by us below.
          return JSON.parse(JSON.stringify(known.result), reviver) as Result<T, E>;
        }
      }
      const events: DomainEvent[] = [];
      const commandTx: CommandTx = {
        ...tx,
        actor: acting,
        now,
        today: civilDay(now),
        newId: platform.sources.newId,
        randomBytes: platform.sources.randomBytes,
        can: (action, place) => platform.permissions.can(acting, action, place),
        async emit(kind, payload) {
          events.push({ id: platform.sources.newId(), kind, at: now, payload });
        },
        audit: (fact) => void facts.push(fact),
      };
      const result = await work(commandTx);
      if (!result.ok) throw new Refused(result.error);
      const awaited = events.filter((event) => platform.jobs.awaits?.(event.kind) ?? true);
      for (const event of events) tx.withCommit(writeOutbox(tx, event, awaited.includes(event)));
      if (key !== undefined)
        tx.withCommit(
          tx.exec(sql`insert into command_log (subdistrict_id, key, name, actor, result, at) values (${tx.subdistrictId}, ${key},
              ${name}, ${actorKey(actor)}, ${JSON.stringify(result, replacer)}::jsonb, ${now})`),
        );
      // Who acted for whom, at the instant that everything else of this command bears: the guards of two-person acts look here.
      for (const [absent, { kinds }] of inPlaceOf)
        for (const kind of kinds)
          tx.withCommit(
            tx.exec(sql`insert into acted_for (subdistrict_id, id, person_id, for_person_id, command, at, kind)
              values (${tx.subdistrictId}, ${platform.sources.newId()}, ${actor.personId}, ${absent}, ${name}, ${now}, ${kind})`),
          );
      if (inPlaceOf.size > 0) for (const fact of facts) fact.text = { ...fact.text, inPlaceOf: namesOf(inPlaceOf) };
      tx.withCommit(
        queueAudit(tx, facts, {
          actorId: actor.personId ?? actor.accountId,
          actorKind: actor.kind,
          at: now,
          salt: () => Buffer.from(platform.sources.randomBytes(16)).toString('hex'),
        }),
      );
      await Promise.all(awaited.map((event) => platform.jobs.enqueue(tx, 'outbox', { subdistrictId: tx.subdistrictId, eventId: event.id })));
      return result;
    });
    if (facts.length > 0 && platform.auditIsChained !== 'later') await chainSoon(platform.db, context.subdistrictId);
    return result;
  } catch (error) {
    if (error instanceof Refused) return err(error.error as E);
    // One person for both halves of what takes two, counting whoever they acted for; every page has words for it.
    if (isOnePairOfHands(error)) return err('same-hands' as E);
    throw error;
  }
}

/** A read inside the subdistrict, without command's trappings. */
export const read = <T>(context: Pick<CommandContext, 'platform' | 'subdistrictId'>, work: (tx: Tx) => Promise<T>): Promise<T> =>
  context.platform.db.tenant(context.subdistrictId, work, 'read');
