import type { Context } from 'hono';
import { Actions, ButtonLink, Layout, type PageFrame } from '../ui/index.ts';
import { kitText } from './text.ts';

/** Ways in which a request fails, each with its status and words. */
export type Failure = 'not-found' | 'forbidden' | 'conflict' | 'origin' | 'malformed' | 'too-large' | 'too-many' | 'broken' | 'away' | 'full';

const statuses = {
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  origin: 403,
  malformed: 400,
  'too-large': 413,
  'too-many': 429,
  broken: 500,
  away: 503,
  full: 507,
} as const;

/** Title and text of a failure. */
function words(lang: 'zh' | 'en', failure: Failure): { title: string; body: string } {
  const t = kitText[lang];
  switch (failure) {
    case 'not-found':
      return { title: t.notFoundTitle, body: t.notFoundBody };
    case 'forbidden':
      return { title: t.forbiddenTitle, body: t.forbiddenBody };
    case 'conflict':
      return { title: t.conflictTitle, body: t.conflictBody };
    case 'origin':
      return { title: t.originTitle, body: t.originBody };
    case 'malformed':
      return { title: t.malformedTitle, body: t.malformedBody };
    case 'too-large':
      return { title: t.tooLargeTitle, body: t.tooLargeBody };
    case 'too-many':
      return { title: t.tooManyTitle, body: t.tooManyBody };
    case 'broken':
      return { title: t.brokenTitle, body: t.brokenBody };
    case 'away':
      return { title: t.awayTitle, body: t.awayBody };
    case 'full':
      return { title: t.fullTitle, body: t.fullBody };
  }
}

/**
 * Path of the page of this site that a request came from, by its Referer; null where it came from elsewhere, from nowhere or
 * from the very address it asks for. Only the path is used, so that the link can never lead to another site.
 */
export function cameFrom(referer: string | undefined, host: string | undefined, asked: string): string | null {
  const from = referer && URL.canParse(referer) ? new URL(referer) : null;
  if (!from || !host || from.host !== host || !/^https?:$/.test(from.protocol) || /^\/[/\\]/.test(from.pathname)) return null;
  return from.pathname === asked ? null : from.pathname + from.search;
}

/** Answers with the page of a failure; JSON where the client asked for JSON. */
export function failurePage(context: Context, frame: PageFrame, failure: Failure, detail?: string): Response | Promise<Response> {
  const { title, body } = words(frame.lang, failure);
  const status = statuses[failure];
  const url = new URL(context.req.url);
  // A form that was refused stood on a page that says how things are now.
  const back = failure === 'conflict' ? cameFrom(context.req.header('referer'), context.req.header('host') ?? url.host, url.pathname) : null;
  if (failure === 'away') context.header('retry-after', '30');
  if (context.req.header('accept')?.includes('application/json')) return context.json({ error: failure, message: detail ?? body }, status);
  return context.html(
    String(
      <Layout page={frame} title={title}>
        <p class="lead">{detail ?? body}</p>
        <Actions>
          {back !== null && <ButtonLink href={back}>{kitText[frame.lang].backToForm}</ButtonLink>}
          <ButtonLink href={frame.base || '/'} kind="quiet">
            {kitText[frame.lang].home}
          </ButtonLink>
        </Actions>
      </Layout>,
    ),
    status,
  );
}
