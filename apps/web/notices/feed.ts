import { dayOf } from '#libs/civil-time';
import type { Notice } from '#modules/notices';
import { maskPhonesIn } from '#modules/people';
import { disclosureText } from './disclosure-text.ts';
import type { Disclosure } from './disclosure-view.ts';
import { ballotWords } from './disclosure-words.ts';

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

/** One entry of a feed. `path` below the subdistrict. */
export interface FeedEntry {
  id: string;
  title: string;
  path: string;
  published: Date;
  updated: Date;
  content: string;
}
interface FeedAbout {
  title: string;
  self: string;
  author: string;
  now: Date;
  /** Full address of a path below the subdistrict. */
  address: (path: string) => string;
}

/** An Atom feed of at most 50 entries, in the order given. */
export function atomFeed(about: FeedAbout, entries: readonly FeedEntry[]): string {
  const drawn = entries
    .slice(0, 50)
    .map(
      (entry) =>
        `<entry><id>urn:uuid:${entry.id}</id><title>${escape(entry.title)}</title><link href="${escape(about.address(entry.path))}"/><updated>${entry.updated.toISOString()}</updated>` +
        `<published>${entry.published.toISOString()}</published><content type="text">${escape(entry.content)}</content></entry>`,
    );
  const updated = entries.reduce<Date | null>((latest, entry) => (latest === null || entry.updated > latest ? entry.updated : latest), null) ?? about.now;
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><id>${escape(about.self)}</id><title>${escape(about.title)}</title>` +
    `<link rel="self" href="${escape(about.self)}"/><updated>${updated.toISOString()}</updated><author><name>${escape(about.author)}</name></author>${drawn.join('')}</feed>\n`
  );
}

const noticeEntry = (notice: Notice): FeedEntry => ({
  id: notice.id,
  title: notice.title,
  path: `/notices/${notice.id}`,
  published: notice.publishedAt,
  updated: notice.closedAt ?? notice.publishedAt,
  content: notice.body,
});

/** The board as an Atom feed, newest first. */
export const noticeFeed = (about: FeedAbout & { notices: readonly Notice[] }): string => atomFeed(about, about.notices.map(noticeEntry));

/** All that a neighbourhood makes public, newest first: notices, resolutions, ballots as they open and close. */
export function disclosureFeed(about: FeedAbout & { data: Disclosure }): string {
  const t = disclosureText.zh;
  const { data } = about;
  const entries: FeedEntry[] = [
    ...data.notices.map(noticeEntry),
    ...data.resolutions.map((one) => ({
      id: one.id,
      title: `${t.resolution}：${maskPhonesIn(one.text)}`,
      path: `/resolutions/${one.id}`,
      published: one.recordedAt,
      updated: one.recordedAt,
      content: `${t.decidedOn} ${one.decidedOn}，${t.deadline} ${one.deadline}`,
    })),
    ...data.ballots.flatMap((one) =>
      one.openedAt === null
        ? []
        : [
            {
              id: one.id,
              title: `${t.ballots}：${maskPhonesIn(one.question)}`,
              path: `/ballots/${one.id}`,
              published: one.openedAt,
              updated: one.closedAt ?? one.openedAt,
              content: `${ballotWords(one, 'zh').text}，${t.closes} ${dayOf(one.closesAt)}`,
            },
          ],
    ),
  ];
  return atomFeed(
    about,
    entries.sort((a, b) => b.updated.getTime() - a.updated.getTime()),
  );
}
