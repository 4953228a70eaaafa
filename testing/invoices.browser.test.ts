import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crc16 } from '#libs/einvoice';
import { einvoiceXml, sample } from '../libs/einvoice/samples.fixture.ts';
import { type CheckLog, launchBrowser, Visitor } from './browser.ts';
import { startSite, type TestSite } from './site.ts';

let browser: Browser;
let site: TestSite;
let database: pg.Client;
let address = '';
const log: CheckLog = { findings: [], seen: new Set() };
const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date());
beforeAll(async () => {
  browser = await launchBrowser();
  site = await startSite({ chapters: ['office', 'shengli'] });
  database = new pg.Client({ connectionString: site.ownerUrl });
  await database.connect();
  const { rows } = await database.query<{ id: string }>(
    "select r.id from spending_request r join project p on p.id = r.project_id join neighbourhood n on n.id = p.neighbourhood_id where n.code = 'pd-shengli' and r.state = 'approved' limit 1",
  );
  address = `/spending/${rows[0]?.id}`;
  const secretary = await Visitor.arrive(site, browser, '许芳', 'desktop', { log });
  await secretary.open(address);
  await secretary.page.locator('form[action$="/pay"]').getByText('现金').click();
  await secretary.page.locator('form[action$="/pay"] button').click();
  await secretary.page.locator('[data-batch]').waitFor();
}, 300_000);
afterAll(async () => {
  expect(log.findings).toEqual([]);
  await database?.end();
  await site?.stop();
  await browser?.close();
});

let numbers = 0;
const file = (name: string) => ({
  name,
  mimeType: 'application/xml',
  buffer: Buffer.from(einvoiceXml({ ...sample, day: today, number: `3031200000${String(++numbers).padStart(10, '0')}` })),
});
const kept = async () => Number((await database.query<{ n: string }>('select count(*) as n from invoice_reading')).rows[0]?.n);
const files = async () => Number((await database.query<{ n: string }>('select count(*) as n from file')).rows[0]?.n);
const lines = (page: Page) => page.locator('[data-batch-list] li').allInnerTexts();
const finished = (page: Page) => page.locator('[data-batch-done]').waitFor({ state: 'visible' });

