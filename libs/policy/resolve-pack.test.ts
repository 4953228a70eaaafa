import { describe, expect, test } from 'vitest';
import { CAP_SET, DISTRICT, LAW, OFFICE, TODAY, base, inForce, read, reported, text } from './example.fixture.ts';
import { approvalRule, approversFor, noticeRule, parsePack, resolvePack, rulesOfKind, unsetSettings } from './index.ts';

const PACKS = [LAW, DISTRICT, OFFICE].map(read);

describe('reading a pack', () => {
  const withRule = (rule: object) => parsePack({ ...LAW, rules: [rule] });
  const cap = { ...base('cap'), kind: 'cap', scope: 'project', amountFen: '100' };

  test('a rule that is right is read, amounts as fen', () => {
    const pack = withRule(cap);
    expect(pack.ok && pack.value.rules[0]).toMatchObject({ kind: 'cap', amountFen: 100n });
  });

  test.each([
    ['reported-never-blocks', { ...cap, status: 'reported' }],
    ['clause', { ...cap, clause: '' }],
    ['source', { ...cap, source: undefined }],
    ['status', { ...cap, status: 'rumoured' }],
    ['amountFen', { ...cap, amountFen: undefined }],
    ['not-fen', { ...cap, amountFen: '1.5' }],
    ['not-fen', { ...cap, amountFen: '-100' }],
    ['not-a-day', { ...cap, validFrom: '2026-02-30' }],
    ['kind', { ...cap, kind: 'wish' }],
    ['capp', { ...cap, capp: 1 }],
    ['not-100', { ...base('tranches'), kind: 'tranches', percents: [60, 30] }],
    [
      'words',
      {
        ...reported('use'),
        kind: 'use',
        verdict: 'grey',
        category: text('x'),
        words: [],
        except: [],
        sources: ['grant'],
      },
    ],
    [
      'distinctPersons',
      {
        ...base('chain'),
        kind: 'approval',
        subject: 'spending',
        chain: [{ role: 'a', title: text('a'), fromFen: null }],
        distinctPersons: false,
      },
    ],
  ])('%s is found', (word, rule) => {
    const pack = withRule(rule);
    expect(pack.ok ? 'read' : pack.error.issues.join(' ')).toContain(word);
  });

  test('two rules with one id are refused', () => {
    const pack = parsePack({ ...LAW, rules: [cap, cap] });
    expect(pack.ok ? [] : pack.error.issues).toEqual([': rule-ids-are-unique-in-a-pack']);
  });
});

describe('what is in force', () => {
  test('a pack with all that it builds on, nearest first', () => {
    expect(inForce().chain.map(({ code }) => code)).toEqual(['office', 'district', 'law']);
    expect(inForce().rules.find(({ rule }) => rule.id === 'collection')?.pack.code).toBe('law');
  });

  test.each([
    ['unknown-pack', PACKS, 'nowhere'],
    ['unknown-pack', PACKS.filter(({ code }) => code !== 'law'), 'office'],
    ['pack-not-valid-on-day', [read({ ...LAW, validFrom: '2026-06-03' })], 'law'],
    ['pack-not-valid-on-day', [read({ ...LAW, validTo: '2026-06-01' })], 'law'],
    ['inheritance-loop', [read({ ...LAW, inherits: 'district' }), read(DISTRICT)], 'law'],
  ])('%s', (error, packs, code) => {
    expect(resolvePack(packs, code, [], TODAY)).toEqual({ ok: false, error });
  });

  test('the newest version that is valid on the day', () => {
    const versions = [
      read({ ...LAW, version: '2025', validFrom: '2025-01-01' }),
      read({ ...LAW, version: '2026', validFrom: '2026-01-01' }),
      read({ ...LAW, version: '2027', validFrom: '2027-01-01' }),
    ];
    const on = (day: string) => {
      const resolved = resolvePack(versions, 'law', [], day);
      return resolved.ok ? resolved.value.version : resolved.error;
    };
    expect([on('2025-12-31'), on('2026-01-01'), on('2027-05-05'), on('2024-12-31')]).toEqual(['2025', '2026', '2027', 'pack-not-valid-on-day']);
  });

  test('a rule begins and ends', () => {
    const cap = {
      ...base('cap'),
      kind: 'cap',
      scope: 'project',
      amountFen: '1',
      validFrom: '2026-06-02',
      validTo: '2026-06-03',
    };
    const on = (day: string) => {
      const resolved = resolvePack([read({ ...LAW, rules: [cap] })], 'law', [], day);
      return resolved.ok && resolved.value.rules.length;
    };
    expect(['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04'].map(on)).toEqual([0, 1, 1, 0]);
  });

  test('a rule with the same id replaces the inherited one, but never loosens what blocks', () => {
    const stricter = { ...base('materials'), kind: 'cap', scope: 'project', amountFen: '5' };
    expect(
      inForce([], [stricter])
        .rules.filter(({ rule }) => rule.id === 'materials')
        .map(({ pack }) => pack.code),
    ).toEqual(['office']);
    const looser = { ...LAW.rules[0], blocks: false };
    const packs = [LAW, DISTRICT, { ...OFFICE, rules: [looser] }].map(read);
    expect(resolvePack(packs, 'office', [], TODAY)).toEqual({ ok: false, error: 'loosens-blocking-rule' });
  });
});

