import { expect, test } from 'vitest';
import type { Reason } from '#libs/policy';
import { remedyFor } from './application-remedies.ts';

const missing = (code: string) =>
  ({
    outcome: 'block',
    code: 'evidence-missing',
    numbers: {},
    terms: [code],
    title: { zh: '材料', en: 'Papers' },
    about: { zh: '这一样', en: 'this one' },
  }) as unknown as Reason;

test('the keeper’s consent is satisfied by their own yes too; another paper only by the paper', () => {
  expect(remedyFor(missing('keeper-consent'), 'zh')).toBe('请管护人本人在系统里点头，或者在“材料”一步上传：这一样。');
  expect(remedyFor(missing('hearing-minutes'), 'zh')).toBe('在“材料”一步上传：这一样。');
});
