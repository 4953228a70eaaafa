import type { Locator } from 'playwright-core';
import type { Visitor } from '../browser.ts';
import { type Entry, fillIn, send, sendInVain } from '../story/crew.ts';

/** What somebody did with hand and keys: clicks (a link, a button, a box, a choice in a list, a file) and characters typed. */
export class Effort {
  clicks = 0;
  characters = 0;
  add(other: Effort): void {
    this.clicks += other.clicks;
    this.characters += other.characters;
  }
}

/** One person at work: everything done is counted, and put to the account of the project it is done for. */
export class Clerk {
  readonly visitor: Visitor;
  readonly #effortOf: (project: string) => Effort;
  #project = '';

  constructor(visitor: Visitor, effortOf: (project: string) => Effort) {
    this.visitor = visitor;
    this.#effortOf = effortOf;
  }

  /** What follows is done for this project; an empty name is the round's own work. */
  on(project: string): this {
    this.#project = project;
    return this;
  }
  get #effort(): Effort {
    return this.#effortOf(this.#project);
  }
  get page() {
    return this.visitor.page;
  }
  get path(): string {
    return this.visitor.path;
  }
  text(): Promise<string> {
    return this.visitor.text();
  }

  /** Goes to a page by its link: one click. */
  async open(path: string): Promise<void> {
    this.#effort.clicks += 1;
    await this.visitor.open(path);
  }
  async follow(name: string | RegExp): Promise<void> {
    this.#effort.clicks += 1;
    await this.visitor.follow(name);
  }
  async press(name: string | RegExp): Promise<void> {
    this.#effort.clicks += 1;
    await this.visitor.press(name);
  }
  /** From the list of what is to be done to the page where it is done: the list, and the line in it. */
  async takeUp(duty: string | RegExp, about?: string): Promise<void> {
    this.#effort.clicks += 2;
    await this.visitor.open('/inbox');
    const line = this.page.locator('main li', { hasText: duty }).filter(about === undefined ? {} : { hasText: about });
    await this.visitor.go(line.first().getByRole('link').first());
  }
  async send(form: string, fields: Readonly<Record<string, Entry>>, button?: string | RegExp): Promise<void> {
    await this.#count(form, fields);
    await send(this.visitor, form, fields, button);
  }
  async sendInVain(form: string, fields: Readonly<Record<string, Entry>>, button?: string | RegExp): Promise<string> {
    await this.#count(form, fields);
    return sendInVain(this.visitor, form, fields, button);
  }

  /** Address of the form in which a field stands, to send it by. */
  async formWith(field: string): Promise<string> {
    const action = await this.page
      .locator('main form[method="post"]', { has: this.page.locator(`[name="${field}"]`) })
      .first()
      .getAttribute('action');
    if (action === null) throw new Error(`no form asks for ${field}`);
    return action;
  }

  /** Opens the folded part of the page in which something stands. */
  async unfold(what: string): Promise<void> {
    const folded = this.page.locator(`main ${what}`).first().locator('xpath=ancestor::details[not(@open)]');
    while ((await folded.count()) > 0) {
      this.#effort.clicks += 1;
      await folded.first().locator('summary').first().click();
    }
  }
  /** Ticks a box. */
  async tick(box: Locator): Promise<void> {
    this.#effort.clicks += 1;
    const folded = box.locator('xpath=ancestor::details[not(@open)]');
    while ((await folded.count()) > 0) {
      this.#effort.clicks += 1;
      await folded.first().locator('summary').first().click();
    }
    await box.check();
  }
  /** Clicks what leads to another page. */
  async click(control: Locator): Promise<void> {
    this.#effort.clicks += 1;
    await this.visitor.go(control);
  }
  /** Fills fields of a form without sending it. */
  async choose(form: string, fields: Readonly<Record<string, Entry>>): Promise<void> {
    await this.#count(form, fields);
    this.#effort.clicks -= 1;
    await fillIn(this.visitor, form, fields);
  }

  /** A choice, a day, a box or a file is a click; everything else is typed. */
  async #count(form: string, fields: Readonly<Record<string, Entry>>): Promise<void> {
    const effort = this.#effort;
    effort.clicks += 1;
    const typed = await this.page
      .locator(`main form[method="post"][action$="${form}"]`)
      .first()
      .locator('textarea, input:not([type=radio]):not([type=checkbox]):not([type=date]):not([type=file])')
      .evaluateAll((found) => found.map((field) => field.getAttribute('name')));
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'string' && typed.includes(name)) effort.characters += Array.from(value).length;
      else effort.clicks += 1;
    }
  }
}
