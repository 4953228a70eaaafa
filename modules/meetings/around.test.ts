import { describe, expect, it } from 'vitest';
import { bodyOfMeeting, proxiesAllowed, quorumFor } from './body.ts';
import { countInvitations, followInvitation, type Invitation } from './invitation.ts';
import { isOfResidentsCommitteesOnly, requiredInvitees, whoMustConvene } from './law.ts';
import { brokenRules, meetingKinds, ownersCommitteeMetTooLate } from './meeting.ts';
import { notYetThisYear } from './must-meet.ts';
import { quorumIsReached, seatsNeeded } from './quorum.ts';
import { readSheet } from './read-sheet.ts';

const half = { num: 1, den: 2, strict: true, clause: '' };

describe('a quorum as data', () => {
  it('stands just below, at and just above its bound, strict or not', () => {
    const cases: [num: number, den: number, strict: boolean, entitled: number, present: number, reached: boolean][] = [
      [1, 2, true, 10, 4, false],
      [1, 2, true, 10, 5, false],
      [1, 2, true, 10, 6, true],
      [1, 2, false, 10, 4, false],
      [1, 2, false, 10, 5, true],
      [2, 3, false, 9, 5, false],
      [2, 3, false, 9, 6, true],
      [2, 3, false, 10, 6, false],
      [2, 3, false, 10, 7, true],
      [2, 3, true, 9, 6, false],
      [2, 3, true, 9, 7, true],
      [1, 1, false, 7, 6, false],
      [1, 1, false, 7, 7, true],
      [1, 2, true, 0, 0, false],
    ];
    for (const [num, den, strict, entitled, present, reached] of cases) {
      const quorum = { num, den, strict, clause: '' };
      expect([num, den, strict, entitled, present, quorumIsReached(quorum, present, entitled)]).toEqual([num, den, strict, entitled, present, reached]);
      if (entitled > 0) expect(quorumIsReached(quorum, seatsNeeded(quorum, entitled), entitled)).toBe(true);
      if (entitled > 0) expect(quorumIsReached(quorum, seatsNeeded(quorum, entitled) - 1, entitled)).toBe(false);
    }
  });
  it('is the law’s for the assembly and the owners’ committee, the office’s for a body, and nobody’s elsewhere', () => {
    const body = { quorum: { num: 2, den: 3, strict: false }, source: '村民自治章程第十二条', ruledByName: '顾文清', ruledOn: '2026-11-01' };
    expect(quorumFor('assembly', null)).toEqual({ ...half, clause: expect.stringContaining('居民委员会组织法') });
    expect(quorumFor('committee', null)).toEqual({ ...half, clause: expect.stringContaining('物业管理规定') });
    expect(quorumFor('committee', body)?.num).toBe(1);
    expect(quorumFor('body', body)).toEqual({ num: 2, den: 3, strict: false, clause: expect.stringContaining('村民自治章程第十二条') });
    for (const kind of meetingKinds.filter((one) => one !== 'assembly' && one !== 'committee')) expect([kind, quorumFor(kind, null)]).toEqual([kind, null]);
  });
});

