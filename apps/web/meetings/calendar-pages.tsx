import { addDays, weekdayOf } from '#libs/civil-time';
import { kindNames, type Meeting, meetingKinds } from '#modules/meetings';
import {
  ActionForm,
  Actions,
  Button,
  ButtonLink,
  Calendar,
  Empty,
  instantText,
  Layout,
  Lead,
  type PageFrame,
  Section,
  shanghaiParts,
  Soft,
} from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { Note } from './note.tsx';
import { meetingText } from './text.ts';

export interface MonthPageView {
  page: PageFrame;
  place: { code: string; name: string };
  /** `YYYY-MM` */
  month: string;
  today: string;
  meetings: readonly Meeting[];
  query: { q: string; kind: string };
}

/** A month by its first day, moved by so many months. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const count = year * 12 + number - 1 + by;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The weeks of a month, Monday first; days of the neighbouring months are null. */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const weeks: (string | null)[][] = [];
  let day = addDays(first, -((weekdayOf(first) + 6) % 7));
  while (day < `${monthAfter(month, 1)}-01`) {
    const week: (string | null)[] = [];
    for (let i = 0; i < 7; i++) week.push(addDays(day, i).startsWith(month) ? addDays(day, i) : null);
    weeks.push(week);
    day = addDays(day, 7);
  }
  return weeks;
}

/** A month of meetings: a grid where there is room, a list on a phone. Both say the same. */
export function MonthPage(view: MonthPageView) {
  const { page, place, month, meetings, query } = view;
  const { lang, base } = page;
  const t = aroundText[lang];
  const m = meetingText[lang];
  const [year = 0, number = 1] = month.split('-').map(Number);
  const here = `${base}/n/${place.code}/meetings/calendar`;
  const address = (other: string) => {
    const params = new URLSearchParams({ month: other, ...(query.q === '' ? {} : { q: query.q }), ...(query.kind === '' ? {} : { kind: query.kind }) });
    return `${here}?${params}`;
  };
  const onDay = (day: string) => meetings.filter((meeting) => shanghaiParts(meeting.startsAt).day === day);
  const weekdays = lang === 'zh' ? ['一', '二', '三', '四', '五', '六', '日'] : ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
  return (
    <Layout page={page} title={`${place.name} ${t.calendar}`} crumbs={[{ label: m.title, href: `${base}/n/${place.code}/meetings` }]} wide>
      <form class="month-tools" method="get" action={here} role="search">
        <input type="hidden" name="month" value={month} />
        <label>
          <span>{t.search}</span> <input type="search" name="q" value={query.q} maxlength={60} />
        </label>{' '}
        <label>
          <span>{m.kind}</span>{' '}
          <select name="kind">
            <option value="">{t.allKinds}</option>
            {meetingKinds.map((kind) => (
              <option value={kind} selected={kind === query.kind}>
                {kindNames[kind][lang]}
              </option>
            ))}
          </select>
        </label>{' '}
        <Button kind="quiet">{t.filter}</Button>
      </form>
      <Section title={t.month(year, number)} action={<Soft>{t.found(meetings.length)}</Soft>}>
        <Actions>
          <ButtonLink kind="quiet" href={address(monthAfter(month, -1))}>
            {t.earlier}
          </ButtonLink>
          <ButtonLink kind="quiet" href={address(view.today.slice(0, 7))}>
            {t.thisMonth}
          </ButtonLink>
          <ButtonLink kind="quiet" href={address(monthAfter(month, 1))}>
            {t.later}
          </ButtonLink>
        </Actions>
        <table class="month">
          <caption class="unseen">{t.month(year, number)}</caption>
          <thead>
            <tr>
              {weekdays.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(month).map((week) => (
              <tr>
                {week.map((day) =>
                  day === null ? (
                    <td class="out" />
                  ) : (
                    <td class={day === view.today ? 'today' : undefined}>
                      <time datetime={day}>{Number(day.slice(-2))}</time>
                      {onDay(day).map((meeting) => (
                        <a href={`${base}/meetings/${meeting.id}`} class={meeting.state === 'cancelled' ? 'off' : undefined}>
                          <span>{shanghaiParts(meeting.startsAt).time}</span> {meeting.title}
                        </a>
                      ))}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
        <div class="month-list">
          {meetings.length === 0 ? (
            <Soft>{t.noneThisMonth}</Soft>
          ) : (
            <Calendar
              items={meetings.map((meeting) => ({
                day: shanghaiParts(meeting.startsAt).day,
                time: shanghaiParts(meeting.startsAt).time,
                title: meeting.title,
                href: `${base}/meetings/${meeting.id}`,
                detail: `${kindNames[meeting.kind][lang]} · ${meeting.place}`,
              }))}
            />
          )}
        </div>
      </Section>
      <Actions>
        <ButtonLink kind="quiet" href={`${base}/n/${place.code}/meetings.ics`}>
          {m.subscribe}
        </ButtonLink>
        {page.actor && (
          <ButtonLink kind="quiet" href={`${base}/my/meetings`}>
            {t.myCalendar}
          </ButtonLink>
        )}
      </Actions>
    </Layout>
  );
}

/** The reader's own meetings, and the private address of the calendar that follows them. */
export function MyCalendarPage(props: {
  page: PageFrame;
  coming: readonly Meeting[];
  /** Just made, shown once. */
  address: string | null;
  since: Date | null;
  bound: boolean;
}) {
  const { page } = props;
  const { lang, base } = page;
  const t = aroundText[lang];
  return (
    <Layout page={page} title={t.myCalendar}>
      <Lead>{t.myLead}</Lead>
      {!props.bound && <Note tone="ask" title={t['not-a-person']} />}
      {props.address !== null && (
        <Note tone="good" title={t.feedMade}>
          <p>
            <code class="address">{props.address}</code>
          </p>
        </Note>
      )}
      {props.coming.length === 0 ? (
        <Empty title={t.myNone} />
      ) : (
        <Calendar
          items={props.coming.map((meeting) => ({
            day: shanghaiParts(meeting.startsAt).day,
            time: shanghaiParts(meeting.startsAt).time,
            title: meeting.title,
            href: `${base}/meetings/${meeting.id}`,
            detail: `${kindNames[meeting.kind][lang]} · ${meeting.place}`,
          }))}
        />
      )}
      {props.bound && (
        <>
          {props.since && props.address === null && <Soft>{t.feedSince(instantText(props.since, lang))}</Soft>}
          <Actions>
            <ActionForm action={`${base}/my/meetings/feed`}>{props.since ? t.remakeFeed : t.makeFeed}</ActionForm>
            {props.since && (
              <ActionForm action={`${base}/my/meetings/feed/end`} kind="quiet">
                {t.endFeed}
              </ActionForm>
            )}
          </Actions>
        </>
      )}
    </Layout>
  );
}
