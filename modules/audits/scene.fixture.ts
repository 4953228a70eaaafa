import type { Actor } from '#platform/access';
import { fundPermissions } from '#modules/funds';
import { inboxPermissions } from '#modules/inbox';
import { noticePermissions } from '#modules/notices';
import { peoplePermissions } from '#modules/people';
import { makeNeighbourhood, makePerson, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import { auditPermissions, openAudit } from './index.ts';

/** Two neighbourhoods with projects whose payments are in the books, and the people of an audit. */
export interface AuditScene {
  t: TestPlatform;
  cailu: TestNeighbourhood;
  shengli: TestNeighbourhood;
  cast: Record<'officer' | 'head' | 'secretary' | 'director' | 'auditor' | 'standing' | 'elsewhere', Actor>;
  /** Payments of 蔡路 and 胜利. */
  payments: { id: string; projectId: string; fen: bigint; place: 'cailu' | 'shengli' }[];
  audit(): Promise<string>;
}

/** Fails the test with the error when a step does not go through. */
export function must<T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T {
  if (!result.ok) throw new Error(`unexpected: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Today is 2026-11-02. */
export async function auditScene(): Promise<AuditScene> {
  const t = await testPlatform([auditPermissions, fundPermissions, inboxPermissions, noticePermissions, peoplePermissions]);
  const [cailu, shengli] = [await makeNeighbourhood(t, 'gq-cailu', '蔡路'), await makeNeighbourhood(t, 'gq-shengli', '胜利')];
  const cast = {
    officer: await makePerson(t, '顾文清', { role: 'officer', neighbourhoodId: null }),
    head: await makePerson(t, '陆建国', { role: 'head', neighbourhoodId: null }),
    secretary: await makePerson(t, '唐秀英', { role: 'secretary', neighbourhoodId: cailu.id }),
    director: await makePerson(t, '张志强', { role: 'director', neighbourhoodId: cailu.id }),
    // No role at all: the audit alone opens the door.
    auditor: await makePerson(t, '方正则'),
    standing: await makePerson(t, '秦守正', { role: 'auditor', neighbourhoodId: null }),
    elsewhere: await makePerson(t, '冯书记', { role: 'secretary', neighbourhoodId: shengli.id }),
  };
  const id = t.platform.sources.newId;
  const payments: AuditScene['payments'] = [];
  // Rows as the books hold them; how they get there is tested in books.
  await t.owner.query('set session_replication_role = replica');
  for (const [place, name] of [
    [cailu, 'cailu'],
    [shengli, 'shengli'],
  ] as const) {
    for (let p = 1; p <= 2; p++) {
      const projectId = id();
      await t.owner.query(
        `insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, application_id, grant_awarded_fen, created_at)
        values ($1, $2, $3, 2026, $4, $5, $6, 'doing', $7, $8, 4500000, $7)`,
        [t.subdistrictId, projectId, place.id, p, `2026-00${p}`, `${place.name}楼道灯${p}`, t.clock.now(), id()],
      );
      for (let e = 1; e <= 6; e++) {
        const [expenseId, fen] = [id(), BigInt(e * p * 10_000)];
        await t.owner.query(
          "insert into expense (subdistrict_id, id, project_id, day, payee, text, method, recorded_at) values ($1, $2, $3, $4, '申江灯具商行', $5, 'transfer', $6)",
          [t.subdistrictId, expenseId, projectId, `2026-0${e}-10`, `声控灯${e}批`, t.clock.now()],
        );
        await t.owner.query(
          "insert into expense_line (subdistrict_id, id, expense_id, position, category, text, amount_fen) values ($1, $2, $3, 1, 'materials', '灯', $4)",
          [t.subdistrictId, id(), expenseId, fen],
        );
        await t.owner.query(
          `insert into txn (subdistrict_id, id, kind, day, text, project_id, expense_id, idempotency_key, posting_count, at)
          values ($1, $2, 'spend', $3, '付款', $4, $5, $6, 2, $7)`,
          [t.subdistrictId, id(), `2026-0${e}-10`, projectId, expenseId, expenseId, t.clock.now()],
        );
        payments.push({ id: expenseId, projectId, fen, place: name });
      }
    }
  }
  await t.owner.query('set session_replication_role = origin');
  return {
    t,
    cailu,
    shengli,
    cast,
    payments,
    async audit() {
      const done = await openAudit(t.contextFor(cast.officer), {
        title: '2026年自治金专项审计',
        commissionedBy: '浦东新区民政局来函',
        purpose: '看钱是否花在申报的事上。',
        auditor: { personId: cast.auditor.personId ?? '' },
        fromDay: '2026-11-02',
        toDay: '2026-11-20',
        periodFrom: '2026-01-01',
        periodTo: '2026-12-31',
        answerDays: 10,
        roundIds: [],
        neighbourhoodIds: [cailu.id],
      });
      return must(done).auditId;
    },
  };
}
