import { expect, test } from 'vitest';
import { isOrganisation } from './crowd-page.tsx';

test.each([
  ['申浦精密机械公司工会', true],
  ['东滩电力服务队', true],
  ['益民五金店', true],
  ['陈小店', false],
  ['李社', false],
  ['王小英', false],
])('%s stands in public as it is: %s', (name, whole) => {
  expect(isOrganisation(name)).toBe(whole);
});
