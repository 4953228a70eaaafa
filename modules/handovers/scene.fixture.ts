import type { Actor, Role } from '#platform/access';
import { read } from '#platform/command';
import type { Tx } from '#platform/database';
import { booksPermissions } from '#modules/books';
import { adoptPolicy, fundPermissions, openRound } from '#modules/funds';
import { inboxPermissions } from '#modules/inbox';
import { meetingPermissions } from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import { loadActor, peoplePermissions } from '#modules/people';
import { projectPermissions } from '#modules/projects';
import { POLICY_PACKS } from '#policies';
import { makeNeighbourhood, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import { handoverPermissions } from './permissions.ts';

/** An office of two officers and a head, a secretary and a director of 蔡路, and an open round. */
export interface Scene {
  t: TestPlatform;
  cailu: TestNeighbourhood;
  roundId: string;
  ids: Record<'officer' | 'second' | 'head' | 'secretary' | 'director' | 'resident' | 'auditor', string>;
  /** Roles as given, by person. */
  roleOf(key: keyof Scene['ids']): Promise<string>;
  /** The actor as a session would load it on the day of the clock. */
  actor(key: keyof Scene['ids']): Promise<Actor>;
  see<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Fails the test with the error when a step does not go through. */
export function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(`unexpected: ${JSON.stringify(result.error)}`);
  return result.value;
}
/** The error of a result, or 'ok'. */
export const said = (result: { ok: true } | { ok: false; error: unknown }): unknown => (result.ok ? 'ok' : result.error);

export async function office(): Promise<Scene> {
  const t = await testPlatform([
    handoverPermissions,
    peoplePermissions,
    inboxPermissions,
    fundPermissions,
    noticePermissions,
    meetingPermissions,
    projectPermissions,
    booksPermissions,
  ]);
  const cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 1);
  const id = t.platform.sources.newId;
  const put = (text: string, values: unknown[]) => t.owner.query(text, [t.subdistrictId, ...values]);
  const roles = new Map<string, string>();
  const person = async (name: string, role: Role | null, place: string | null): Promise<string> => {
    const personId = id();
    await put('insert into person (subdistrict_id, id, name, adult, account_id, created_at) values ($1, $2, $3, true, $4, $5)', [
      personId,
      name,
      `account ${name}`,
      t.clock.now(),
    ]);
    if (role) {
      const roleId = id();
      roles.set(personId, roleId);
      await put(
        `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at) values ($1, $2, $3, $4, $5, '2026-01-01', $6)`,
        [roleId, personId, role, place, t.clock.now()],
      );
    }
    return personId;
  };
  const ids = {
    officer: await person('周科长', 'officer', null),
    second: await person('沈科员', 'officer', null),
    head: await person('吴主任', 'head', null),
    secretary: await person('陈书记', 'secretary', cailu.id),
    director: await person('李主任', 'director', cailu.id),
    resident: await person('孙小英', null, null),
    auditor: await person('郑审计', 'auditor', null),
  };
  const names = { officer: '周科长', second: '沈科员', head: '吴主任', secretary: '陈书记', director: '李主任', resident: '孙小英', auditor: '郑审计' };
  const day = () => t.clock.now().toISOString().slice(0, 10);
  const see: Scene['see'] = (work) => read({ platform: t.platform, subdistrictId: t.subdistrictId }, work);
  const actor: Scene['actor'] = (key) => see((tx) => loadActor(tx, `account ${names[key]}`, names[key], day()));
  must(await adoptPolicy(t.contextFor(await actor('officer')), { packs: POLICY_PACKS, code: 'demo-subdistrict' }));
  const roundId = must(
    await openRound(t.contextFor(await actor('officer')), {
      year: 2026,
      name: '2026 年度申报',
      poolFen: 6_000_000n,
      opensOn: '2026-11-01',
      closesOn: '2026-11-30',
      reviewersWanted: 2,
      callText: '',
    }),
  );
  return { t, cailu, roundId, ids, roleOf: async (key) => roles.get(ids[key]) ?? '', actor, see };
}
