import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from './index.ts';

const names = ['王小英', '王小', '陈伟', '阿依古丽·买买提'];

describe('what is covered before a text is published', () => {
  test.each([
    ['王小英住 12 号 301 室，电话 138 0013 8000。', '王*英住 12 号 ***室，电话 138****8000。', ['name', 'door', 'phone']],
    ['找陈伟（021-58671234）', '找陈*（021-****）', ['name', 'phone']],
    ['身份证 11010519491231002X', '身份证 1****************X', ['id-number']],
    ['汇到 6222 0212 3456 7890 128', '汇到 ****0128', ['bank-account']],
    ['写给 wang.xy@example.com。', '写给 *@example.com。', ['mail']],
    ['车牌沪A·12345挡住消防通道', '车牌沪A·*****挡住消防通道', ['plate']],
    ['3号楼2单元五〇一室漏水', '3号楼2单元***室漏水', ['door']],
    ['阿依古丽·买买提说', '阿***·**提说', ['name']],
  ])('%s', (text, shown, kinds) => {
    const made = redact(text, { names });
    expect(made.text).toBe(shown);
    expect(made.marks.map((mark) => mark.kind)).toEqual(kinds);
  });

  test.each([
    '发票 26110290000050000000，价税合计 19,080.00 元',
    '2026年5月21日 09:00 在活动室开会，到会 12 人',
    '四幢楼八个楼道，每户 50 元，共 62 户',
    '凭证 2026-00001，编号 pd-2026-003',
    '社区活动室 100 平方米',
    '编号 110105194912310021',
  ])('leaves what is no personal data: %s', (text) => expect(redact(text, { names })).toEqual({ text, marks: [] }));

  test('a person who is named for an office stays, a longer name wins over one inside it', () => {
    expect(redact('主任陈伟、居民王小英', { names, keep: ['陈伟'] }).text).toBe('主任陈伟、居民王*英');
    expect(redact('陈伟明来了，陈伟没来', { names: ['陈伟'], keep: ['陈伟明'] }).text).toBe('陈伟明来了，陈*没来');
  });

  test('marks say where in the original, whatever stands around; a second time finds nothing more', () => {
    const piece = fc.constantFrom('王小英', '13800138000', '11010519491231002X', '号301室', '，', '共 12 人', '45,000.00', '陈伟', 'a@b.cn', '\n', '😀', '🌳');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const made = redact(text, { names });
        let rebuilt = '';
        let at = 0;
        for (const mark of made.marks) {
          expect(mark.from).toBeGreaterThanOrEqual(at);
          rebuilt += text.slice(at, mark.from) + mark.shown;
          at = mark.to;
        }
        expect(rebuilt + text.slice(at)).toBe(made.text);
        for (const secret of ['王小英', '陈伟']) expect(made.text).not.toContain(secret);
        expect(redact(made.text, { names }).marks.filter((mark) => mark.kind === 'name')).toEqual([]);
      }),
    );
  });
});
