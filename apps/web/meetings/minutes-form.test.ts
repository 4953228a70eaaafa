import { describe, expect, it } from 'vitest';
import { meetingCalendar } from './calendar.ts';
import { minutesValues, readMinutes, readSaid, toldValues } from './minutes-form.ts';

const zhang = '019cac0f-2680-7632-a415-2cadf2af3d08';
const wang = '019cac0f-2680-7632-a415-2cadf2af3d09';
const form = (fields: Record<string, string>) => ({ text: (name: string) => fields[name] ?? '' });

describe('the form of the minutes', () => {
  it('reads who said what, one a line, in either colon', () => {
    expect(readSaid('王小英：声控灯省电。\n\n3号楼居民: 同意\n大家鼓掌')).toEqual([
      { who: '王小英', text: '声控灯省电。' },
      { who: '3号楼居民', text: '同意' },
      { who: '', text: '大家鼓掌' },
    ]);
  });
  it('leaves out empty rows and reads the rest', () => {
    const read = readMinutes(
      form({
        said: '王小英：好',
        decisions: '再比三家\n\n',
        'hands-1-question': '装声控灯',
        'hands-1-yes': '55',
        'hands-1-no': '3',
        'resolution-0-text': '装灯',
        'resolution-0-executor': `p ${zhang}`,
        'resolution-0-supervisor': wang,
        'resolution-0-deadline': '2026-12-20',
      }),
      2,
    );
    expect(read).toEqual({
      ok: true,
      value: {
        said: [{ who: '王小英', text: '好' }],
        decisions: ['再比三家'],
        itemDecisions: [],
        notes: '',
        correction: '',
        hands: [{ question: '装声控灯', yes: 55, no: 3, abstain: 0 }],
        resolutions: [{ text: '装灯', executorPersonId: zhang, supervisorPersonId: wang, deadline: '2026-12-20' }],
      },
    });
  });
  it('names the field that is wrong', () => {
    const read = readMinutes(
      form({
        'hands-0-yes': '5',
        'hands-1-question': '装灯',
        'hands-1-no': '三',
        'resolution-0-text': '装灯',
        'resolution-1-executor': `p ${zhang}`,
        'resolution-1-supervisor': zhang,
        'resolution-1-deadline': '2026-02-30',
      }),
      2,
    );
    expect(read).toEqual({
      ok: false,
      error: {
        'hands-0-question': 'required',
        'hands-1-no': 'not-a-count',
        'resolution-0-executor': 'executor-required',
        'resolution-0-supervisor': 'supervisor-required',
        'resolution-0-deadline': 'not-a-date',
        'resolution-1-text': 'text-required',
        'resolution-1-supervisor': 'supervisor-is-executor',
        'resolution-1-deadline': 'not-a-date',
      },
    });
  });
  it('comes back with the last version when it is corrected', () => {
    const values = minutesValues({
      version: 1,
      correction: '',
      recordedBy: null,
      recordedAt: new Date(0),
      body: {
        said: [
          { who: '王小英', text: '好' },
          { who: '', text: '鼓掌' },
        ],
        decisions: ['再比三家'],
        itemDecisions: [],
        notes: '',
      },
      hands: [{ question: '装灯', yes: 5, no: 1, abstain: 0, present: 6, passed: true }],
    });
    expect(values).toMatchObject({ said: '王小英：好\n鼓掌', decisions: '再比三家', 'hands-0-question': '装灯', 'hands-0-yes': '5', 'hands-0-no': '1' });
  });
});

describe('the form of minutes with a record', () => {
  it('keeps what belongs to an item of the agenda with it, there and back', () => {
    const told = {
      said: [
        { who: '王小英', text: '好' },
        { who: '张伟', text: '要声控的\n转角也要', item: 2 },
      ],
      decisions: ['再比三家'],
      itemDecisions: [{ item: 1, text: '先装样灯' }],
    };
    const values = toldValues(told);
    expect(values).toMatchObject({ said: '王小英：好', 'said-2': '张伟：要声控的 转角也要', 'decisions-1': '先装样灯', decisions: '再比三家' });
    const read = readMinutes(form(values), 2, 2);
    expect(read.ok && read.value).toMatchObject({
      said: [
        { who: '王小英', text: '好' },
        { who: '张伟', text: '要声控的 转角也要', item: 2 },
      ],
      itemDecisions: [{ item: 1, text: '先装样灯' }],
    });
  });
  it('lets an organisation carry out and another watch', () => {
    const read = readMinutes(
      form({
        'resolution-0-text': '装灯',
        'resolution-0-executor': `o ${zhang}`,
        'resolution-0-supervisor': `o ${wang}`,
        'resolution-0-deadline': '2026-12-20',
        'resolution-0-money': 'common',
      }),
      1,
    );
    expect(read.ok && read.value.resolutions).toEqual([
      { text: '装灯', executorOrganisationId: zhang, supervisorOrganisationId: wang, deadline: '2026-12-20', money: 'common' },
    ]);
  });
});

describe('the calendar', () => {
  it('tells the time with its zone and marks what was called off', () => {
    const meeting = {
      id: zhang,
      neighbourhoodId: wang,
      kind: 'hearing' as const,
      form: null,
      counted: 'person' as const,
      matterId: null,
      projectId: null,
      entranceId: null,
      buildingId: null,
      bodyId: null,
      mode: 'room' as const,
      onlineLink: null,
      quorum: null,
      proxies: false,
      title: '楼道照明听证会',
      purpose: '',
      place: '活动室',
      startsAt: new Date('2026-11-05T19:00:00+08:00'),
      convener: '',
      chairPersonId: null,
      recorderPersonId: null,
      calledBy: null,
      calledAt: new Date('2026-11-02T09:00:00+08:00'),
      noticeDaysNeeded: null,
      noticeEarliest: null,
      noticeClause: null,
      noticeId: null,
      signInCode: 'ABCDEFGH',
      state: 'cancelled' as const,
      cancelledReason: '停电',
      heldAt: null,
      entitledCount: null,
      presentCount: null,
      breaches: [],
      publishedVersion: null,
      publishedAt: null,
    };
    const text = meetingCalendar({ name: '蔡路', address: 'https://x/n.ics', meetings: [meeting], meetingAddress: (id) => `https://x/meetings/${id}` });
    expect(text).toContain('DTSTART:20261105T110000Z');
    expect(text).toContain('SUMMARY:（已取消）楼道照明听证会');
    expect(text).toContain('STATUS:CANCELLED');
    expect(text).toContain('SEQUENCE:1');
    expect(text).not.toContain('ABCDEFGH');
  });
});
