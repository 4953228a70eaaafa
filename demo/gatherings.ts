import { castVote, closeBallot, createBallot, openBallot, rollOf, showRoll } from '#modules/ballots';
import { attachMeetingFile, callMeeting, enterAttendance, holdMeeting, type MeetingKind, publishMinutes, recordMinutes } from '#modules/meetings';
import { pictureJpeg, type PictureName, signInSheetPhoto, svgJpeg } from './pictures/index.ts';
import { papersOfVote } from './paper-votes.ts';
import { done, type Stage } from './stage.ts';
import type { Plot } from './story.ts';

/** Photo of the demo as an upload, its bytes stored already. */
export async function photo(stage: Stage, name: PictureName) {
  return { ...(await stage.store(name, () => pictureJpeg(name))), name: `${name}.jpg` };
}

export interface Gathering {
  key: string;
  kind: MeetingKind;
  title: string;
  day: number;
  said: readonly { who: string; text: string }[];
  agenda: readonly string[];
  attendance: number;
  form?: 'one_per_household';
  resolution?: string;
}

/** Calls a meeting, enters its paper sign-in sheet, minutes and resolution, and publishes them. Returns the meeting. */
export async function gather(
  stage: Stage,
  plot: Plot,
  neighbourhoodId: string,
  matterId: string,
  meeting: Gathering,
  during?: (meetingId: string) => Promise<void>,
): Promise<string> {
  const { secretary, director } = plot.staff;
  const step = (name: string) => `${plot.key} ${meeting.key} ${name}`;
  stage.on(plot.start + meeting.day - 7);
  const { meetingId } = await done(
    'call',
    callMeeting(await stage.as(secretary, step('call')), {
      neighbourhoodId,
      kind: meeting.kind,
      form: meeting.form ?? null,
      matterId,
      title: meeting.title,
      place: '居委会活动室',
      startsAt: stage.instant(plot.start + meeting.day, '18:30'),
      chairPersonId: await stage.personId(director),
      recorderPersonId: await stage.personId(secretary),
      agenda: meeting.agenda,
    }),
  );
  const labels = (await stage.households(plot.place)).map((household) => household.label);
  const present = labels.slice(0, meeting.attendance);
  // The evening itself: the sheet is entered and the minutes are written when the meeting is over.
  const evening = stage.on(plot.start + meeting.day + 1);
  const sheet = await stage.store(`sheet ${meeting.title}`, () => svgJpeg(signInSheetPhoto(meeting.title)));
  await done('hold', holdMeeting(await evening.as(secretary, step('hold')), { meetingId }));
  await done(
    'attendance',
    enterAttendance(await evening.as(secretary, step('attendance')), {
      meetingId,
      lines: present.join('\n'),
      how: 'paper',
      sheet: { ...sheet, name: '签到表.jpg' },
    }),
  );
  if (meeting.kind === 'hearing')
    await done(
      'photo',
      attachMeetingFile(await evening.as(secretary, step('photo')), { meetingId, kind: 'photo', file: await photo(stage, 'hearing'), caption: '会场' }),
    );
  await during?.(meetingId);
  await done(
    'minutes',
    recordMinutes(await evening.as(secretary, step('minutes')), {
      meetingId,
      said: meeting.said,
      ...(meeting.resolution
        ? {
            resolutions: [
              {
                text: meeting.resolution,
                executorPersonId: await stage.personId(secretary),
                supervisorPersonId: await stage.personId(plot.supervisor),
                deadline: stage.dayAt(plot.start + 190),
              },
            ],
          }
        : {}),
    }),
  );
  stage.on(plot.start + meeting.day + 2);
  await done('publish', publishMinutes(await stage.as(secretary, step('publish')), { meetingId }));
  return meetingId;
}

/** The assembly's vote: roll shown, frozen, voted on paper and by phone, counted and published. */
export async function vote(stage: Stage, plot: Plot, neighbourhoodId: string, meetingId: string, day: number): Promise<void> {
  const { collection } = plot;
  if (!collection) return;
  const { secretary } = plot.staff;
  const step = (name: string) => `${plot.key} ballot ${name}`;
  stage.on(plot.start + day - 7);
  const { ballotId } = await done(
    'ballot',
    createBallot(await stage.as(secretary, step('create')), {
      neighbourhoodId,
      meetingId,
      question: collection.question,
      law: 'collection-households',
      closesAt: stage.instant(plot.start + day, '21:00'),
      explanation: '收钱自愿；账目在公开栏公布；余款退回。',
    }),
  );
  await done('roll', showRoll(await stage.as(secretary, step('roll')), { ballotId, objectionsUntil: stage.dayAt(plot.start + day - 2) }));
  stage.on(plot.start + day - 1);
  await done('open', openBallot(await stage.as(secretary, step('open')), { ballotId }));
  // One votes on her own phone, the rest on paper in the room.
  stage.on(plot.start + day);
  await done('own vote', castVote(await stage.as(plot.raiser, step('own')), { ballotId, answer: { choice: 'yes' } }));
  const own = (await stage.actor(plot.raiser)).households[0]?.householdId;
  const others = (await stage.read((tx) => rollOf(tx, ballotId))).filter((line) => line.householdId !== own);
  const { yes, no, abstain } = collection.votes;
  const choices = [...Array<'yes'>(yes - 1).fill('yes'), ...Array<'no'>(no).fill('no'), ...Array<'abstain'>(abstain).fill('abstain')];
  await papersOfVote(stage, plot, {
    ballotId,
    at: stage.instant(plot.start + day, '09:00'),
    question: collection.question,
    votes: choices.map((choice, index) => ({ code: others[index]?.code ?? '', choice })),
    closesOn: plot.start + day + 1,
  });
  stage.on(plot.start + day + 1);
  await done('close', closeBallot(await stage.as(secretary, step('close')), { ballotId }));
}
