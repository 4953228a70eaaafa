import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import { z } from 'zod';
import { anonymous } from '#platform/access';
import { isDiskFull, isUnavailable, isYearClosed, sql, sqlState } from '#platform/database';
import type { LocalOutbox, SignIn } from '#platform/sign-in';
import { kitText } from './kit/text.ts';
import { accountRoutes } from './account/routes.tsx';
import { type Failure, failurePage } from './kit/failures.tsx';
import { Form, MalformedBody } from './kit/form.ts';
import type { Routes } from './kit/routes.ts';
import { plainFrame, preferences } from './kit/plain-frame.ts';
import { type Site, type Subdistrict, Web } from './kit/web.tsx';
import { loadVisitor, type Visitor } from './registry.ts';
import { readAsset } from './ui/index.ts';

export interface AppOptions {
  site: Site;
  signIn: SignIn;
  routes: Routes;
  log: Logger;
  /** The demo's outbox page shows what was sent; absent in real use. */
  localOutbox?: LocalOutbox;
  /** True when migrations (and the demo) are in. */
  ready: () => Promise<boolean>;
  /** Believe X-Forwarded-For (behind the office's own proxy only). */
  trustProxy?: boolean;
  /** The office named its address (`PUBLIC_ORIGIN`): forms are taken from pages of that address alone. */
  originIsNamed?: boolean;
}

const subdistrictRow = z.object({ id: z.string(), code: z.string(), name: z.string() });

/** Builds the whole site: every request is a fetch, so that tests need no port. */
export function createApp(options: AppOptions): Hono {
  const { site, signIn, log } = options;
  const app = new Hono();
  const known = new Map<string, Subdistrict>();

  async function findSubdistrict(code: string): Promise<Subdistrict | null> {
    const cached = known.get(code);
    if (cached) return cached;
    if (!/^[a-z0-9-]{1,40}$/.test(code)) return null;
    const found = await site.platform.db.global((q) => q.maybe(sql`select id, code, name from subdistrict where code = ${code}`, subdistrictRow));
    if (found) known.set(code, found);
    return found;
  }
  const listSubdistricts = () => site.platform.db.global((q) => q.all(sql`select id, code, name from subdistrict order by code`, subdistrictRow));

  const clientIp = (context: Context): string => {
    const forwarded = options.trustProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
    if (forwarded) return forwarded;
    try {
      return getConnInfo(context).remote.address ?? '127.0.0.1';
    } catch {
      return '127.0.0.1'; // a test's request has no socket
    }
  };

  const fail = (context: Context, failure: Failure) => failurePage(context, plainFrame(context, site.demo), failure);

  app.onError((error, context) => {
    if (isUnavailable(error)) {
      log.warn({ path: context.req.path }, 'database unavailable');
      return fail(context, 'away');
    }
    // Values of the wrong form that got past a page's own checks: the database took none of them.
    if (error instanceof MalformedBody || sqlState(error)?.startsWith('22')) {
      log.warn({ err: error, path: context.req.path }, 'malformed request');
      return fail(context, 'malformed');
    }
    // Whatever form it was: the day lies in a year whose books are closed, and nothing was written.
    if (isYearClosed(error)) {
      const frame = plainFrame(context, site.demo);
      return failurePage(context, frame, 'conflict', kitText[frame.lang].yearClosed);
    }
    if (isDiskFull(error)) {
      log.error({ path: context.req.path }, 'disk full');
      return fail(context, 'full');
    }
    log.error({ err: error, path: context.req.path }, 'request failed');
    return fail(context, 'broken');
  });
  app.notFound((context) => fail(context, 'not-found'));

  // Pages are for old phones on thin lines: a tenth of the bytes.
  app.use('*', compress());
  app.use(
    '*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: site.publicOrigin.startsWith('https://') ? 'max-age=31536000' : false,
      permissionsPolicy: { camera: ['self'], geolocation: ['self'], microphone: [] },
    }),
  );
  app.use('*', async (context, next) => {
    await next();
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'private, no-store');
  });
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', async (context) => {
    const ready = await options.ready().catch(() => false);
    return context.text(ready ? 'ready\n' : 'not ready\n', ready ? 200 : 503);
  });
  app.get('/assets/:name', (context) => {
    const asset = readAsset(context.req.param('name'));
    if (!asset) return context.notFound();
    return context.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': 'public, max-age=31536000, immutable' });
  });

  // Only forms of our own pages may change anything: the browser names the page's origin, or says it is the same site.
  app.use('*', async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    const origin = context.req.header('origin');
    const own =
      origin !== undefined && origin !== 'null'
        ? origin === site.publicOrigin || (!options.originIsNamed && origin === new URL(context.req.url).origin)
        : context.req.header('sec-fetch-site') === 'same-origin';
    return own ? next() : fail(context, 'origin');
  });
  app.use('*', bodyLimit({ maxSize: 60 * 1024 * 1024, onError: (context) => fail(context, 'too-large') }));

  accountRoutes(app, { ...options, clientIp, listSubdistricts, findSubdistrict });

  app.get('/', async (context) => {
    const all = await listSubdistricts();
    const only = all[0];
    if (all.length === 1 && only)
      return app.request(new Request(new URL(`/s/${only.code}`, context.req.url), { headers: context.req.raw.headers }), undefined, context.env);
    const { chooseSubdistrictPage } = await import('./account/pages.tsx');
    return context.html(String(chooseSubdistrictPage(plainFrame(context, site.demo), all)));
  });

  for (const route of options.routes.list) {
    app.on(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method], [`/s/:code${route.path === '/' ? '' : route.path}`], async (context) => {
      const subdistrict = await findSubdistrict(context.req.param('code') ?? '');
      if (!subdistrict) return fail(context, 'not-found');
      const session = await signIn.session(context.req.raw.headers);
      const visitor: Visitor = session ? await loadVisitor(site.platform, subdistrict.id, session) : { actor: anonymous, inboxCount: 0, home: null };
      const allowed = site.platform.permissions.canSomewhere(visitor.actor, route.action);
      if (!allowed && visitor.actor.kind === 'anonymous') return askToSignIn(context);
      const form = route.method === 'POST' && allowed ? await Form.read(context) : undefined;
      const w = new Web({ site, subdistrict, context, ...visitor, ...preferences(context), clientIp: clientIp(context), ...(form ? { form } : {}) });
      if (!allowed) return w.forbidden();
      return route.handler(w);
    });
  }

  /** A page sends to sign-in and comes back; a posted form comes back to the page it stood on. API clients get 401. */
  function askToSignIn(context: Context): Response {
    if (context.req.header('accept')?.includes('application/json')) return context.json({ error: 'sign-in' }, 401);
    const url = new URL(context.req.url);
    const referer = context.req.header('referer');
    const from = context.req.method === 'GET' ? url : referer && URL.canParse(referer) ? new URL(referer) : new URL('/', url);
    return context.redirect(`/sign-in?to=${encodeURIComponent(from.pathname + from.search)}`, 303);
  }

  return app;
}
