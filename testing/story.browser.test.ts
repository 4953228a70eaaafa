import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckLog, launchBrowser } from './browser.ts';
import { startSite, type TestSite } from './site.ts';
import { apply } from './story/application.ts';
import { close, handOver, readDossier, readInPublic } from './story/closing.ts';
import { Crew } from './story/crew.ts';
import { enterByLetter, enterByPhone } from './story/entry.ts';
import { buyLamps, buyWithRuling, spendTooMuch, takeIn } from './story/money.ts';
import { award, check, review } from './story/office.ts';
import { allowCollection, hear, raiseAndAdopt } from './story/voice.ts';
import { work } from './story/works.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

// The residents' part runs with script on the phone, and without it on the desktop.
describe.each([
  ['phone', []],
  ['desktop', ['王小英', '陈伟', '李桂珍', '周长根']],
] as const)('one project from voice to closed account, on a %s', (screen, withoutScript) => {
  let site: TestSite;
  let crew: Crew;
  let matterId = '';
  let projectId = '';
  // A step that fails leaves nothing for the next ones to stand on: they are skipped, and the first failure is the one to read.
  let unbroken = true;
  const step = (name: string, live: () => Promise<void>) =>
    test(name, async ({ skip }) => {
      skip(!unbroken, 'an earlier step failed');
      unbroken = false;
      await live();
      unbroken = true;
    });
  beforeAll(async () => {
    site = await startSite();
    crew = new Crew(site, browser, screen, withoutScript);
  });
  afterAll(async () => {
    await crew?.close();
    await site?.stop();
  });

  step('1. a resident raises the matter by the door code, a neighbour supports it, the secretary adopts it', async () => {
    matterId = await raiseAndAdopt(crew);
  });
  step('2. a hearing is held; the assembly allows the collection', async () => {
    await hear(crew, matterId);
    await allowCollection(crew, matterId);
  });
  step('3. an application grows out of the matter', async () => {
    projectId = await apply(crew, matterId);
  });
  step('4. the office checks and rules, reviewers score, the award is noticed, confirmed and agreed', async () => {
    await check(crew);
    await review(crew);
    await award(crew, projectId);
  });
  step('5. money comes in from every source; nothing is spent unasked, unproven, twice, or beyond what is there', async () => {
    await takeIn(crew, projectId);
    await buyLamps(crew, projectId);
    await buyWithRuling(crew, projectId);
    await spendTooMuch(crew, projectId);
  });
  step('6. residents watch the works; a change is decided', async () => {
    await work(crew, projectId);
  });
  step('7. appraised, accepted, settled, graded, closed, handed to the keeper; the dossier lacks nothing', async () => {
    await close(crew, projectId);
    await handOver(crew);
    await readDossier(crew, projectId);
  });
  step('8. anybody can read the whole of it, and who keeps what was built', async () => {
    await readInPublic(crew, projectId);
  });
  test('axe found nothing on any page, and no page is wider than the screen', () => {
    expect([...new Set(crew.log.findings)]).toEqual([]);
  });
});

describe('ways in', () => {
  const log: CheckLog = { findings: [], seen: new Set() };
  let site: TestSite;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site?.stop());

  test('a resident gets in with the letter, without script, phone number or mail', () => enterByLetter(site, browser, 'phone', log));
  test('somebody gets in with a code sent to their phone', () => enterByPhone(site, browser, 'phone', log));
  test('axe found nothing on the way', () => expect(log.findings).toEqual([]));
});
