import { expect, test } from 'vitest';
import { parseOrMisuse } from './arguments.ts';

test('an unknown option is named in Chinese, with the usage', () => {
  expect(() => parseOrMisuse(['--demo'], { code: { type: 'string' } }, 'setup --code CODE')).toThrow(/没有 --demo 这个选项.*用法.*setup --code CODE/);
});
test('an option without its value is said in Chinese', () => {
  expect(() => parseOrMisuse(['--code'], { code: { type: 'string' } }, 'setup --code CODE')).toThrow(/选项 --code 的值不对/);
});
