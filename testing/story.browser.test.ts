import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { startSite, type TestSite } from './site.ts';
import { Crew } from './story/crew.ts';
import { allowCollection, hear, raiseAndAdopt } from './story/voice.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

// The resident's part runs without script on the desktop round, with it on the phone round.
describe.each([['phone', []], ['desktop', ['王小英', '陈伟']]] as const)('one project from voice to closed account, on a %s', (screen, withoutScript) => {
  let site: TestSite;
  let crew: Crew;
  let matterId = '';
  beforeAll(async () => {
    site = await startSite();
    crew = new Crew(site, browser, screen, withoutScript);
  });
  afterAll(async () => {
    await crew?.close();
    await site?.stop();
  });

  test('1. a resident raises the matter, neighbours support it, the secretary adopts it', async () => {
    matterId = await raiseAndAdopt(crew);
  });
  test('2. a hearing is held; the assembly allows the collection', async () => {
    await hear(crew, matterId);
    await allowCollection(crew, matterId);
  });
  test('axe found nothing on any page, and no page is wider than the screen', () => {
    expect([...new Set(crew.log.findings)]).toEqual([]);
  });
});
