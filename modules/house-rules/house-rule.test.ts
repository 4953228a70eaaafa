import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareVersions, pieces } from './compare.ts';
import { commentComesInTime, everybodyCouldComment, forceOf, isInForce, lawsThatFit, nextHidden, type Clause, type Version } from './house-rule.ts';
import { chaptersOf, chineseNumber, readNumber, readWholeText, renumber } from './numbering.ts';
import { bigrams, clausesSpokenOf, readTopics } from './subject.ts';

const clause = (articleId: string, position: number, text: string, more: Partial<Clause> = {}): Clause => ({
  articleId,
  position,
  chapter: '',
  heading: '',
  text,
  topics: [],
  ...more,
});

describe('numbers', () => {
  test.each([
    [1, '一'],
    [10, '十'],
    [12, '十二'],
    [20, '二十'],
    [99, '九十九'],
    [100, '一百'],
    [105, '一百零五'],
    [110, '一百一十'],
    [278, '二百七十八'],
  ])('%i is %s', (n, words) => {
    expect(chineseNumber(n)).toBe(words);
    expect(readNumber(words)).toBe(n);
  });
  it('reads what it writes, for every clause there can be', () => {
    for (let n = 1; n <= 999; n++) expect(readNumber(chineseNumber(n))).toBe(n);
  });
  test.each(['', '零', '十十', '百', '0', '二百零', '一二'])('%s is no number', (text) => expect(readNumber(text)).toBeNull());
});

describe('renumbering', () => {
  const three = [clause('a', 1, '定义。'), clause('b', 2, '按第一条。'), clause('c', 3, '违反第二条和第1条的，按《民法典》第二条、居委会组织法第一条。')];
  it('takes references along with the clause they mean, and leaves other laws alone', () => {
    const { clauses, dangling } = renumber(three, [three[1]!, three[0]!, three[2]!]);
    expect(clauses.map((one) => [one.articleId, one.position, one.text])).toEqual([
      ['b', 1, '按第二条。'],
      ['a', 2, '定义。'],
      ['c', 3, '违反第一条和第2条的，按《民法典》第二条、居委会组织法第一条。'],
    ]);
    expect(dangling).toEqual([]);
  });
  it('says which clauses refer to one that is gone', () => {
    expect(renumber(three, [three[1]!, three[2]!])).toMatchObject({ dangling: ['b', 'c'], clauses: [{ text: '按第一条。' }, {}] });
  });
  it('there and back changes nothing, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 5 }),
        (order, refs) => {
          const before = refs.map((n, index) => clause(`id${index}`, index + 1, `见第${chineseNumber(n)}条`));
          const there = renumber(
            before,
            order.map((index) => before[index]!),
          ).clauses;
          const back = renumber(
            there,
            before.map((one) => there.find((other) => other.articleId === one.articleId)!),
          ).clauses;
          expect(back).toEqual(before);
        },
      ),
    );
  });
});

describe('a pasted text', () => {
  it('becomes preamble, chapters and clauses', () => {
    const read = readWholeText('为了邻里和睦，制定本公约。\n第一章 总则\n第一条【目的】 大家的事大家商量。\n续行。\n第二章 停车\n第2条：不堵消防通道。\n');
    expect(read).toEqual({
      preamble: '为了邻里和睦，制定本公约。',
      clauses: [
        { chapter: '总则', heading: '目的', text: '大家的事大家商量。\n续行。' },
        { chapter: '停车', heading: '', text: '不堵消防通道。' },
      ],
    });
    expect(chaptersOf(read.clauses.map((one, index) => clause(String(index), index + 1, one.text, one))).map((chapter) => [chapter.no, chapter.title])).toEqual(
      [
        ['第一章', '总则'],
        ['第二章', '停车'],
      ],
    );
  });
  it('without clauses gives none', () => expect(readWholeText('大家好').clauses).toEqual([]));
});

