import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import type { TestSite } from './site.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium as `CHROMIUM` names it, or where Debian puts it. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
  if (!executablePath) throw new Error('Chromium is missing: install the package chromium, or name a browser in CHROMIUM');
  return chromium.launch({ executablePath, args: flags });
}

export const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;

/** Longest wait for one action: generous, because tests share a machine with other work. */
const patienceMs = 30_000;

/** What a group of visitors found wrong, and the kinds of pages that axe has looked at already. */
export interface CheckLog {
  findings: string[];
  seen: Set<string>;
}

/** A member of the cast at a screen of their own. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #site: TestSite;
  readonly #log: CheckLog;
  /** The same person's browser with script on, for axe, which cannot run without; null where the visitor's own runs script. */
  readonly #twin: Page | null;
  private constructor(site: TestSite, context: BrowserContext, page: Page, log: CheckLog, twin: Page | null) {
    this.#site = site;
    this.context = context;
    this.page = page;
    this.#log = log;
    this.#twin = twin;
  }

  /** @param name as on the demo's page; null stays anonymous. */
  static async arrive(
    site: TestSite,
    browser: Browser,
    name: string | null,
    screen: keyof typeof widths,
    options: { script?: boolean; log?: CheckLog } = {},
  ): Promise<Visitor> {
    const script = options.script ?? true;
    const settings = { viewport: widths[screen], locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
    const context = await browser.newContext({ ...settings, javaScriptEnabled: script });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    if (name !== null) {
      await page.goto(`${site.origin}/demo`);
      await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: `以${name}进入` }).click()]);
    }
    const twin = script ? null : await (await browser.newContext({ ...settings, storageState: await context.storageState() })).newPage();
    return new Visitor(site, context, page, options.log ?? { findings: [], seen: new Set() }, twin);
  }

  /** Opens a path below the subdistrict. */
  async open(path: string): Promise<void> {
    const response = await this.page.goto(`${this.#site.base}${path}`);
    if (response && response.status() >= 400) throw new Error(`${path} answered ${response.status()}: ${(await this.text()).slice(0, 300)}`);
    await this.check();
  }
  /** Clicks what leads to another page, waits for that page and looks at it. */
  async go(control: Locator): Promise<void> {
    const before = this.path;
    // The click's own complaint, which names the control, comes first.
    await Promise.all([this.page.waitForNavigation({ timeout: patienceMs + 5_000 }), control.first().click()]);
    await this.check(before);
  }
  /** Presses a button of the page. */
  press(name: string | RegExp): Promise<void> {
    return this.go(this.page.locator('main').getByRole('button', { name }));
  }
  /** Follows a link of the page. */
  follow(name: string | RegExp): Promise<void> {
    return this.go(this.page.locator('main').getByRole('link', { name }));
  }
  async fill(label: string | RegExp, value: string): Promise<void> {
    await this.page.getByLabel(label).first().fill(value);
  }
  /** Words that are visible on the page, blanks made one. */
  async text(): Promise<string> {
    return (await this.page.locator('main').innerText()).replace(/\s+/g, ' ');
  }
  /** Path below the subdistrict. */
  get path(): string {
    return new URL(this.page.url()).pathname.replace('/s/zhidian', '');
  }
  async close(): Promise<void> {
    await this.#twin?.context().close();
    await this.context.close();
  }

  /** The words of the page that refuses, or null when the page is an ordinary one. */
  async refusal(): Promise<string | null> {
    const summary = this.page.locator('.error-summary');
    if ((await summary.count()) > 0) return (await summary.first().innerText()).replace(/\s+/g, ' ');
    return /没有找到|不能办|没有办成|出错|连不上|被拦下/.test(await this.page.title()) ? this.text() : null;
  }

  /** No error page, nothing that axe objects to, nothing wider than the screen. */
  async check(from = ''): Promise<void> {
    const refused = await this.refusal();
    if (refused !== null) throw new Error(`${this.path} (from ${from}) refused: ${refused}`);
    const overflow = await this.page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    if (overflow > 1) this.#log.findings.push(`${this.path}: ${overflow} px wider than the screen`);
    await this.#lookWithAxe();
  }

  /** Once for each kind of page with each set of forms on it: what changes is then looked at again, what repeats is not. */
  async #lookWithAxe(): Promise<void> {
    const forms = await this.page.locator('main form').evaluateAll((found) => found.map((form) => form.getAttribute('action') ?? ''));
    const kind = [this.path, ...new Set(forms.map(plainly))].map(plainly).join(' ');
    if (this.#log.seen.has(kind)) return;
    this.#log.seen.add(kind);
    const page = this.#twin ?? this.page;
    if (this.#twin) await this.#twin.goto(this.page.url());
    const { violations } = await new AxeBuilder({ page })
      .options({ runOnly: { type: 'tag', values: wcag }, resultTypes: ['violations'] })
      .setLegacyMode(true)
      .analyze();
    for (const one of violations)
      this.#log.findings.push(
        `${this.path}: ${one.id}: ${one.nodes
          .map((node) => node.html)
          .join(' | ')
          .slice(0, 300)}`,
      );
  }
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const plainly = (path: string): string => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id');
