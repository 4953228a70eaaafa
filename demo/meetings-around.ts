import { setSettings } from '#modules/funds';
import { adoptMatter, raiseMatter } from '#modules/matters';
import {
  answerInvitation,
  callMeeting,
  changeMembers,
  enterAttendance,
  holdMeeting,
  informInvited,
  invitationsOf,
  type MeetingKind,
  publishMinutes,
  recordMinutes,
  registerBody,
} from '#modules/meetings';
import { membersOfNeighbourhood } from '#modules/people';
import type { CastKey, PlaceCode } from './cast.ts';
import { done, type Stage } from './stage.ts';

/** Meetings about one lift at 海湾新城, invented: on which day, of what kind, which departments were asked and who of them came. */
const lift: readonly {
  day: number;
  kind: MeetingKind;
  title: string;
  asked: readonly string[];
  absent?: readonly string[];
  present: number;
  outcome: string;
}[] = [
  { day: -96, kind: 'entrance', title: '1单元加装电梯楼组会', asked: [], present: 9, outcome: '九户到了，都愿意先听听方案。' },
  { day: -88, kind: 'hearing', title: '加装电梯听证会', asked: ['镇规划建设办公室', '镇城建中心'], present: 14, outcome: '图纸要再看一楼采光。' },
  { day: -80, kind: 'coordination', title: '低层住户意见协调会', asked: ['镇司法所'], present: 11, outcome: '一楼两户担心噪声，设备改放顶层。' },
  {
    day: -71,
    kind: 'coordination',
    title: '管线迁移协调会',
    asked: ['供电公司', '燃气公司', '自来水公司', '区水务局'],
    absent: ['区水务局'],
    present: 8,
    outcome: '燃气管先移，水管不动。',
  },
  {
    day: -60,
    kind: 'joint',
    title: '审批事项联席会议',
    asked: ['区房管局', '区规划资源局', '区消防救援支队', '区市场监管局', '镇规划建设办公室'],
    present: 7,
    outcome: '各部门把要交的材料一次说清。',
  },
  { day: -47, kind: 'coordination', title: '费用分摊协调会', asked: ['镇司法所'], present: 13, outcome: '按楼层分摊，下次拿出测算表。' },
  { day: -33, kind: 'coordination', title: '绿化移植协调会', asked: ['区绿化市容局', '镇城建中心'], present: 9, outcome: '两棵香樟移到小区东门。' },
  {
    day: -19,
    kind: 'joint',
    title: '开工前联席会议',
    asked: ['区房管局', '区消防救援支队', '供电公司', '燃气公司'],
    absent: ['燃气公司'],
    present: 10,
    outcome: '开工牌、围挡和安全员都落实了。',
  },
];

/** Registers a body with members from the roll of the place. */
async function register(
  stage: Stage,
  who: CastKey,
  place: PlaceCode,
  kind: 'representatives' | 'residents_committee' | 'owners_committee',
  name: string,
  people: readonly (readonly [number, string])[],
): Promise<string> {
  const neighbourhoodId = await stage.neighbourhoodId(place);
  const members = await stage.read((tx) => membersOfNeighbourhood(tx, neighbourhoodId));
  const { bodyId } = await done('body', registerBody(await stage.as(who, `body ${place} ${kind}`), { neighbourhoodId, kind, name, belonging: 'listed' }));
  const add = people.flatMap(([index, post]) => (members[index] ? [{ personId: members[index].personId, post }] : []));
  await done('members', changeMembers(await stage.as(who, `members ${place} ${kind}`), { bodyId, add, endPersonIds: [] }));
  return bodyId;
}

/** Bodies with members, a lift that took many meetings, and meetings to come whose invitations are half answered. */
export async function tellMeetingsAround(stage: Stage): Promise<void> {
  stage.on(-100);
  await done(
    'reminders',
    setSettings(await stage.as('officer', 'meeting settings'), {
      values: { 'meeting.remind': '2', 'meeting.notice.committee': '7' },
      reason: '会议提醒和通知',
    }),
  );
  await register(
    stage,
    'cailu-secretary',
    'pd-cailu',
    'representatives',
    '蔡路居民代表',
    [2, 7, 12, 19, 25, 31, 38, 44, 51].map((n) => [n, ''] as const),
  );
  const owners = await register(stage, 'qingdong-secretary', 'pd-qingdong', 'owners_committee', '海湾新城业主委员会', [
    [1, '主任'],
    [3, '副主任'],
    [6, '委员'],
    [9, '委员'],
    [14, '委员'],
  ]);
  await tellLift(stage);
  await tellWhatComes(stage, owners);
}

