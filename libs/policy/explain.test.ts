import { describe, expect, test } from 'vitest';
import { RULING, base, check, only, text, use } from './example.fixture.ts';
import { explain, explainVerdict } from './index.ts';

describe('explain', () => {
  test('a grey use with a precedent', () => {
    const [reason] = use('装感应灯', [{ ...RULING, projectId: 'other' }]).reasons;
    expect(reason && explain(reason, 'zh')).toBe(
      '“感应灯”属于“可能属于工程”，能不能支付没有定论，请具名裁定。周敏于2026年5月20日对其他项目裁定允许，理由：换灯具不动土建（仅供参考）。（依据：某规定第一条，据报道）',
    );
    expect(reason && explain(reason, 'en')).toContain('a named ruling is needed. 周敏 allowed it on 20 May 2026');
  });

  test('a cap with the setting it rests on', () => {
    const [reason] = check({ grantFen: 4_600_000n }).reasons;
    expect(reason && explain(reason, 'zh')).toBe('project-cap为 45,000 元，现为 46,000 元，已经超过。数值由周敏于2026年3月1日设定。（依据：某规定第一条）');
  });

  test('a collection that the assembly has not decided', () => {
    const reason = only(check({ assemblyDecision: 'none' }).reasons, 'collection');
    expect(explain(reason, 'zh')).toBe('向居民筹集 3,100 元，须先经居民会议讨论决定，现在还没有通过的决定。（依据：某规定第一条）');
  });

  test('every reason of a full check has words in both languages', () => {
    const tests = {
      ...base('tests'),
      kind: 'tests',
      tests: [{ code: 'public-good', title: text('公益性') }],
    };
    const leverage = { ...base('leverage'), kind: 'leverage', minimumTenths: null };
    const lines = ['楼道灯', '水泥', '现金'].map((each) => ({ id: each, text: each, sourceKinds: [] }));
    for (const verdict of [check({ lines, evidence: [] }, [], [tests, leverage]), check({}), use('茶水')]) {
      for (const language of ['zh', 'en'] as const) {
        for (const reason of verdict.reasons) expect(explain(reason, language)).not.toMatch(/undefined|—|null/);
        expect(explainVerdict(verdict, language)).not.toBe('');
      }
    }
  });
});
