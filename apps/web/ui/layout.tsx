import { raw } from 'hono/html';
import { htmlLang } from '#platform/i18n';
import { assetUrl } from './assets.ts';
import { FrameContext } from './frame.ts';
import type { PageFrame, View } from './frame.ts';
import { Crumbs } from './page.tsx';
import type { Crumb } from './page.tsx';
import { uiText } from './text.ts';

/** The mark of the platform: a lever on its fulcrum. */
export function Mark() {
  return (
    <svg class="mark" width="32" height="32" viewBox="0 0 30 30" aria-hidden="true">
      <path class="mark-lever" d="M3 11 27 7" />
      <path class="mark-fulcrum" d="M15 10 22 25H8Z" />
    </svg>
  );
}

/** One of the two switches that every page carries: type size and language. They work without script. */
function Preference(props: { page: PageFrame; name: 'type' | 'lang'; value: string; children: View; lang?: string }) {
  return (
    <form action="/prefs" method="get">
      <input type="hidden" name={props.name} value={props.value} />
      <input type="hidden" name="back" value={props.page.path} />
      <button type="submit" class="pref" lang={props.lang}>
        {props.children}
      </button>
    </form>
  );
}

function Preferences({ page }: { page: PageFrame }) {
  const text = uiText[page.lang];
  return (
    <div class="prefs" role="group" aria-label={text.reading}>
      <Preference page={page} name="type" value={page.type === 'large' ? 'normal' : 'large'}>
        {page.type === 'large' ? text.normalType : text.largeType}
      </Preference>
      {page.lang === 'zh' ? (
        <Preference page={page} name="lang" value="en" lang="en">
          English
        </Preference>
      ) : (
        <Preference page={page} name="lang" value="zh" lang="zh-CN">
          中文
        </Preference>
      )}
    </div>
  );
}

function Account({ page }: { page: PageFrame }) {
  const text = uiText[page.lang];
  if (!page.actor) {
    return (
      <div class="account">
        <a href={page.links?.signIn ?? `/sign-in?back=${encodeURIComponent(page.path)}`}>{text.signIn}</a>
      </div>
    );
  }
  return (
    <div class="account">
      {page.inboxCount !== undefined && (
        <a href={page.links?.inbox ?? `${page.base}/inbox`} class={page.inboxCount > 0 ? 'inbox due' : 'inbox'}>
          {page.inboxCount > 0 ? text.inboxCount(page.inboxCount) : text.inbox}
        </a>
      )}
      <a href={page.links?.me ?? '/me'} class="who">
        {page.actor.name} <span class="soft">{page.actor.roleLabel}</span>
      </a>
      <form action={page.links?.signOut ?? '/sign-out'} method="post">
        {page.csrf !== undefined && <input type="hidden" name="_csrf" value={page.csrf} />}
        <button type="submit" class="pref">
          {text.signOut}
        </button>
      </form>
    </div>
  );
}

function Masthead({ page }: { page: PageFrame }) {
  const text = uiText[page.lang];
  return (
    <header class="site">
      <div class="masthead">
        <a class="brand" href={page.links?.home ?? (page.base || '/')}>
          <Mark />
          <b>{page.siteName}</b>
          {(page.placeName ?? page.subdistrictName) && <span>{page.placeName ?? page.subdistrictName}</span>}
        </a>
        <Preferences page={page} />
        <Account page={page} />
      </div>
      {page.nav.length > 0 && (
        <nav aria-label={text.mainNav}>
          <ul>
            {page.nav.map((item) => (
              <li>
                <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                  {item.label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </header>
  );
}

/**
 * A whole page: `<!doctype html>`, header with navigation and the two switches, the content, the footer.
 * `title` becomes the window's title and, unless `heading` is false, the page's only `<h1>`.
 */
export function Layout(props: {
  page: PageFrame;
  title: string;
  /** The way here, from the top; the page itself need not be in it. */
  crumbs?: Crumb[];
  children?: View;
  /** For tables that need the whole width. */
  wide?: boolean;
  /** Set to false when the content brings its own `<h1>`. */
  heading?: boolean;
  /** What a search engine or a chat app shows under the link. */
  description?: string;
}) {
  const { page, title } = props;
  const text = uiText[page.lang];
  const css = assetUrl('app.css');
  const script = assetUrl('app.js');
  const icon = assetUrl('icon.svg');
  return (
    <FrameContext.Provider value={page}>
      {raw('<!doctype html>')}
      <html lang={htmlLang[page.lang]} data-type={page.type}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · ${page.placeName ?? page.subdistrictName ?? page.siteName}`}</title>
          {props.description !== undefined && <meta name="description" content={props.description} />}
          <meta name="theme-color" content="#faf7f1" />
          <meta name="format-detection" content="telephone=no" />
          {icon !== undefined && <link rel="icon" href={icon} type="image/svg+xml" />}
          {css !== undefined && <link rel="stylesheet" href={css} />}
          {script !== undefined && <script src={script} defer />}
        </head>
        <body class={props.wide ? 'wide' : undefined}>
          <a class="skip" href="#main">
            {text.skip}
          </a>
          <Masthead page={page} />
          <main id="main" tabindex={-1}>
            {page.flash !== undefined && (
              <p class={`flash ${page.flash.kind}`} role={page.flash.kind === 'bad' ? 'alert' : 'status'}>
                {page.flash.text}
              </p>
            )}
            {props.crumbs !== undefined && props.crumbs.length > 0 && <Crumbs items={props.crumbs} />}
            {props.heading !== false && <h1>{title}</h1>}
            {props.children}
          </main>
          <footer class="site">
            <p>
              <b>{page.siteName}</b>
              {page.subdistrictName !== undefined && ` · ${page.subdistrictName}`}
            </p>
            <p>{text.promise}</p>
            {page.demo && (
              <p class="soft">
                {text.demoNote} <a href="/demo">{text.demoRoles}</a>
              </p>
            )}
          </footer>
        </body>
      </html>
    </FrameContext.Provider>
  );
}
