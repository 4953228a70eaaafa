import { getCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Role } from '#platform/access';
import type { NavItem, PageFrame } from '../ui/index.ts';
import { kitText } from './text.ts';
import type { Web } from './web.tsx';

const flashShape = z.object({ kind: z.enum(['good', 'bad']), text: z.string().max(500) });

/** The line left by the page before, shown once. */
export function readFlash(cookie: string | undefined): PageFrame['flash'] {
  if (!cookie) return undefined;
  try {
    const parsed = flashShape.safeParse(JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Of several roles the one that is shown beside the name: the first of these. */
const byWeight: readonly Role[] = [
  'head',
  'officer',
  'secretary',
  'director',
  'auditor',
  'reviewer',
  'steward',
  'supervisor',
  'keeper',
  'partner',
  'property',
  'admin',
  'resident',
];

/** Builds the frame of a page inside a subdistrict: who looks, where, in which language and size. */
export function frameOf(w: Web, inboxCount: number, options: { neighbourhood?: { code: string; name: string }; nav?: NavItem[] }): PageFrame {
  const t = kitText[w.lang];
  const flash = readFlash(getCookie(w.context, 'zd_flash'));
  if (flash) w.context.header('set-cookie', 'zd_flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax', { append: true });
  const role = byWeight.find((one) => w.actor.grants.some((grant) => grant.role === one));
  return {
    lang: w.lang,
    type: w.type,
    siteName: t.siteName,
    subdistrictName: w.subdistrict.name,
    ...(options.neighbourhood ? { placeName: options.neighbourhood.name } : {}),
    base: w.base,
    nav: options.nav ?? navFor(w, options.neighbourhood ?? w.home ?? undefined),
    ...(w.actor.kind === 'anonymous' ? {} : { actor: { name: w.actor.name, roleLabel: role ? t[role] : t.visitor }, inboxCount }),
    path: `${w.url.pathname}${w.url.search}`,
    demo: w.site.demo,
    ...(flash ? { flash } : {}),
    links: {
      home: w.base,
      inbox: `${w.base}/inbox`,
      me: `${w.base}/me`,
      signIn: `/sign-in?to=${encodeURIComponent(w.url.pathname + w.url.search)}`,
      signOut: '/sign-out',
    },
  };
}

function navFor(w: Web, neighbourhood?: { code: string }): NavItem[] {
  const t = kitText[w.lang];
  const items: NavItem[] = [];
  const add = (path: string, label: string) => {
    const href = `${w.base}${path}`;
    items.push({ href, label, ...(w.url.pathname === href ? { current: true } : {}) });
  };
  if (neighbourhood) {
    const at = `/n/${neighbourhood.code}`;
    add(`${at}/matters`, t.matters);
    add(`${at}/meetings`, t.meetings);
    add(`${at}/projects`, t.projects);
    add(`${at}/notices`, t.notices);
    if (w.platform.permissions.canSomewhere(w.actor, 'spending.ask')) add('/ask', t.ask);
    if (w.platform.permissions.canSomewhere(w.actor, 'index.read')) add('/index', t.index);
    return items;
  }
  const staff = w.actor.grants.some((grant) => ['officer', 'head', 'admin', 'auditor', 'reviewer'].includes(grant.role));
  add('/projects', t.projects);
  if (staff) {
    if (w.platform.permissions.canSomewhere(w.actor, 'office.read')) add('/office', t.office);
    add('/rounds', t.rounds);
    if (w.platform.permissions.canSomewhere(w.actor, 'review.score')) add('/reviews', t.reviews);
    if (w.platform.permissions.canSomewhere(w.actor, 'books.read')) add('/books', t.books);
  }
  if (w.platform.permissions.canSomewhere(w.actor, 'index.read')) add('/index', t.index);
  add('/showcase', t.cases);
  add('/policy', t.policy);
  if (w.can('person.read', { neighbourhoodId: null })) add('/people', t.people);
  return items;
}