describe('two versions side by side', () => {
  it('match by identity, not by number; a number that moved along is no change of words', () => {
    const before = [clause('a', 1, '甲'), clause('b', 2, '乙'), clause('c', 3, '按第二条办')];
    const after = [clause('n', 1, '新'), clause('a', 2, '甲改'), clause('c', 3, '按第四条办')];
    expect(compareVersions(before, after).map((one) => [one.articleId, one.change])).toEqual([
      ['n', 'added'],
      ['a', 'changed'],
      ['b', 'removed'],
      ['c', 'same'],
    ]);
    expect(
      compareVersions(
        before,
        [before[1]!, before[0]!, before[2]!].map((one, index) => ({ ...one, position: index + 1 })),
      ).map((one) => one.change),
    ).toEqual(['moved', 'moved', 'same']);
  });
  it('every clause of both stands in it once', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 10 });
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const make = (list: number[]) => list.map((id, index) => clause(String(id), index + 1, `条款${id}`));
        const lines = compareVersions(make(a), make(b)).map((one) => one.articleId);
        expect([...lines].sort()).toEqual([...new Set([...a, ...b].map(String))].sort());
      }),
    );
  });
  it('pieces put together give both texts back', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (a, b) => {
        const all = pieces(a, b);
        const side = (drop: string) =>
          all
            .filter((piece) => piece.kind !== drop)
            .map((piece) => piece.text)
            .join('');
        expect([side('added'), side('removed')]).toEqual([a, b]);
      }),
    );
    expect(pieces('晚上十点后不装修', '晚上八点后不装修')).toEqual([
      { kind: 'same', text: '晚上' },
      { kind: 'removed', text: '十' },
      { kind: 'added', text: '八' },
      { kind: 'same', text: '点后不装修' },
    ]);
  });
});

describe('the vote that fits', () => {
  it('is the assembly for residents, the owners for theirs, the office’s choice for a building', () => {
    expect(lawsThatFit('convention', null)).toEqual(['residents-assembly-households', 'residents-assembly-adults', 'residents-assembly-delegates']);
    expect(lawsThatFit('management', null)).toEqual(['owners-general']);
    expect(lawsThatFit('owners-procedure', 'x')).toEqual(['owners-general']);
    expect(lawsThatFit('building', null)).toEqual([]);
    expect(lawsThatFit('building', 'owners-general')).toEqual(['owners-general']);
  });
});

describe('days', () => {
  const version = (more: Partial<Version>): Version =>
    ({ state: 'adopted', fromDay: '2026-01-01', toDay: null, replacedBy: null, repealBallotId: null, ...more }) as Version;
  test.each([
    ['2025-12-31', 'coming', false],
    ['2026-01-01', 'in-force', true],
    ['2026-06-30', 'in-force', true],
    ['2026-07-01', 'expired', false],
  ])('on %s a text for half a year is %s', (day, force, holds) => {
    const half = version({ toDay: '2026-06-30' });
    expect([forceOf(half, day), isInForce(half, day)]).toEqual([force, holds]);
  });
  it('says why an adopted text ended', () => {
    expect(forceOf(version({ toDay: '2026-03-01', replacedBy: 'x' }), '2026-03-02')).toBe('replaced');
    expect(forceOf(version({ toDay: '2026-03-01', repealBallotId: 'x' }), '2026-03-02')).toBe('repealed');
    expect(forceOf(version({ state: 'rejected' }), '2026-03-02')).toBeNull();
  });
  it('comments come until the last day, the vote begins the day after', () => {
    const open = { state: 'discussion', commentsUntil: '2026-05-10' } as const;
    expect(['2026-05-10', '2026-05-11'].map((day) => [commentComesInTime(open, day), everybodyCouldComment(open, day)])).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

it('hidden words: one appeal, and what the office confirmed stays hidden', () => {
  expect(nextHidden('no', 'hide')).toEqual({ ok: true, value: 'hidden' });
  expect(nextHidden('confirmed', 'appeal')).toEqual({ ok: false, error: 'wrong-state' });
  expect(nextHidden('appealed', 'confirm')).toEqual({ ok: true, value: 'confirmed' });
  expect(nextHidden('hidden', 'confirm')).toEqual({ ok: false, error: 'wrong-state' });
});

describe('finding', () => {
  it('pairs of characters leave punctuation out', () => expect(bigrams('停车，不堵 A2门')).toEqual(['停车', '车不', '不堵', '堵a', 'a2', '2门']));
  it('topics are typed with any separator', () => expect(readTopics('停车、充电，飞线 停车；')).toEqual(['停车', '充电', '飞线']));
  it('a subject finds the clauses whose topics it speaks of, the most telling first', () => {
    const all = [clause('a', 1, '…', { topics: ['停车'] }), clause('b', 2, '…', { topics: ['停车', '消防通道'] }), clause('c', 3, '…', { topics: ['宠物'] })];
    expect(clausesSpokenOf(all, '有人停车堵了消防通道').map((one) => [one.articleId, one.spoken])).toEqual([
      ['b', ['停车', '消防通道']],
      ['a', ['停车']],
    ]);
    expect(clausesSpokenOf(all, '路灯不亮')).toEqual([]);
  });
});
