import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ballotOutcome } from '#modules/ballots';
import { consentScene, type ConsentScene, must } from './scene.fixture.ts';
import type { ConsentKind } from './index.ts';

// Twelve owners in one building: the homes of 1单元 have 100 m², the areas of 2单元 differ so that heads and area part ways.
const hundred = Array.from({ length: 12 }, () => ({ area: 10_000n }));

let scene: ConsentScene;
beforeAll(async () => {
  scene = await consentScene({ '1号楼': [hundred] });
}, 120_000);
afterAll(() => scene.t.close());

const run = async (kind: ConsentKind, yes: number, no: number) => {
  const consentId = await scene.opened({ kind, ...(kind === 'lift' ? { buildingId: scene.buildings.get('1号楼') ?? null } : {}) });
  for (let home = 0; home < yes + no; home++) must(await scene.sign(consentId, home, home < yes ? 'yes' : 'no'));
  must(await scene.close(consentId));
  const [part] = (await scene.shares(consentId)).parts;
  const outcome = await scene.seen((tx) => ballotOutcome(tx, part?.part.ballotId ?? ''));
  return { quorate: outcome?.quorate, passed: outcome?.passed };
};

describe('two thirds of heads and area take part', () => {
  test.each([
    [7, false],
    [8, true],
    [9, true],
  ])('%i of 12 signed: quorate %s', async (signed, quorate) => {
    expect((await run('owners-general', signed, 0)).quorate).toBe(quorate);
  });
});

describe('an ordinary matter needs more than half of those who took part', () => {
  test.each([
    [5, 5, false],
    [6, 4, true],
    [4, 6, false],
  ])('%i yes and %i no: %s', async (yes, no, passed) => {
    expect((await run('owners-general', yes, no)).passed).toBe(passed);
  });
});

describe.each(['owners-special', 'lift'] as const)('three quarters of those who took part (%s)', (kind) => {
  test.each([
    [8, 4, false],
    [9, 3, true],
    [10, 2, true],
  ])('%i yes and %i no: %s', async (yes, no, passed) => {
    expect((await run(kind, yes, no)).passed).toBe(passed);
  });
});