describe('the rules of a kind', () => {
  it('name who convenes, and break when another does', () => {
    for (const kind of ['hearing', 'coordination', 'appraisal', 'assembly'] as const) expect(whoMustConvene(kind)?.convener).toBe('residents_committee');
    for (const kind of ['owners', 'joint', 'entrance', 'body', 'talk'] as const) expect([kind, whoMustConvene(kind)]).toEqual([kind, null]);
    const meeting = {
      kind: 'coordination' as const,
      quorum: null,
      calledAt: new Date('2026-11-02T09:00:00+08:00'),
      startsAt: new Date('2026-11-05T19:00:00+08:00'),
      noticeDaysNeeded: null,
      noticeEarliest: null,
      noticeClause: null,
    };
    const facts = { present: 3, entitled: null, directorChairs: false };
    expect(brokenRules(meeting, { ...facts, convener: whoMustConvene('coordination') })).toEqual([
      { rule: 'not-convened-by-committee', clause: expect.stringContaining('试行办法'), numbers: {} },
    ]);
    expect(brokenRules(meeting, { ...facts, convener: null })).toEqual([]);
  });
  it('let a proxy come to the owners’ assembly and where a body’s rule says so, never to an owners’ committee or the assembly', () => {
    const may = meetingKinds.filter((kind) => proxiesAllowed(kind, null));
    expect(may).toEqual(['owners']);
    expect([proxiesAllowed('body', { proxies: true }), proxiesAllowed('committee', { proxies: true }), proxiesAllowed('assembly', { proxies: true })]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('say who is invited by them, for every kind but a free talk', () => {
    for (const kind of meetingKinds.filter((one) => one !== 'talk'))
      expect([kind, requiredInvitees(kind, kind === 'assembly' ? 'all_adults' : null).length > 0]).toEqual([kind, true]);
    expect(meetingKinds.filter(isOfResidentsCommitteesOnly)).toEqual(['assembly', 'representatives', 'residents_committee']);
    expect(Object.keys(bodyOfMeeting).sort()).toEqual(['body', 'committee', 'representatives', 'residents_committee']);
  });
  it('an owners’ committee meets every two months: the same day two months on is in time, the day after is not', () => {
    const cases: [last: string, next: string, late: boolean][] = [
      ['2026-09-05', '2026-11-05', false],
      ['2026-09-05', '2026-11-06', true],
      ['2026-12-31', '2027-02-28', false],
      ['2026-12-31', '2027-03-01', true],
      ['2027-12-31', '2028-02-29', false],
      ['2026-11-30', '2027-01-30', false],
    ];
    for (const [last, next, late] of cases) expect([last, next, ownersCommitteeMetTooLate(last, next)]).toEqual([last, next, late]);
    expect([notYetThisYear(null, '2026-11-22'), notYetThisYear('2025-12-31', '2026-01-01'), notYetThisYear('2026-01-01', '2026-12-31')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('an invitation', () => {
  it('is told, answered, answered again; a seat has no deputy where there are no proxies', () => {
    const guest = { state: 'invited' as const, seat: false };
    expect(followInvitation(guest, 'inform', false)).toEqual({ ok: true, value: 'informed' });
    expect(followInvitation({ ...guest, state: 'declined' }, 'inform', false)).toEqual({ ok: true, value: 'declined' });
    expect(followInvitation({ ...guest, state: 'declined' }, 'confirm', false)).toEqual({ ok: true, value: 'confirmed' });
    expect(followInvitation(guest, 'deputise', false)).toEqual({ ok: true, value: 'deputised' });
    expect(followInvitation({ ...guest, seat: true }, 'deputise', false)).toEqual({ ok: false, error: 'no-proxies' });
    expect(followInvitation({ ...guest, seat: true }, 'deputise', true)).toEqual({ ok: true, value: 'deputised' });
  });
  it('is counted by where it stands; who answered needs no telling', () => {
    const one = { state: 'invited' as const, seat: true, informedAt: null, came: false };
    expect(countInvitations([one, { ...one, state: 'confirmed', came: true }, { ...one, seat: false, state: 'informed', informedAt: new Date(0) }])).toEqual({
      all: 3,
      seats: 2,
      untold: 1,
      confirmed: 1,
      declined: 0,
      deputised: 0,
      came: 1,
    });
  });
});

describe('the printed sheet', () => {
  const roster = [
    {
      householdId: 'h1',
      label: '1号楼1单元101',
      members: [
        { personId: 'wang', name: '王小英' },
        { personId: 'zhao', name: '赵国强' },
      ],
    },
    { householdId: 'h2', label: '1号楼1单元102', members: [] },
  ];
  const line = (code: string, of: Partial<Invitation>): Invitation => ({
    id: `i-${code}`,
    position: 1,
    rule: null,
    clause: null,
    personId: null,
    householdId: null,
    organisationId: null,
    name: code,
    door: '',
    seat: false,
    code,
    state: 'invited',
    informedAt: null,
    informedHow: null,
    deputyName: null,
    came: false,
    ...of,
  });
  const invitations = [
    line('K7Q2M', { householdId: 'h1', name: '1号楼1单元101', seat: true }),
    line('A2B3C', { householdId: 'h2', name: '1号楼1单元102', seat: true }),
    line('D4E5F', { name: '区房管局' }),
    line('G6H7J', { personId: 'zhang', name: '张伟', seat: true, deputyName: '李四', state: 'deputised' }),
  ];
  const byHousehold = { roster, invitations, counted: 'household' as const, needsName: false };

  it('is entered by its codes, with or without a name', () => {
    const { matched, unmatched } = readSheet('k7q2m 赵国强\nA2B3C\nD4E5F 周科长\nG6H7J', byHousehold);
    expect(unmatched).toEqual([]);
    expect(matched.map((one) => [one.seatId, one.personId, one.householdId, one.name, one.label])).toEqual([
      ['i-K7Q2M', 'zhao', 'h1', '赵国强', '1号楼1单元101'],
      ['i-A2B3C', null, 'h2', '1号楼1单元102', '1号楼1单元102'],
      [null, null, null, '周科长', '区房管局'],
      ['i-G6H7J', null, null, '李四', '张伟'],
    ]);
  });
  it('counts no name that fits no door, by code or by door, and no code of another sheet', () => {
    expect(readSheet('K7Q2M 孙阿姨\nA2B3C 孙阿姨\n1-1-101 孙阿姨\nZ9Z9Z', byHousehold)).toEqual({
      matched: [],
      unmatched: [
        { line: 'K7Q2M 孙阿姨', reason: 'unknown-name' },
        { line: 'A2B3C 孙阿姨', reason: 'unknown-name' },
        { line: 'Z9Z9Z', reason: 'unknown-code' },
        { line: '1-1-101 孙阿姨', reason: 'unknown-name' },
      ],
    });
  });
  it('wants the name where heads are counted and several live behind the door', () => {
    const byHead = { ...byHousehold, counted: 'person' as const, needsName: true };
    expect(readSheet('1-1-101\nK7Q2M', byHead).unmatched.map((one) => one.reason)).toEqual(['name-missing', 'name-missing']);
    expect(readSheet('1-1-101 王小英', byHead).matched.map((one) => one.personId)).toEqual(['wang']);
  });
});
