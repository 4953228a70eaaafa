import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckLog, launchBrowser, Visitor } from './browser.ts';
import { startSite, type TestSite } from './site.ts';

let browser: Browser;
let site: TestSite;
let database: pg.Client;
let door = '';
const log: CheckLog = { findings: [], seen: new Set() };
beforeAll(async () => {
  browser = await launchBrowser();
  site = await startSite({ chapters: ['office', 'cailu-lift'] });
  database = new pg.Client({ connectionString: site.ownerUrl });
  await database.connect();
  const { rows } = await database.query<{ id: string }>('select id from consent');
  door = `/consents/${rows[0]?.id}/door`;
});
afterAll(async () => {
  expect(log.findings).toEqual([]);
  await database?.end();
  await site?.stop();
  await browser?.close();
});

const entries = async (label: string) =>
  (
    await database.query<{ signer: string; counts: boolean; signature: string | null }>(
      `select e.signer_name as signer, exists (select 1 from consent_counted c where c.entry_id = e.id) as counts, e.signature_file_id as signature
      from consent_entry e where e.home_id in (select home_id from consent_home where label like '%' || $1) order by e.signed_at`,
      [label],
    )
  ).rows;

/** The collector's page with its list, ready to work without a network. */
async function atWork(visitor: Visitor): Promise<void> {
  await visitor.open(door);
  await visitor.page.getByRole('heading', { name: '4号楼1单元', exact: false }).waitFor();
  await visitor.page.locator('html[data-offline=ready]').waitFor();
}
const row = (page: Page, label: string) => page.locator('li', { has: page.locator('b', { hasText: new RegExp(`${label}$`) }) }).first();
const openHome = async (page: Page, label: string) => {
  await row(page, label).getByRole('button', { name: '打开' }).click();
  await page.locator('#door-home').waitFor();
};

/** Answers and signs with the mouse as with a finger. */
async function answer(page: Page, choice: string, signer: string): Promise<void> {
  await page.getByRole('radio', { name: choice, exact: true }).check();
  await page.getByRole('radio', { name: '业主本人，只有一位业主' }).check();
  await page.getByLabel('签名人姓名').fill(signer);
  const pad = page.getByRole('img', { name: '请在框里签名' });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('nothing to sign in');
  await page.mouse.move(box.x + 30, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 30, { steps: 5 });
  await page.mouse.move(box.x + 220, box.y + 80, { steps: 5 });
  await page.mouse.up();
}
const save = (page: Page) => page.getByRole('button', { name: '保存这份答复' }).click();
const says = (page: Page, words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor();
const databases = (page: Page) => page.evaluate<string[]>('indexedDB.databases().then((all) => all.map((one) => one.name ?? ""))');

describe('from door to door', () => {
  let collector: Visitor;
  let context: BrowserContext;
  let page: Page;

  test('opened once with a network, the page shows who is left by entrance and how it stands', async () => {
    collector = await Visitor.arrive(site, browser, '周长根', 'phone', { log });
    await atWork(collector);
    ({ context, page } = collector);
    const text = await collector.text();
    expect(text).toContain('还剩 7 户');
    expect(text).toContain('人数：参与须达到三分之二');
    await collector.check();
    await openHome(page, '4号楼1单元201');
    await collector.check('the sheet of a home');
    await page.getByRole('button', { name: '返回名单' }).click();
  });

  test('cut off in the middle it goes on: signatures, calls and drafts outlive reload and crash', async () => {
    await context.setOffline(true);
    await openHome(page, '4号楼1单元101');
    await answer(page, '同意', '甲某');
    await save(page);
    await says(page, '1 份等待送出');
    expect(await collector.text()).toContain('估算');
    await page.reload();
    await says(page, '1 份等待送出');
    await openHome(page, '4号楼1单元102');
    await page.getByRole('button', { name: '家里没人' }).click();
    await says(page, '2 份等待送出');
    await openHome(page, '4号楼1单元201');
    await answer(page, '不同意', '乙某');
    await page.waitForFunction('new Promise((done) => setTimeout(() => done(true), 300))');
    // Killed while writing.
    await page.close();
    page = await context.newPage();
    await page.goto(`${site.base}${door}`);
    await page.locator('#door-home').waitFor();
    expect(await page.getByLabel('签名人姓名').inputValue()).toBe('乙某');
    await page.waitForFunction('new Promise((done) => setTimeout(() => done(true), 300))');
    await save(page);
    await says(page, '3 份等待送出');
    expect([await entries('4号楼1单元101'), await entries('4号楼1单元201')]).toEqual([[], []]);
  });

  test('a second device takes another answer of the same owner meanwhile', async () => {
    const second = await Visitor.arrive(site, browser, '周长根', 'desktop', { log });
    await atWork(second);
    await openHome(second.page, '4号楼1单元101');
    await answer(second.page, '弃权', '甲某');
    await save(second.page);
    await says(second.page, '全部已送出');
    expect((await databases(second.page)).some((name) => name.startsWith('zhidian-consent'))).toBe(true);
    // Signing out leaves nothing of the list behind.
    await Promise.all([second.page.waitForNavigation(), second.page.getByRole('button', { name: '退出' }).click()]);
    expect((await databases(second.page)).some((name) => name.startsWith('zhidian-consent'))).toBe(false);
    await second.close();
    expect((await entries('4号楼1单元101')).map((one) => one.counts)).toEqual([true]);
  });

  test('online again everything is sent once, also when the answer to the first try is lost; the earlier signature yields to the later', async () => {
    let lost = 0;
    await page.route('**/door/entry', async (route) => {
      // The server takes it, the answer never arrives.
      if (lost++ === 0) {
        await route.fetch();
        await route.abort();
      } else await route.continue();
    });
    await context.setOffline(false);
    await page.getByRole('button', { name: '现在同步' }).click();
    await expect.poll(() => lost, { timeout: 20_000 }).toBeGreaterThan(0);
    await expect
      .poll(
        async () => {
          await page.getByRole('button', { name: '现在同步' }).click();
          return page.getByRole('status').first().innerText();
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toContain('全部已送出');
    expect(lost).toBeGreaterThan(1);
    const both = await entries('4号楼1单元101');
    expect(both.map((one) => one.counts)).toEqual([false, true]);
    expect(both.every((one) => one.signature !== null)).toBe(true);
    expect((await entries('4号楼1单元201')).map((one) => [one.signer, one.counts])).toEqual([['乙某', true]]);
    expect(await page.locator('main').innerText()).toContain('以最后签的为准');
    expect(Number((await database.query("select count(*) from consent_visit where what = 'nobody'")).rows[0]?.count)).toBe(2);
    const kept = await page.evaluate<number>(
      `new Promise((done) => { const asked = indexedDB.open('zhidian-consent-' + document.getElementById('door').dataset.consent);
        asked.onsuccess = () => { const all = asked.result.transaction('queue').objectStore('queue').getAll(); all.onsuccess = () => { asked.result.close(); done(all.result.length); }; }; })`,
    );
    expect(kept).toBe(0);
  });

  test('a lost device that is cut off wipes itself, and nothing more is taken from it', async () => {
    const before = await entries('4号楼1单元202');
    await openHome(page, '4号楼1单元202');
    await answer(page, '同意', '丙某');
    await database.query('update consent_device set revoked_at = now(), revoked_by = (select created_by from consent limit 1) where revoked_at is null');
    await save(page);
    await page.getByText('名单已从设备上清除').waitFor();
    expect((await databases(page)).filter((name) => name.startsWith('zhidian-consent'))).toEqual([]);
    expect(await entries('4号楼1单元202')).toEqual(before);
    await context.close();
  });
});