async function tellLift(stage: Stage): Promise<void> {
  const neighbourhoodId = await stage.neighbourhoodId('pd-qingdong');
  const as = (step: string) => stage.as('qingdong-secretary', `lift ${step}`);
  const labels = (await stage.households('pd-qingdong')).map((home) => home.label);
  stage.on(-100);
  const { matterId } = await done(
    'raise',
    raiseMatter(await stage.as('qingdong-leader', 'lift raise'), {
      neighbourhoodId,
      text: '1单元想加装电梯，老人上下楼实在吃力。',
      category: 'facilities',
      anonymous: false,
      doorCode: null,
      photos: [],
      replyDays: 7,
      supportUnit: 'household',
    }),
  );
  await done('adopt', adoptMatter(await as('adopt'), { matterId, venue: 'coordination', reason: '先开楼组会，再一项项协调。', dueDay: null }));
  const entranceId = (await stage.households('pd-qingdong'))[0]?.entranceId ?? null;
  for (const [index, one] of lift.entries()) {
    stage.on(one.day - 7);
    const { meetingId } = await done(
      one.title,
      callMeeting(await as(`call ${index}`), {
        neighbourhoodId,
        kind: one.kind,
        matterId,
        title: one.title,
        place: '海湾新城议事厅',
        startsAt: stage.instant(one.day, '19:00'),
        agenda: [one.title],
        entranceId: one.kind === 'entrance' ? entranceId : null,
        inviteeNames: one.asked,
      }),
    );
    stage.on(one.day + 1);
    const list = await stage.read((tx) => invitationsOf(tx, meetingId));
    const departments = list.filter((line) => one.asked.includes(line.name) && !(one.absent ?? []).includes(line.name)).map((line) => line.code);
    await done('told', informInvited(await as(`told ${index}`), { meetingId, how: 'letter', who: { untold: true } }));
    await done(
      'attendance',
      enterAttendance(await as(`attendance ${index}`), {
        meetingId,
        how: 'paper',
        lines: [...labels.slice(0, one.present - departments.length), ...departments].join('\n'),
      }),
    );
    await done('hold', holdMeeting(await as(`hold ${index}`), { meetingId }));
    await done('minutes', recordMinutes(await as(`minutes ${index}`), { meetingId, said: [{ who: '主持人', text: one.outcome }] }));
    await done('publish', publishMinutes(await as(`publish ${index}`), { meetingId }));
  }
}

async function tellWhatComes(stage: Stage, owners: string): Promise<void> {
  const neighbourhoodId = await stage.neighbourhoodId('pd-qingdong');
  const as = (step: string) => stage.as('qingdong-secretary', `coming ${step}`);
  stage.on(-2);
  const committee = await done(
    'committee',
    callMeeting(await as('committee'), {
      neighbourhoodId,
      kind: 'committee',
      bodyId: owners,
      title: '业委会十一月例会',
      place: '海湾新城议事厅',
      startsAt: stage.instant(6, '19:00'),
      agenda: ['三季度公共收益公布', '电梯井外立面颜色'],
      mode: 'both',
      onlineLink: 'https://meeting.example.org/haiwan',
    }),
  );
  const assembly = await done(
    'assembly',
    callMeeting(await as('assembly'), {
      neighbourhoodId,
      kind: 'assembly',
      form: 'one_per_household',
      title: '居民会议：楼道堆物公约',
      place: '海湾新城广场',
      startsAt: stage.instant(9, '09:30'),
      agenda: ['说明公约草案', '举手表决'],
      inviteeNames: ['镇城管中队', '辖区派出所'],
    }),
  );
  const codes = async (meetingId: string, count: number) => (await stage.read((tx) => invitationsOf(tx, meetingId))).slice(0, count).map((line) => line.code);
  const [first = '', second = '', third = ''] = await codes(committee.meetingId, 3);
  await done('told', informInvited(await as('told committee'), { meetingId: committee.meetingId, how: 'phone', who: { codes: [first, second, third] } }));
  await done('yes', answerInvitation(await as('yes'), { meetingId: committee.meetingId, kind: 'confirm', code: first }));
  await done('no', answerInvitation(await as('no'), { meetingId: committee.meetingId, kind: 'decline', code: third }));
  await done(
    'told',
    informInvited(await as('told assembly'), { meetingId: assembly.meetingId, how: 'door', who: { codes: await codes(assembly.meetingId, 10) } }),
  );
}
