import type { Notice } from '#modules/notices';

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

/** The board as an Atom feed, newest first. `address` of a path below the subdistrict, with origin. */
export function noticeFeed(about: {
  title: string;
  self: string;
  author: string;
  now: Date;
  notices: readonly Notice[];
  address: (path: string) => string;
}): string {
  const entries = about.notices.slice(0, 50).map((notice) => {
    const link = escape(about.address(`/notices/${notice.id}`));
    return (
      `<entry><id>urn:uuid:${notice.id}</id><title>${escape(notice.title)}</title><link href="${link}"/><updated>${(notice.closedAt ?? notice.publishedAt).toISOString()}</updated>` +
      `<published>${notice.publishedAt.toISOString()}</published><content type="text">${escape(notice.body)}</content></entry>`
    );
  });
  const updated = about.notices[0]?.publishedAt ?? about.now;
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><id>${escape(about.self)}</id><title>${escape(about.title)}</title>` +
    `<link rel="self" href="${escape(about.self)}"/><updated>${updated.toISOString()}</updated><author><name>${escape(about.author)}</name></author>${entries.join('')}</feed>\n`
  );
}