test('many files go one by one; one whose answer is lost and one that never leaves are tried again and kept once', async () => {
  const secretary = await Visitor.arrive(site, browser, '许芳', 'phone', { log });
  const { page } = secretary;
  await secretary.open(address);
  const [before, rows] = [await kept(), await files()];
  let attempts = 0;
  await page.route('**/readings/one', async (route) => {
    attempts += 1;
    // The third never leaves; the fifth arrives, but its answer is lost.
    if (attempts === 3) return route.abort('connectionfailed');
    if (attempts === 5) {
      await route.fetch();
      return route.abort('connectionreset');
    }
    return route.continue();
  });
  const many = Array.from({ length: 12 }, (_, no) => file(`批${no + 1}.xml`));
  const bad = { name: '坏.xml', mimeType: 'application/xml', buffer: Buffer.from('<?xml version="1.0"?><x') };
  const big = { name: '大.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(21 * 1024 * 1024) };
  await page.locator('input[name=files]').setInputFiles([...many, bad, big, many[0] ?? bad]);
  await page.getByRole('button', { name: '上传并读取' }).click();
  await finished(page);
  expect(await page.locator('[data-batch-progress]').innerText()).toBe('第 15 份，共 15 份');
  expect(await page.locator('[data-batch-summary]').innerText()).toBe('已读出 12 份，已经传过 1 份，没有读出 1 份，没有收下 1 份');
  const said = await lines(page);
  expect(said[0]).toContain(`批1.xml：已读出 3031200000`);
  expect(said[12]).toBe('坏.xml：没有读出 XML 文件损坏，请重新下载再传。文件已经保存。');
  expect(said[13]).toBe('大.pdf：没有收下 文件超过 20 MB，请传发票原文件，不要传整本扫描。');
  expect(said[14]).toBe('批1.xml：已经传过 这个文件已经传过，没有重复收。');
  // Two were tried again; nothing lies twice, nothing is behind nothing.
  expect([attempts, (await kept()) - before, (await files()) - rows]).toEqual([16, 13, 13]);
  await page.getByRole('link', { name: '去核对' }).click();
  await page.getByRole('heading', { name: '待确认的发票（12）' }).waitFor();
}, 120_000);

test('it may be stopped and resumed, and the sign-in may run out meanwhile', async () => {
  const secretary = await Visitor.arrive(site, browser, '许芳', 'desktop', { log });
  const { page } = secretary;
  await secretary.open(address);
  const before = await kept();
  let signedOut = false;
  await page.route('**/readings/one', async (route) => {
    if (signedOut) return route.fulfill({ status: 401, json: { error: 'sign-in' } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    return route.continue();
  });
  await page.locator('input[name=files]').setInputFiles(Array.from({ length: 10 }, (_, no) => file(`停${no + 1}.xml`)));
  await page.getByRole('button', { name: '上传并读取' }).click();
  await page.getByRole('button', { name: '先停一下' }).click();
  await page.getByText('已停下。传好的都在，接着传不会重复。').waitFor();
  await expect.poll(async () => (await lines(page)).filter((line) => line.includes('正在传')).length).toBe(0);
  const [then, stood] = [await kept(), (await lines(page)).filter((line) => line.includes('等着传')).length];
  expect([stood > 0, then - before]).toEqual([true, 10 - stood]);
  signedOut = true;
  await page.getByRole('button', { name: '接着传' }).click();
  await page.getByText('登录已过期。请在另一个窗口重新登录，再点“接着传”。').waitFor();
  signedOut = false;
  await page.getByRole('button', { name: '接着传' }).click();
  await expect.poll(() => page.locator('[data-batch-summary]').innerText(), { timeout: 30_000 }).toBe('已读出 10 份');
  expect((await kept()) - before).toBe(10);
}, 120_000);

test('codes are scanned with the camera where the browser can; each is sent once and read', async () => {
  const secretary = await Visitor.arrive(site, browser, '许芳', 'phone', { log });
  const { page } = secretary;
  const text = `01,31,,30312000000000009999,140.00,${today.replaceAll('-', '')},,`;
  // This browser has no detector of its own: one that sees the same two codes at every look, and a camera that shows a blank picture.
  await page.addInitScript(
    (code) => {
      Object.assign(window, {
        BarcodeDetector: class {
          detect() {
            return Promise.resolve([{ rawValue: 'WIFI:S:x;;' }, { rawValue: code }]);
          }
        },
      });
      navigator.mediaDevices.getUserMedia = () => {
        const canvas = document.createElement('canvas');
        canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
        return Promise.resolve(canvas.captureStream(5));
      };
    },
    `${text}${crc16(text)},`,
  );
  await secretary.open(address);
  const before = await kept();
  await page.getByRole('button', { name: '用摄像头扫二维码' }).click();
  await page.getByText('扫到了：二维码1').waitFor();
  await finished(page);
  await page.getByRole('button', { name: '扫好了，关掉摄像头' }).click();
  expect(await lines(page)).toEqual(['二维码1：已读出 30312000000000009999 140.00']);
  expect((await kept()) - before).toBe(1);
}, 120_000);

test('without script the same form sends all at once; without a detector no camera is offered', async () => {
  const plain = await Visitor.arrive(site, browser, '许芳', 'phone', { script: false, log });
  await plain.open(address);
  expect(await plain.page.locator('[data-batch-run]').isVisible()).toBe(false);
  const before = await kept();
  await plain.page.locator('input[name=files]').setInputFiles([file('无一.xml'), file('无二.xml')]);
  await plain.page.getByRole('button', { name: '上传并读取' }).click();
  await plain.page.getByText('已收到 2 个文件，请逐张核对确认。').waitFor();
  expect((await kept()) - before).toBe(2);
  const other = await Visitor.arrive(site, browser, '许芳', 'desktop', { log });
  await other.open(address);
  expect(await other.page.getByRole('button', { name: '用摄像头扫二维码' }).isVisible()).toBe(false);
}, 120_000);
