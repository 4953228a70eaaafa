import { describe, expect, it } from 'vitest';
import { defineText, inLang } from './index.ts';

const text = defineText({
  title: { zh: '议题', en: 'Matters' },
  supporters: (count: number) => ({ zh: `${count} 人附议`, en: `${count} supporters` }),
});

describe('defineText', () => {
  it('gives each language its texts, with values put in', () => {
    expect(text.zh.title).toBe('议题');
    expect(text.en.supporters(3)).toBe('3 supporters');
    expect(text.zh.supporters(3)).toBe('3 人附议');
    expect(inLang({ zh: '钱', en: 'money' }, 'en')).toBe('money');
  });

  it('does not compile without one of the languages', () => {
    // @ts-expect-error English is missing.
    defineText({ title: { zh: '议题' } });
    // @ts-expect-error a count is needed.
    expect(text.zh.supporters()).toBe('undefined 人附议');
  });
});
