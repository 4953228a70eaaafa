import { describe, expect, it } from 'vitest';
import { likeness, mostAlike, tellingPairs } from './similar.ts';

describe('a word of two characters', () => {
  const matters = [
    { title: '天花板漏水', text: '五楼天花板漏水半年了，一下雨就滴水。' },
    { title: '停车位不够', text: '晚上没有车位。' },
  ];
  it.each([
    ['漏水', ['天花板漏水']],
    ['漏水！', ['天花板漏水']],
    ['停车', ['停车位不够']],
    ['车位', ['停车位不够']],
    ['漏水很久', ['天花板漏水']],
    ['电梯坏了', []],
    ['电梯', []],
  ])('%s', (text, titles) => {
    expect(mostAlike(text, matters).map((matter) => matter.title)).toEqual(titles);
  });
  it('that every request holds says nothing', () => {
    expect(tellingPairs('希望')).toEqual([]);
    expect(likeness('希望', '希望解决停车')).toBe(0);
  });
});
