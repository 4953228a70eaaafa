import type { Ballot } from '#modules/ballots';
import { type DutyToMeet, kindNames, type Meeting, meetingKinds } from '#modules/meetings';
import { consentText } from '../consents/text.ts';
import { ballotText } from '../ballots/text.ts';
import {
  Actions,
  ButtonLink,
  Calendar,
  dataTable,
  dayText,
  Empty,
  Layout,
  Lead,
  type PageFrame,
  Section,
  shanghaiParts,
  Soft,
  type TableSpec,
  instantText,
} from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { bodyText } from './body-words.ts';
import { MustMeet } from './must-meet.tsx';
import { followText } from './resolution-text.ts';
import { meetingText } from './text.ts';
import { MeetingStateBadge, ResolutionList } from './parts.tsx';
import { countWords, type ResolutionView } from './view.ts';

export interface MeetingListView {
  page: PageFrame;
  place: { code: string; name: string };
  now: Date;
  meetings: readonly Meeting[];
  ballots: readonly Ballot[];
  /** Resolutions that are not appraised yet. */
  resolutions: readonly ResolutionView[];
  query: Readonly<Record<string, string | undefined>>;
  mayCall: boolean;
  mustMeet: readonly DutyToMeet[];
}

/** All meetings of a place as a table, for the page and for Excel. */
export function meetingTable(view: MeetingListView): TableSpec<Meeting> {
  const { lang, base } = view.page;
  const t = meetingText[lang];
  return {
    lang,
    base: `${base}/n/${view.place.code}/meetings`,
    query: view.query,
    caption: `${view.place.name}${t.title}`,
    rows: view.meetings,
    filters: [
      {
        key: 'kind',
        label: t.kind,
        options: meetingKinds.map((value) => ({ value, label: kindNames[value][lang] })),
        matches: (row, value) => row.kind === value,
      },
    ],
    columns: [
      { key: 'when', label: t.when, value: (row) => row.startsAt, render: (row) => instantText(row.startsAt, lang) },
      { key: 'title', label: t.name, value: (row) => row.title, render: (row) => <a href={`${base}/meetings/${row.id}`}>{row.title}</a> },
      { key: 'kind', label: t.kind, value: (row) => kindNames[row.kind][lang] },
      {
        key: 'present',
        label: t.present,
        numeric: true,
        value: (row) => row.presentCount,
        render: (row) => (row.presentCount === null ? '—' : countWords(row, row.presentCount, lang)),
      },
      { key: 'state', label: t.state, value: (row) => t[row.state], render: (row) => <MeetingStateBadge state={row.state} /> },
    ],
    empty: <Empty title={t.emptyTitle}>{t.emptyBody}</Empty>,
  };
}

/** Meetings of a neighbourhood: what comes, ballots that are open, resolutions that are followed, and everything that was. */
export function MeetingListPage(props: MeetingListView) {
  const { page, place, meetings, now } = props;
  const { lang, base } = page;
  const t = meetingText[lang];
  const b = ballotText[lang];
  const coming = meetings.filter((meeting) => meeting.state === 'called' && meeting.startsAt.getTime() > now.getTime() - 6 * 3_600_000).reverse();
  const running = props.ballots.filter((ballot) => ballot.state === 'open' || ballot.state === 'roll_shown');
  const decided = props.ballots.filter((ballot) => ballot.state === 'closed');
  return (
    <Layout page={page} title={`${place.name} ${t.title}`} crumbs={[{ label: place.name, href: `${base}/n/${place.code}` }]} wide>
      <Lead>{t.lead}</Lead>
      {props.mayCall && (
        <Actions>
          <ButtonLink href={`${base}/meetings/new?place=${place.code}`}>{t.call}</ButtonLink>
          <ButtonLink kind="quiet" href={`${base}/ballots/new?place=${place.code}`}>
            {t.newBallot}
          </ButtonLink>
        </Actions>
      )}
      <p>
        <a href={`${base}/n/${place.code}/consents`}>{consentText[lang].list}</a>
      </p>
      {running.length > 0 && (
        <Section title={b.running}>
          <ul>
            {running.map((ballot) => (
              <li>
                <a href={`${base}/ballots/${ballot.id}`}>{ballot.question}</a>{' '}
                <span class="soft">{ballot.state === 'open' ? b.until(instantText(ballot.closesAt, lang, 'weekday')) : b.roll_shown}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        title={t.coming}
        action={
          <span>
            <a href={`${base}/n/${place.code}/meetings/calendar`}>{aroundText[lang].calendar}</a> ·{' '}
            <a href={`${base}/n/${place.code}/meetings.ics`}>{t.subscribe}</a>
          </span>
        }
      >
        {coming.length === 0 ? (
          <Soft>{t.noneComing}</Soft>
        ) : (
          <Calendar
            items={coming.map((meeting) => ({
              day: shanghaiParts(meeting.startsAt).day,
              time: shanghaiParts(meeting.startsAt).time,
              title: meeting.title,
              href: `${base}/meetings/${meeting.id}`,
              detail: `${kindNames[meeting.kind][lang]} · ${meeting.place}`,
            }))}
          />
        )}
      </Section>
      {props.resolutions.length > 0 && (
        <Section title={t.followed} action={<a href={`${base}/n/${place.code}/resolutions`}>{followText[lang].all}</a>}>
          <ResolutionList items={props.resolutions} base={base} dayText={dayText} />
        </Section>
      )}
      {decided.length > 0 && (
        <Section title={t.ballots}>
          <ul>
            {decided.map((ballot) => (
              <li>
                <a href={`${base}/ballots/${ballot.id}`}>{ballot.question}</a> <span class="soft">{ballot.outcome?.passed ? b.passed : b.notPassed}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.all}>{dataTable(meetingTable(props))}</Section>
      <MustMeet items={props.mustMeet} />
      <p>
        <a href={`${base}/n/${place.code}/bodies`}>{bodyText[lang].title}</a>
      </p>
    </Layout>
  );
}