describe('settings', () => {
  const capOf = (...settings: Parameters<typeof inForce>) => rulesOfKind(inForce(...settings), 'cap').find(({ rule }) => rule.id === 'project-cap');

  test('fill what the policy left open, with name and day', () => {
    expect(capOf()?.rule.amountFen).toBeNull();
    expect(capOf([CAP_SET])).toMatchObject({ rule: { amountFen: 4_500_000n }, settings: [CAP_SET] });
  });

  test('the latest on or before the day counts', () => {
    const later = { ...CAP_SET, value: '5000000', setOn: '2026-05-01' };
    const tomorrow = { ...CAP_SET, value: '1', setOn: '2026-06-03' };
    expect(capOf([later, CAP_SET, tomorrow])?.rule.amountFen).toBe(5_000_000n);
  });

  test('never touch what the policy says', () => {
    const setting = { ...CAP_SET, key: 'year-cap.amountFen', value: '1' };
    const cap = rulesOfKind(inForce([setting]), 'cap').find(({ rule }) => rule.id === 'year-cap');
    expect(cap).toMatchObject({ rule: { amountFen: 8_000_000n }, settings: [] });
  });

  test.each(['', '-1', '1.5', '四万五'])('%s is no amount', (value) => {
    expect(resolvePack(PACKS, 'office', [{ ...CAP_SET, value }], TODAY)).toEqual({
      ok: false,
      error: 'bad-setting-value',
    });
  });

  test('what nobody set is asked, by purpose, and not again', () => {
    const keys = (settings: Parameters<typeof inForce>[0], purpose?: 'application' | 'notice') =>
      unsetSettings(inForce(settings), purpose).map(({ key }) => key);
    expect(keys([])).toEqual(['project-cap.amountFen', 'papers.items.quotes.fromFen', 'own-notice.days', 'own-notice.counting']);
    expect(keys([], 'notice')).toEqual(['own-notice.days', 'own-notice.counting']);
    expect(keys([CAP_SET], 'application')).toEqual(['papers.items.quotes.fromFen']);
  });

  test.each([
    [{ ...base('r'), kind: 'share', part: text('x'), minimumPercent: null }, 'r.minimumPercent', '30', '101'],
    [{ ...base('r'), kind: 'reply', step: 'matter', days: null, counting: 'working' }, 'r.days', '5', 'x'],
    [{ ...base('r'), kind: 'reply', step: 'matter', days: 5, counting: null }, 'r.counting', 'working', 'lunar'],
    [
      {
        ...base('r'),
        kind: 'rubric',
        criteria: [{ code: 'need', title: text('n'), weightPercent: null, maxPoints: 20 }],
      },
      'r.criteria.need.weightPercent',
      '20',
      '200',
    ],
    [
      {
        ...base('r'),
        kind: 'rubric',
        criteria: [{ code: 'need', title: text('n'), weightPercent: 20, maxPoints: null }],
      },
      'r.criteria.need.maxPoints',
      '20',
      '-2',
    ],
    [
      {
        ...base('r'),
        kind: 'tiers',
        by: 'community',
        tiers: [{ code: 'old', title: text('o'), communityKinds: [], capFen: null }],
      },
      'r.tiers.old.capFen',
      '100',
      'x',
    ],
    [
      {
        ...base('r'),
        kind: 'grades',
        grades: [{ code: 'good', title: text('g'), minimumPoints: null, effect: null }],
      },
      'r.grades.good.minimumPoints',
      '80',
      'x',
    ],
    [
      {
        ...base('r'),
        kind: 'approval',
        subject: 'award',
        chain: [{ role: 'boss', title: text('b'), fromFen: null }],
        distinctPersons: true,
      },
      'r.chain.boss.fromFen',
      '0',
      '0.5',
    ],
    [{ ...base('r'), kind: 'carry-over', allowed: null }, 'r.allowed', 'no', 'false'],
    [{ ...base('r'), kind: 'year-end-return', lastDay: null }, 'r.lastDay', '12-20', '13-01'],
    [{ ...base('r'), kind: 'tranches', percents: null }, 'r.percents', '60,40', '60,30'],
    [{ ...base('r'), kind: 'leverage', minimumTenths: null }, 'r.minimumTenths', '10', '1.0'],
    [{ ...base('r'), kind: 'matching', raisedFromFen: null, matchPercent: 100, maximumFen: '1' }, 'r.raisedFromFen', '50000', ''],
  ])('%# fills $1 once and refuses nonsense', (rule, key, good, bad) => {
    const pack = read({ ...LAW, rules: [rule] });
    const resolveWith = (value: string) => resolvePack([pack], 'law', [{ key, value, setBy: '周敏', setOn: TODAY }], TODAY);
    const open = resolvePack([pack], 'law', [], TODAY);
    expect(open.ok && unsetSettings(open.value).map((each) => each.key)).toEqual([key]);
    const filled = resolveWith(good);
    expect(filled.ok && unsetSettings(filled.value)).toEqual([]);
    expect(resolveWith(bad)).toEqual({ ok: false, error: 'bad-setting-value' });
  });
});

describe('look-ups', () => {
  test('the nearest pack speaks first, even when it left the number open', () => {
    expect(noticeRule(inForce(), 'award')?.rule).toMatchObject({ id: 'own-notice', days: null });
    expect(noticeRule(inForce(), 'hearing')).toBeNull();
  });

  test('who approves depends on the amount', () => {
    const rule = approvalRule(inForce(), 'spending')?.rule;
    if (!rule) throw new Error('no rule');
    expect(approversFor(rule, 99_999n)?.map(({ role }) => role)).toEqual(['handler']);
    expect(approversFor(rule, 100_000n)?.map(({ role }) => role)).toEqual(['handler', 'director']);
    const open = { ...rule, chain: rule.chain.map((step) => ({ ...step, fromFen: null })) };
    expect(approversFor(open, 1n)).toBeNull();
  });
});
