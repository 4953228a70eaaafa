import type { Browser } from 'playwright-core';
import { Visitor } from '../browser.ts';
import type { TestSite } from '../site.ts';

/** The people of the story, each with an account and a screen of their own; what they find wrong on the way is gathered. */
export class Crew {
  readonly site: TestSite;
  readonly findings: string[] = [];
  readonly #browser: Browser;
  readonly #screen: 'phone' | 'desktop';
  readonly #people = new Map<string, Visitor>();
  /** Names whose browser runs no script. */
  readonly #withoutScript: readonly string[];

  constructor(site: TestSite, browser: Browser, screen: 'phone' | 'desktop', withoutScript: readonly string[]) {
    this.site = site;
    this.#browser = browser;
    this.#screen = screen;
    this.#withoutScript = withoutScript;
  }

  async as(name: string): Promise<Visitor> {
    const known = this.#people.get(name);
    if (known) return known;
    const visitor = await Visitor.arrive(this.site, this.#browser, name, this.#screen, { script: !this.#withoutScript.includes(name), findings: this.findings });
    this.#people.set(name, visitor);
    return visitor;
  }
  /** The day in so many days, by the site's clock. */
  dayIn(days: number): string {
    return new Date(Date.parse(`${this.site.today()}T04:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  }
  async close(): Promise<void> {
    for (const visitor of this.#people.values()) await visitor.close();
  }
}

/** Opens a folded part of a page by its words, if it is folded. */
export async function unfold(visitor: Visitor, words: string | RegExp): Promise<void> {
  const details = visitor.page.locator('main details', { has: visitor.page.locator('summary', { hasText: words }) }).first();
  if ((await details.count()) > 0 && (await details.getAttribute('open')) === null) await details.locator('summary').first().click();
}

/** Fills fields by name inside a form (by the end of its address) and sends it. */
export async function send(
  visitor: Visitor, form: string, fields: Record<string, string | { option: string } | { file: string }>, button?: string | RegExp,
): Promise<void> {
  const area = visitor.page.locator(`main form[action$="${form}"]`).first();
  for (const [name, value] of Object.entries(fields)) {
    const control = area.locator(`[name="${name}"]`);
    if (typeof value === 'object' && 'file' in value) {
      await control.setInputFiles(value.file);
      continue;
    }
    if (typeof value === 'object') {
      const options = await control.locator('option').allInnerTexts();
      const index = options.findIndex((text) => text.startsWith(value.option));
      if (index < 0) throw new Error(`${name} offers no ${value.option}: ${options.join('、')}`);
      await control.selectOption({ index });
      continue;
    }
    if ((await area.locator(`select[name="${name}"]`).count()) > 0) await control.selectOption(value);
    else if ((await area.locator(`input[name="${name}"][type="radio"], input[name="${name}"][type="checkbox"]`).count()) > 0) {
      await area.locator(`[name="${name}"][value="${value}"]`).check();
    } else await control.first().fill(value);
  }
  const submit = button === undefined ? area.locator('button[type=submit]').first() : area.getByRole('button', { name: button }).first();
  await submit.click();
  await visitor.page.waitForLoadState();
  await visitor.check(form);
}
