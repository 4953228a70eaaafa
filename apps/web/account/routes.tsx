import type { Context, Hono } from 'hono';
import { parseContact } from '#platform/sign-in';
import type { AppOptions } from '../app.tsx';
import { plainFrame, preferences } from '../kit/plain-frame.ts';
import { failurePage } from '../kit/failures.tsx';
import { Form } from '../kit/form.ts';
import type { Subdistrict } from '../kit/web.tsx';
import { listCast } from '../registry.ts';
import { demoPage, enterCodePage, linkPage, outboxPage, signInPage } from './pages.tsx';
import { accountText } from './text.ts';

interface AccountOptions extends AppOptions {
  clientIp: (context: Context) => string;
  listSubdistricts: () => Promise<Subdistrict[]>;
  findSubdistrict: (code: string) => Promise<Subdistrict | null>;
}

/** A path of this site and nothing else: `//evil`, `/\evil`, `/..//evil` and full addresses lead home. */
export function localPath(text: string | undefined): string {
  if (!text || !/^\/[^/\\]/.test(text) || /[\u0000-\u001f]/.test(text)) return '/';
  const url = new URL(text, 'http://here.invalid');
  // Dots are resolved by now: what is left must not begin like the address of another site.
  return url.host === 'here.invalid' && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}

/** Sign-in, sign-out, one-time links, the demo's cast, and the switches for language and type size. */
export function accountRoutes(app: Hono, options: AccountOptions): void {
  const { signIn, site } = options;
  const frame = (context: Context) => plainFrame(context, site.demo);
  const withCookies = (context: Context, cookies: readonly string[], to: string) => {
    for (const cookie of cookies) context.header('set-cookie', cookie, { append: true });
    return context.redirect(to, 303);
  };
  /** The letter's page of the subdistrict that the visitor came from, or of the only one. */
  const letterPath = async (to: string): Promise<string> => {
    const code = /^\/s\/([a-z0-9-]+)/.exec(to)?.[1] ?? (await options.listSubdistricts())[0]?.code;
    return code ? `/s/${code}/activate` : '/';
  };
  const signInView = async (context: Context, view: { to: string; contact: string; error?: string }, status: 200 | 422 = 200) =>
    context.html(String(signInPage(frame(context), { ...view, demo: site.demo, letterPath: await letterPath(view.to) })), status);

  app.get('/prefs', (context) => {
    const back = localPath(context.req.query('back'));
    const remember = (name: string, value: string) =>
      context.header('set-cookie', `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`, { append: true });
    const { type, lang } = context.req.query();
    if (type === 'large' || type === 'normal') remember('zd_type', type);
    if (lang === 'zh' || lang === 'en') remember('zd_lang', lang);
    return context.redirect(back, 303);
  });

  app.get('/sign-in', (context) => signInView(context, { to: localPath(context.req.query('to')), contact: '' }));
  app.post('/sign-in', async (context) => {
    const form = await Form.read(context);
    const t = accountText[preferences(context).lang];
    const view = { to: localPath(form.text('to')), contact: form.text('contact') };
    const sent = await signIn.sendCode(view.contact, options.clientIp(context));
    if (!sent.ok) {
      const words = { 'bad-contact': t.badContact, 'no-sender': t.noSender, 'too-many': t.tooMany, 'not-sent': t.notSent };
      return signInView(context, { ...view, error: words[sent.error] }, 422);
    }
    return context.html(String(enterCodePage(frame(context), { ...view, demo: site.demo })));
  });
  app.post('/sign-in/code', async (context) => {
    const form = await Form.read(context);
    const t = accountText[preferences(context).lang];
    const view = { to: localPath(form.text('to')), contact: form.text('contact') };
    if (!parseContact(view.contact)) return signInView(context, { ...view, error: t.badContact }, 422);
    const entered = await signIn.enterCode(view.contact, form.text('code'), { ip: options.clientIp(context) });
    if (!entered.ok) {
      const error = entered.error === 'too-many' ? t.tooMany : t.wrongCode;
      return context.html(String(enterCodePage(frame(context), { ...view, error, demo: site.demo })), 422);
    }
    return withCookies(context, entered.value, view.to);
  });
  app.post('/sign-out', async (context) => withCookies(context, await signIn.signOut(context.req.header('cookie') ?? '', options.clientIp(context)), '/'));

  app.get('/link/:token', (context) =>
    context.html(String(linkPage(frame(context), { token: context.req.param('token'), fresh: context.req.query('from') === 'letter' }))),
  );
  app.post('/link/:token', async (context) => {
    const token = context.req.param('token');
    const opened = await signIn.openLink(token, options.clientIp(context));
    const t = accountText[preferences(context).lang];
    if (!opened.ok) return context.html(String(linkPage(frame(context), { token, error: opened.error === 'too-many' ? t.tooMany : t.linkWrong })), 409);
    return withCookies(context, opened.value.cookies, localPath(opened.value.to));
  });

  // Only in a database that was made as a demo: elsewhere these addresses do not exist.
  app.get('/demo', async (context) =>
    site.demo
      ? context.html(String(demoPage(frame(context), await listCast(site.platform, await options.listSubdistricts(), preferences(context).lang))))
      : context.notFound(),
  );
  app.post('/demo/sign-in', async (context) => {
    if (!site.demo) return failurePage(context, frame(context), 'not-found');
    const form = await Form.read(context);
    const cast = await listCast(site.platform, await options.listSubdistricts());
    const member = cast.find((one) => one.accountId === form.text('accountId'));
    if (!member) return failurePage(context, frame(context), 'not-found');
    const link = await signIn.linkFor(member.accountId, form.has('to') ? localPath(form.text('to')) : member.to);
    const opened = await signIn.openLink(link.slice('/link/'.length), options.clientIp(context));
    if (!opened.ok) return failurePage(context, frame(context), 'too-many');
    return withCookies(context, opened.value.cookies, opened.value.to);
  });
  app.get('/demo/outbox', (context) => {
    if (!site.demo || !options.localOutbox) return context.notFound();
    return context.html(String(outboxPage(frame(context), options.localOutbox.messages)));
  });
}
