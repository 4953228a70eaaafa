import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { TestSite } from './site.ts';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Chromium as `CHROMIUM` names it, or where Debian puts it. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
  if (!executablePath) throw new Error('Chromium is missing: install the package chromium, or name a browser in CHROMIUM');
  return chromium.launch({ executablePath, args: flags });
}

export const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;

/** A member of the cast at a screen of their own. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #site: TestSite;
  /** Pages on which axe found something, with what. */
  readonly findings: string[];
  private constructor(site: TestSite, context: BrowserContext, page: Page, findings: string[]) {
    this.#site = site;
    this.context = context;
    this.page = page;
    this.findings = findings;
  }

  /** @param name as on the demo's page; null stays anonymous. */
  static async arrive(
    site: TestSite, browser: Browser, name: string | null, screen: keyof typeof widths, options: { script?: boolean; findings?: string[] } = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({ viewport: widths[screen], javaScriptEnabled: options.script ?? true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const visitor = new Visitor(site, context, await context.newPage(), options.findings ?? []);
    visitor.page.setDefaultTimeout(15_000);
    if (name !== null) {
      await visitor.page.goto(`${site.origin}/demo`);
      await visitor.page.getByRole('button', { name: `以${name}进入` }).click();
    }
    return visitor;
  }

  /** Opens a path below the subdistrict. */
  async open(path: string): Promise<void> {
    const response = await this.page.goto(`${this.#site.base}${path}`);
    if (response && response.status() >= 400) throw new Error(`${path} answered ${response.status()}`);
    await this.check();
  }
  /** Presses a button, waits for the next page and looks at it. */
  async press(name: string | RegExp, within = this.page.locator('main')): Promise<void> {
    const before = this.page.url();
    await within.getByRole('button', { name }).first().click();
    await this.page.waitForLoadState();
    await this.check(before);
  }
  /** Follows a link. */
  async follow(name: string | RegExp): Promise<void> {
    await this.page.locator('main').getByRole('link', { name }).first().click();
    await this.page.waitForLoadState();
    await this.check();
  }
  async fill(label: string | RegExp, value: string): Promise<void> {
    await this.page.getByLabel(label).first().fill(value);
  }
  async text(): Promise<string> {
    return (await this.page.locator('main').innerText()).replace(/\s+/g, ' ');
  }
  get path(): string {
    return new URL(this.page.url()).pathname.replace('/s/zhidian', '');
  }
  close(): Promise<void> {
    return this.context.close();
  }

  /** No error page, nothing that axe objects to, nothing wider than the screen. */
  async check(from = ''): Promise<void> {
    const problem = await this.page.locator('.error-summary').first().innerText({ timeout: 100 }).catch(() => null);
    if (problem) throw new Error(`${this.path} (from ${from}) refused: ${problem.replace(/\s+/g, ' ')}`);
    const title = await this.page.title();
    if (/没有找到|不能办|没有办成|出错|连不上|被拦下/.test(title)) throw new Error(`${this.path} (from ${from}): ${title}: ${await this.text()}`);
    const overflow = await this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth').catch(() => 0);
    if (typeof overflow === 'number' && overflow > 1) this.findings.push(`${this.path}: ${overflow} px wider than the screen`);
    const scripted = await this.page.evaluate('true').catch(() => false);
    if (!scripted) return;
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    for (const one of violations) this.findings.push(`${this.path}: ${one.id}: ${one.nodes.map((node) => node.html).join(' | ').slice(0, 300)}`);
  }
}
