import { afterAll, beforeAll, expect, test } from 'vitest';
import { caiLu, type Scene, submitted } from './scene.fixture.ts';

let scene: Scene;
let applicationId: string;
beforeAll(async () => {
  scene = await caiLu();
  const projectId = await submitted(scene);
  applicationId = (await scene.t.owner.query('select application_id from project where id = $1', [projectId])).rows[0].application_id;
});
afterAll(() => scene?.t.close());

/** A copy of the submitted version under a new number, not sealed yet, with one thing changed by plain SQL. */
async function sealWith(change: string): Promise<void> {
  const { owner } = scene.t;
  const copy = scene.t.platform.sources.newId();
  await owner.query('begin');
  try {
    await owner.query(
      `insert into application select (jsonb_populate_record(a, jsonb_build_object('id', $1::text, 'version', a.version + 1, 'sealed', false))).*
      from application a where id = $2`,
      [copy, applicationId],
    );
    for (const table of ['application_source', 'budget_line', 'budget_line_source', 'application_evidence']) {
      const changed = change.startsWith(`${table} `) ? change.slice(table.length + 1) : 'x.*';
      await owner.query(
        `insert into ${table} select (jsonb_populate_record(x, to_jsonb(x) || jsonb_build_object('application_id', $1::text) || to_jsonb(y))).*
        from ${table} x, lateral (select ${changed === 'x.*' ? '1 as nothing' : changed}) y where x.application_id = $2`,
        [copy, applicationId],
      );
    }
    await owner.query('update application set sealed = true where id = $1', [copy]);
  } finally {
    await owner.query('rollback');
  }
}

test('an unchanged copy is sealed: the guard refuses the sums, not the copying', async () => {
  await expect(sealWith('nothing')).resolves.toBeUndefined();
});
test.each([
  [
    'a line one fen larger than its sources',
    'budget_line case when x.no = 1 then x.amount_fen else x.amount_fen + 1 end as amount_fen, x.unit_price_fen + case when x.no = 1 then 0 else 1 end as unit_price_fen',
  ],
  ['a share one fen smaller', 'budget_line_source x.amount_fen - 1 as amount_fen'],
  ['a source one fen larger', "application_source x.planned_fen + case when x.kind = 'partner' then 1 else 0 end as planned_fen"],
])('the database refuses %s', async (_name, change) => {
  await expect(sealWith(change)).rejects.toThrow(/application sums/);
});
test('a line whose amount is not quantity × price is refused at once', async () => {
  await expect(sealWith('budget_line x.amount_fen + 1 as amount_fen')).rejects.toThrow('check constraint');
});
test('a collection that is not households × amount is refused at once', async () => {
  await expect(sealWith("application_source case when x.kind = 'household' then 61 else x.households end as households")).rejects.toThrow('check constraint');
});
test.each([
  "update application set goal = '别的' where id = $1",
  'update application set sealed = false where id = $1',
  'delete from application where id = $1',
  'update budget_line set name = name where application_id = $1',
  'delete from application_source where application_id = $1',
  "insert into application_risk (subdistrict_id, application_id, no, risk, answer) select subdistrict_id, id, 9, 'a', 'b' from application where id = $1",
])('a sealed version stays: %s', async (statement) => {
  await expect(scene.t.owner.query(statement, [applicationId])).rejects.toThrow(/append-only|sealed/);
});
test('a project cannot rest on another project’s version, nor on one that is not sealed', async () => {
  const other = await submitted(scene);
  await expect(scene.t.owner.query('update project set application_id = $1 where id = $2', [applicationId, other])).rejects.toThrow('not its own');
});
