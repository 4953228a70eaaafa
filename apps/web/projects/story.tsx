import { dayOf, startOfDay } from '#libs/civil-time';
import { kindNames } from '#modules/meetings';
import type { Lang } from '#platform/i18n';
import { titleWords } from '../matters/view.ts';
import { dayText, instantText, type StoryItem, yuanText } from '../ui/index.ts';
import { projectText } from './text.ts';
import type { ProjectView } from './view.ts';

interface Event extends StoryItem {
  /** Sorts the story: a day or an instant as ISO text. */
  at: string;
}

/** Steps that the meetings, the check or the grade tell better, or that only the office needs. */
const untold = new Set(['begin', 'check', 'enter-review', 'call-appraisal']);

/**
 * The story of a project: what is going on first, then back to the beginning, and what comes after at the end.
 * @param base address of the subdistrict
 */
export function projectStory(view: ProjectView, lang: Lang, now: Date, base: string): StoryItem[] {
  const t = projectText[lang];
  const today = dayOf(now);
  const link = (path: string) => `${base}${path}`;
  const done = (at: Date, title: string, more: Partial<StoryItem> = {}): Event => ({
    at: at.toISOString(),
    state: 'done',
    when: dayText(dayOf(at), lang),
    datetime: dayOf(at),
    title,
    ...more,
  });
  const events: Event[] = [];
  if (view.matter) {
    events.push(
      done(view.matter.raisedAt, t.raised, {
        body: t.raisedBody(titleWords(view.matter, lang), view.matter.households),
        actions: <a href={link(`/matters/${view.matter.id}`)}>{t.seeMatter}</a>,
      }),
    );
  }
  const talks = view.meetings.filter((meeting) => meeting.kind === 'talk' && meeting.state !== 'called');
  const together = talks.length >= 3;
  const lastTalk = talks.at(-1);
  if (together && lastTalk) {
    events.push(
      done(lastTalk.startsAt, t.talks(talks.length), {
        body: t.talksBody(talks.reduce((sum, one) => sum + (one.presentCount ?? 0), 0)),
        actions: (
          <details>
            <summary>{t.talksAll}</summary>
            <ul>
              {talks.map((one) => (
                <li>
                  <a href={link(`/meetings/${one.id}`)}>
                    {dayText(dayOf(one.startsAt), lang, 'short')} {one.title}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        ),
      }),
    );
  }
  for (const meeting of view.meetings) {
    if (together && talks.includes(meeting)) continue;
    const kind = kindNames[meeting.kind][lang];
    const title = meeting.title.includes(kind) ? meeting.title : `${kind}${lang === 'zh' ? '：' : ': '}${meeting.title}`;
    if (meeting.state === 'called') {
      events.push({
        at: now.toISOString(),
        state: 'now',
        when: instantText(meeting.startsAt, lang),
        datetime: meeting.startsAt.toISOString(),
        title,
        badge: { tone: 'act', text: t.meetingComing },
        body: meeting.place,
        actions: (
          <a class="button" href={link(`/meetings/${meeting.id}`)}>
            {t.seeMeeting}
          </a>
        ),
      });
    } else {
      events.push(
        done(meeting.startsAt, title, {
          ...(meeting.presentCount ? { body: t.meetingPresent(meeting.presentCount) } : {}),
          actions: <a href={link(`/meetings/${meeting.id}`)}>{t.seeMinutes}</a>,
        }),
      );
    }
  }
  for (const ballot of view.ballots) {
    if (!ballot.outcome || !ballot.closedAt) continue;
    const { counts, passed } = ballot.outcome;
    events.push(
      done(ballot.closedAt, t.ballotTitle(ballot.question), {
        badge: { tone: passed ? 'good' : 'bad', text: passed ? t.ballotPassed : t.ballotFailed },
        body: t.voteWords(counts.yes + counts.no + counts.abstain, counts.yes),
        actions: <a href={link(`/ballots/${ballot.id}`)}>{t.voteProof}</a>,
      }),
    );
  }
  for (const step of view.steps) {
    if (untold.has(step.action)) continue;
    const words: Record<string, unknown> = t;
    const title = words[`step${step.action.charAt(0).toUpperCase()}${step.action.slice(1)}`];
    if (typeof title !== 'string') continue;
    events.push(
      done(step.at, title, {
        ...(stepBody(view, step.action, lang) ?? (step.reason ? { body: t.reasonGiven(step.reason) } : {})),
        ...(step.action in setbacks[lang] ? { badge: { tone: 'bad' as const, text: setbacks[lang][step.action as Setback] } } : {}),
      }),
    );
  }
  const [lastCheckIn] = view.checkIns;
  if (lastCheckIn) {
    events.push(
      done(lastCheckIn.at, t.checkedIn, {
        body: t.checkedInBody(view.checkIns.length, new Set(view.checkIns.map((one) => one.personId ?? one.personName)).size),
        actions: <a href={link(`/projects/${view.project.id}/check-ins`)}>{t.checkInsAll}</a>,
      }),
    );
  }
  for (const change of view.changes) {
    if (change.state === 'approved' && change.decidedAt) {
      events.push(
        done(change.decidedAt, t.changed(change.what), { body: `${change.fromText} → ${change.toText}`, href: link(`/projects/${view.project.id}/changes`) }),
      );
    }
  }
  if (view.lastReceiptDay !== null) {
    events.push(
      done(startOfDay(view.lastReceiptDay), t.receivedStory, {
        body: t.receivedStoryBody(yuanText(view.account.totals.receivedFen)),
        actions: <a href={link(`/projects/${view.project.id}/account`)}>{t.seeAccount}</a>,
      }),
    );
  }
  const paid = view.spending.filter((request) => request.expenseId !== null);
  const lastPaid = paid.reduce<Date | null>(
    (last, request) => (last === null || (request.closedAt ?? request.askedAt) > last ? (request.closedAt ?? request.askedAt) : last),
    null,
  );
  if (lastPaid) {
    events.push(
      done(lastPaid, t.spentStory, {
        body: t.spentStoryBody(paid.length, yuanText(view.account.totals.spentFen)),
        actions: <a href={link(`/projects/${view.project.id}/account`)}>{t.seeAccount}</a>,
      }),
    );
  }
  const checked = view.upkeep.filter((task) => task.check !== null);
  const lastChecked = checked.at(-1)?.check;
  if (lastChecked) {
    events.push(done(lastChecked.at, t.upkeepStory(checked.length), { body: lastChecked.note, href: link(`/projects/${view.project.id}/upkeep`) }));
  }
  events.sort((a, b) => b.at.localeCompare(a.at));
  const story: StoryItem[] = [...nowItems(view, lang, today), ...events];
  const future = nextItem(view, lang);
  return future ? [...story, future] : story;
}

type Setback = 'return' | 'decline' | 'stop' | 'rework';
/** What a step back means; the step itself is the title beside it. */
const setbacks: Record<Lang, Record<Setback, string>> = {
  zh: { return: '要改', decline: '没通过', stop: '不做了', rework: '要整改' },
  en: { return: 'to be changed', decline: 'not passed', stop: 'given up', rework: 'to be mended' },
};

/** What goes on while no meeting says it: the state in words and whose turn it is. */
function nowItems(view: ProjectView, lang: Lang, today: string): StoryItem[] {
  const t = projectText[lang];
  const waiting = view.turns[0];
  const over = ['withdrawn', 'declined', 'stopped'].includes(view.project.state);
  if (over || view.meetings.some((meeting) => meeting.state === 'called')) return [];
  return [
    {
      state: 'now',
      when: t.today,
      datetime: today,
      title: t[view.project.state],
      ...(waiting?.due ? { badge: { tone: waiting.tone ?? 'wait', text: waiting.due } } : {}),
      ...(waiting ? { body: [waiting.who, waiting.title].filter((part) => part !== undefined).join(lang === 'zh' ? '：' : ': ') } : {}),
    },
  ];
}

/** The keeper, promised from the start: what comes after the works. */
function nextItem(view: ProjectView, lang: Lang): StoryItem | null {
  const t = projectText[lang];
  if (!view.application || view.upkeep.length > 0 || ['withdrawn', 'declined', 'stopped'].includes(view.project.state)) return null;
  return { state: 'next', when: t.nextUpkeep, title: t.nextUpkeepTitle, body: t.nextUpkeepBody(view.application.keeperName, view.application.upkeepMonths) };
}

function stepBody(view: ProjectView, action: string, lang: Lang): Pick<StoryItem, 'body'> | null {
  const t = projectText[lang];
  if (action === 'award' && view.project.grantAwardedFen !== null) return { body: t.awardBody(yuanText(view.project.grantAwardedFen)) };
  if (action === 'settle' && view.settlement) return { body: t.settleBody(yuanText(view.settlement.spentFen), yuanText(view.settlement.returnedFen)) };
  const grade = view.grades.at(-1);
  if (action === 'close' && grade) {
    const title = view.gradeChoices.find((choice) => choice.code === grade.grade)?.title[lang] ?? grade.grade;
    return { body: t.gradeBody(title, grade.reason) };
  }
  return null;
}
