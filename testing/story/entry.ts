import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { type CheckLog, Visitor, type widths } from '../browser.ts';
import type { TestSite } from '../site.ts';
import { readPdf } from './read-pdf.ts';

type Screen = keyof typeof widths;

/** The secretary prints the letter of one household; whoever opens it types its code and a name, without script, phone number or mail. */
export async function enterByLetter(site: TestSite, browser: Browser, screen: Screen, log: CheckLog): Promise<void> {
  const secretary = await Visitor.arrive(site, browser, '唐秀英', screen, { log });
  await secretary.open('/n/pd-cailu/households?q=402');
  await secretary.follow(/402/);
  const button = secretary.page.locator('main form[action$="/letter"] button').first();
  const [letter] = await Promise.all([secretary.page.waitForEvent('download'), button.click()]);
  const code = readPdf(readFileSync(await letter.path()))
    .map((text) => /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/.exec(text)?.[0])
    .find((found) => found !== undefined);
  expect(code).toBeDefined();
  await secretary.close();
  const resident = await Visitor.arrive(site, browser, null, screen, { script: false, log });
  await resident.open('/activate');
  await resident.fill(/码/, code ?? '');
  await resident.fill(/姓名|名字/, '潘伟民');
  await resident.press(/./);
  // A link signs nobody in by being opened: that takes a press.
  await resident.press(/./);
  expect(await resident.text()).toContain('402');
  await resident.open('/n/pd-cailu');
  await resident.follow('提一个议题');
  expect(await resident.page.locator('main textarea').count()).toBeGreaterThan(0);
  await resident.close();
}

/** A code by text message; the demo shows what would have been sent. */
export async function enterByPhone(site: TestSite, browser: Browser, screen: Screen, log: CheckLog): Promise<void> {
  const visitor = await Visitor.arrive(site, browser, null, screen, { log });
  await visitor.page.goto(`${site.origin}/sign-in`);
  await visitor.fill(/手机/, '13800005678');
  await visitor.press('发送验证码');
  const outbox = await visitor.context.newPage();
  await outbox.goto(`${site.origin}/demo/outbox`);
  const code = /\b\d{6}\b/.exec(await outbox.locator('main').innerText())?.[0] ?? '';
  await outbox.close();
  await visitor.fill(/验证码/, code);
  await visitor.press('登录');
  await visitor.open('/me');
  expect(visitor.path).toBe('/me');
  await visitor.close();
}
