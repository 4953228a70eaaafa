import { dutiesOf, inboxPermissions } from '#modules/inbox';
import { matterPermissions } from '#modules/matters';
import { noticePermissions } from '#modules/notices';
import type { Actor } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import { callMeeting, type CallMeetingInput, findMeeting, type Meeting, meetingPermissions, recordMinutes, signIn } from './index.ts';

/** Throws what a command refused, so that a scene that cannot be set fails at once. */
export const must = <T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T => {
  if (!result.ok) throw new Error(String(result.error));
  return result.value;
};

/** The message with which something was refused, or `accepted`. */
export const refused = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: Error) => error.message,
  );

/** An assembly that meets by households. */
export const assembly = { kind: 'assembly', form: 'one_per_household', title: '居民会议' } as const;

/** 蔡路 with six homes, its people, and the steps that every test of meetings begins with. */
export interface MeetingScene {
  t: TestPlatform;
  cailu: TestNeighbourhood;
  secretary: Actor;
  director: Actor;
  wang: Actor;
  /** Lives with 王小英. */
  husband: Actor;
  zhang: Actor;
  /** Lives at 胜利. */
  stranger: Actor;
  officer: Actor;
  otherSecretary: Actor;
  seen<T>(work: Parameters<typeof read<T>>[1]): Promise<T>;
  callWith(actor: Actor, change?: Partial<CallMeetingInput>): ReturnType<typeof callMeeting>;
  called(change?: Partial<CallMeetingInput>): Promise<{ meetingId: string; signInCode: string }>;
  meetingOf(id: string): Promise<Meeting>;
  /** Kinds of the duties that are open about a thing. */
  duties(id: string): Promise<string[]>;
  /** Half an hour into the meeting. */
  evening(): void;
  sign(actor: Actor, meetingId: string, code: string): ReturnType<typeof signIn>;
  minutes(meetingId: string, change?: Partial<Parameters<typeof recordMinutes>[1]>, actor?: Actor): ReturnType<typeof recordMinutes>;
}

/** Sets the scene in a scratch database; the test closes `t`. */
export async function meetingScene(): Promise<MeetingScene> {
  const t = await testPlatform([meetingPermissions, matterPermissions, inboxPermissions, noticePermissions]);
  const cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 6);
  const shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  const wang = await makeResident(t, '王小英', cailu.households[0]!);
  const husband = await makeResident(t, '赵国强', cailu.households[0]!);
  const zhang = await makeResident(t, '张伟', cailu.households[1]!);
  const stranger = await makeResident(t, '钱多多', shengli.households[0]!);
  const secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  const director = await makePerson(t, '吴主任', { role: 'director', neighbourhoodId: cailu.id });
  const officer = await makePerson(t, '周科长', { role: 'officer', neighbourhoodId: null });
  const otherSecretary = await makePerson(t, '李书记', { role: 'secretary', neighbourhoodId: shengli.id });
  await t.owner.query(
    `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at)
    values ($1, $2, $3, 'director', $4, '2026-01-01', now())`,
    [t.subdistrictId, t.platform.sources.newId(), director.personId, cailu.id],
  );
  const seen: MeetingScene['seen'] = (work) => read(t.contextFor(secretary), work);
  const callWith: MeetingScene['callWith'] = (actor, change = {}) =>
    callMeeting(t.contextFor(actor), {
      neighbourhoodId: cailu.id,
      kind: 'hearing',
      title: '楼道照明听证会',
      place: '居委会活动室',
      startsAt: new Date('2026-11-05T19:00:00+08:00'),
      agenda: ['装什么灯', '谁来出钱'],
      ...change,
    });
  return {
    t,
    cailu,
    secretary,
    director,
    wang,
    husband,
    zhang,
    stranger,
    officer,
    otherSecretary,
    seen,
    callWith,
    called: async (change = {}) => must(await callWith(secretary, change)),
    async meetingOf(id) {
      const found = await seen((tx) => findMeeting(tx, id));
      if (!found) throw new Error('no meeting');
      return found;
    },
    duties: async (id) => (await seen((tx) => dutiesOf(tx, { subjectId: id }))).map((duty) => duty.kind),
    evening: () => t.clock.set('2026-11-05T19:30:00+08:00'),
    sign: (actor, meetingId, code) => signIn(t.contextFor(actor), { meetingId, code }),
    minutes: (meetingId, change = {}, actor = secretary) =>
      recordMinutes(t.contextFor(actor), { meetingId, said: [{ who: '王小英', text: '声控灯省电。' }], ...change }),
  };
}
