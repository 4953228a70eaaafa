import type { Browser, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { type CheckLog, Visitor } from '../browser.ts';
import type { TestSite } from '../site.ts';

/** The people of the story, each with an account and a screen of their own; what they find wrong on the way is gathered. */
export class Crew {
  readonly site: TestSite;
  readonly log: CheckLog = { findings: [], seen: new Set() };
  readonly #browser: Browser;
  readonly #screen: 'phone' | 'desktop';
  readonly #people = new Map<string, Promise<Visitor>>();
  /** Names whose browser runs no script. */
  readonly #withoutScript: readonly string[];

  constructor(site: TestSite, browser: Browser, screen: 'phone' | 'desktop', withoutScript: readonly string[]) {
    this.site = site;
    this.#browser = browser;
    this.#screen = screen;
    this.#withoutScript = withoutScript;
  }

  /** Somebody without an account. */
  stranger(): Promise<Visitor> {
    return Visitor.arrive(this.site, this.#browser, null, this.#screen, { log: this.log });
  }
  /** @param window somebody may have several windows open; each is known by a name. */
  async as(name: string, window = name): Promise<Visitor> {
    const known =
      this.#people.get(window) ?? Visitor.arrive(this.site, this.#browser, name, this.#screen, { script: !this.#withoutScript.includes(name), log: this.log });
    this.#people.set(window, known);
    return known;
  }
  /** The day in so many days, by the site's clock. */
  dayIn(days: number): string {
    return new Date(Date.parse(`${this.site.today()}T04:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  }
  async close(): Promise<void> {
    // Who never got in has nothing to close.
    for (const visitor of await Promise.allSettled(this.#people.values())) if (visitor.status === 'fulfilled') await visitor.value.close();
  }
}

type FilePayload = { name: string; mimeType: string; buffer: Buffer };

/** Opens the folded parts of a page in which something lies. */
async function unfold(inside: Locator): Promise<void> {
  const folded = inside.locator('xpath=ancestor::details[not(@open)]');
  while ((await folded.count()) > 0) await folded.first().locator('summary').first().click();
}

/** What a field gets: its words, the option that begins with some words, or a file. */
export type Entry = string | { option: string } | { file: FilePayload };

/** Fills fields by name inside a form, which is known by the end of its address, and gives the form back. */
export async function fillIn(visitor: Visitor, form: string, fields: Readonly<Record<string, Entry>>): Promise<Locator> {
  const area = visitor.page.locator(`main form[method="post"][action$="${form}"]`).first();
  await unfold(area);
  for (const [name, value] of Object.entries(fields)) {
    const control = area.locator(`[name="${name}"]`);
    // A row that stands ready is opened where somebody writes in it.
    if ((await control.count()) > 0) await unfold(control.first());
    if (typeof value === 'object' && 'file' in value) await control.setInputFiles(value.file);
    else if (typeof value === 'object') {
      const options = await control.locator('option').allTextContents();
      const index = options.findIndex((text) => text.trim().startsWith(value.option));
      if (index < 0) throw new Error(`${name} offers no ${value.option}: ${options.join('、')}`);
      await control.selectOption({ index });
    } else if ((await area.locator(`select[name="${name}"]`).count()) > 0) await control.selectOption(value);
    else if ((await area.locator(`input[name="${name}"][type="radio"], input[name="${name}"][type="checkbox"]`).count()) > 0) {
      await area.locator(`[name="${name}"][value="${value}"]`).check();
    } else await control.first().fill(value);
  }
  return area;
}

/** Fills fields and sends the form by its button, or by the first one. */
export async function send(visitor: Visitor, form: string, fields: Readonly<Record<string, Entry>>, button?: string | RegExp): Promise<void> {
  const area = await fillIn(visitor, form, fields);
  await visitor.go(button === undefined ? area.locator('button[type=submit]:visible') : area.getByRole('button', { name: button }));
}

/** Sends a form that must be refused with words, and gives the words back. */
export async function sendInVain(visitor: Visitor, form: string, fields: Readonly<Record<string, Entry>>, button?: string | RegExp): Promise<string> {
  const area = await fillIn(visitor, form, fields);
  const control = button === undefined ? area.locator('button[type=submit]:visible') : area.getByRole('button', { name: button });
  await Promise.all([visitor.page.waitForNavigation(), control.first().click()]);
  const words = await visitor.refusal();
  if (words === null) throw new Error(`${form} was not refused: ${await visitor.text()}`);
  return words;
}

/** Whoever's turn it is finds the duty in their inbox, with its deadline, and goes to its page from there. */
export async function takeUp(visitor: Visitor, duty: string | RegExp): Promise<void> {
  await visitor.open('/inbox');
  const line = visitor.page.locator('main li', { hasText: duty }).first();
  expect((await line.innerText()).replace(/\s+/g, ' ')).toMatch(/还剩|今天|明天/);
  await visitor.follow(duty);
}

/** The page says to everybody what comes next and whose turn it is. */
export async function expectTurn(visitor: Visitor, duty: string, who: string): Promise<void> {
  const turn = visitor.page.locator('main section', { hasText: '现在轮到谁' }).last();
  const text = (await turn.innerText()).replace(/\s+/g, ' ');
  expect(text).toContain(duty);
  expect(text).toContain(who);
}
