import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covered, coversOf, coverText } from './blind.ts';

const covers = coversOf({
  places: ['蔡路居民区', '蔡路居委会', '东川公路小区'],
  people: ['王小英', '欧阳建国', '李桂珍'],
  organisations: ['长岛物业服务公司'],
  added: ['海棠节'],
});

describe('covering', () => {
  test.each([
    ['蔡路居民区的楼道灯坏了', '某居民区的楼道灯坏了'],
    ['蔡路四幢楼', '某地四幢楼'],
    ['王小英和李桂珍牵头，王师傅安装', '某某和某某牵头，某师傅安装'],
    ['欧阳建国、欧阳老师', '某某、某老师'],
    ['长岛物业服务公司出12万元', '某单位出12万元'],
    ['每年办海棠节', '每年办〔略〕'],
    ['电话 138 0013 8000', '电话 〔电话〕'],
    ['东川路1234弄5号楼402室的楼道', '东川路〔门牌〕的楼道'],
    ['预算 45000 元，72盏灯', '预算 45000 元，72盏灯'],
  ])('%s', (text, expected) => expect(covered(text, covers)).toBe(expected));

  test('nothing that is to be covered stays, whatever stands around it', () => {
    const words = ['蔡路', '王小英', '欧阳建国', '长岛物业服务公司', '海棠节'];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 6 })), { maxLength: 12 }), (parts) => {
        const open = coverText(parts.join('，'), covers)
          .filter((piece) => !piece.covered)
          .map(({ text }) => text);
        for (const word of words) for (const text of open) expect(text).not.toContain(word);
      }),
    );
  });
  test('a name of one character covers nothing: it would cover half the text', () =>
    expect(coversOf({ places: ['村'], people: ['王'], organisations: [], added: [] }).map(({ word }) => word)).not.toContain('王'));
});
