import { describe, expect, it } from 'vitest';
import { isSettled, publicTitle } from './matter.ts';
import { answerDayIsPossible, itIsStillAwaited, referralState } from './referral.ts';
import { groupsOfRepeats } from './repeats.ts';
import { replyDueDay } from './reply-due.ts';
import { planOf, spotKey, spotOf } from './spot.ts';

describe('what was passed on', () => {
  const answer = { outcome: 'done' as const, text: '修好了', day: '2026-11-05' };
  it.each([
    [{ answer: null, dueDay: '2026-11-10', endedAt: null }, '2026-11-10', 'waiting'],
    [{ answer: null, dueDay: '2026-11-10', endedAt: null }, '2026-11-11', 'overdue'],
    [{ answer: null, dueDay: null, endedAt: null }, '2036-01-01', 'waiting'],
    [{ answer, dueDay: '2026-11-01', endedAt: null }, '2026-11-11', 'answered'],
    [{ answer: null, dueDay: '2026-11-01', endedAt: new Date() }, '2026-11-11', 'ended'],
  ] as const)('%j on %s is %s', (referral, today, state) => {
    expect(referralState(referral, today)).toBe(state);
    expect(itIsStillAwaited(referral)).toBe(state === 'waiting' || state === 'overdue');
  });
  it('is answered neither before it was passed on nor tomorrow', () => {
    expect(answerDayIsPossible('2026-11-01', '2026-11-02', '2026-11-09').ok).toBe(false);
    expect(answerDayIsPossible('2026-11-02', '2026-11-02', '2026-11-09').ok).toBe(true);
    expect(answerDayIsPossible('2026-11-09', '2026-11-02', '2026-11-09').ok).toBe(true);
    expect(answerDayIsPossible('2026-11-10', '2026-11-02', '2026-11-09').ok).toBe(false);
  });
});

it('answered is not settled', () => {
  const answered = { state: 'answered', venue: null } as const;
  expect(isSettled({ state: answered, settledBy: 0, unsettledBy: 0 })).toBe(false);
  expect(isSettled({ state: answered, settledBy: 3, unsettledBy: 1 })).toBe(false);
  expect(isSettled({ state: answered, settledBy: 1, unsettledBy: 0 })).toBe(true);
  expect(isSettled({ state: { state: 'declined' }, settledBy: 1, unsettledBy: 0 })).toBe(false);
});

it('a title that goes into other records hides and masks what its own page does', () => {
  const matter = { title: '找13800138000修灯', hidden: 'no', year: 2026, number: 3 } as const;
  expect(publicTitle(matter)).toBe('找138****8000修灯');
  expect(publicTitle({ ...matter, hidden: 'appealed' })).toBe('议题2026-003');
});

describe('the days of a reply', () => {
  it.each([
    ['2026-11-20', 3, 'calendar', '2026-11-23'],
    ['2026-11-20', 3, 'working', '2026-11-25'], // a Friday: Monday, Tuesday, Wednesday
    ['2026-11-20', null, 'calendar', null],
    ['2126-11-20', 3, 'working', null], // no holiday table reaches so far
  ] as const)('%s + %s %s days: %s', (today, days, counting, due) => {
    expect(replyDueDay(today, days, counting)).toBe(due);
  });
});

describe('the plan', () => {
  const buildings = Array.from({ length: 13 }, (_, i) => ({ id: `b${i + 1}`, name: `${i + 1}号楼` }));
  const plan = planOf({ id: 'c', name: '蔡路小区' }, buildings);
  it('has every building and the ground before it once, inside its frame, and no two boxes over each other', () => {
    expect(plan.boxes).toHaveLength(2 * 13 + 2);
    for (const box of plan.boxes) expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= plan.width && box.y + box.height <= plan.height).toBe(true);
    for (const [i, a] of plan.boxes.entries())
      for (const b of plan.boxes.slice(i + 1))
        expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y, `${a.key} ${b.key}`).toBe(true);
  });
  it('leads from every key to a spot and back; a key of another plan to none', () => {
    for (const box of plan.boxes) {
      const spot = spotOf(box.key, [plan], '二单元');
      expect(spot).toMatchObject({ compoundId: 'c', part: box.part, note: '二单元' });
      expect(spot && spotKey(spot)).toBe(box.key);
    }
    expect(spotOf('inside:elsewhere', [plan], null)).toBeNull();
  });
});

describe('what several neighbourhoods ask for', () => {
  let n = 0;
  const matter = (neighbourhoodId: string, title: string) => ({ id: `m${(n += 1)}`, neighbourhoodId, title, text: title, category: 'other' });
  const said = [
    matter('蔡路', '电瓶车在楼道充电太危险'),
    matter('胜利', '楼道里电瓶车充电，怕着火'),
    matter('长岛', '电瓶车没有地方充电'),
    matter('蔡路', '广场舞晚上声音太大'),
    matter('清东', '广场舞音响吵得睡不着'),
    matter('蔡路', '屋顶漏水'),
    matter('蔡路', '四楼屋顶漏水修不好'),
    matter('胜利', '信箱坏了'),
    // They share 区里 alone.
    matter('胜利', '小区里没有孩子玩的地方'),
    matter('长岛', '小区里弄堂堆满旧家具'),
  ];
  it('is grouped, the widest first; what only one asks for, however often, is left out', () => {
    const groups = groupsOfRepeats(said);
    expect(groups.map((group) => group.places)).toEqual([
      ['蔡路', '胜利', '长岛'],
      ['蔡路', '清东'],
    ]);
    expect(groups[0]?.matters).toHaveLength(3);
    expect(groups[1]?.words.join()).toContain('广场舞');
  });
  it('puts each of 5,000 matters into one group at most, and every group spans neighbourhoods', () => {
    const words = ['停车', '电瓶车', '漏水', '路灯', '广场舞', '垃圾', '电梯', '绿化', '水管', '噪声', '养狗', '堆物', '门禁', '积水'];
    const many = Array.from({ length: 5000 }, (_, i) =>
      matter(
        `n${i % 40}`,
        `${String.fromCodePoint(0x4e00 + ((i * 7919) % 9000), 0x4e00 + ((i * 104_729) % 9000))}${words[i % words.length]}${String.fromCodePoint(0x4e00 + ((i * 31) % 9000))}问题`,
      ),
    );
    const groups = groupsOfRepeats(many);
    const ids = groups.flatMap((group) => group.matters.map((one) => one.id));
    expect(ids.length).toBeGreaterThan(100);
    expect(new Set(ids).size).toBe(ids.length);
    for (const group of groups) expect(new Set(group.matters.map((one) => one.neighbourhoodId)).size).toBeGreaterThan(1);
  });
});
