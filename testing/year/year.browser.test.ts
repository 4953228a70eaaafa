import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { startSite, type TestSite } from '../site.ts';
import { applyAll } from './apply.ts';
import { audit } from './audit.ts';
import { accept, appraise, call, end, settle } from './closing.ts';
import { yearPlaces, yearProjects } from './plan.ts';
import { confirmAndSign, decide, objectAndUphold } from './decide.ts';
import { takeIn } from './money.ts';
import { countTheDossiers } from './record.ts';
import { checkAll, reviewAll, scoreAll } from './review.ts';
import { stopHalfWay } from './stop.ts';
import { checkOnce, keep, leave } from './upkeep.ts';
import { workOn } from './works.ts';
import { reviewWorth } from './worth.ts';
import { buildYear, deliberate, yearNames } from './world.ts';
import { type Going, Year } from './year.ts';

// From the call to the auditor's report. All are applied for, checked, reviewed, decided, signed and paid; eight of them are worked on and seen through.
// ZHIDIAN_YEAR=12x30x30 sees every one of them through, 3x8x8 is the quick one.
const [placeCount = 12, projectCount = 30, through = projectCount] = (process.env['ZHIDIAN_YEAR'] ?? '12x30x8').split('x').map(Number);

describe(`the office's year: ${placeCount} communities, ${projectCount} projects, ${through} seen through`, () => {
  const places = yearPlaces.slice(0, placeCount);
  const projects = yearProjects(places, projectCount, through);
  let browser: Browser;
  let site: TestSite;
  let year: Year;
  // A step that fails leaves nothing for the next ones to stand on: they are skipped, and the first failure is the one to read.
  let unbroken = true;
  const step = (name: string, live: () => Promise<void>) =>
    test(name, { timeout: 900_000 }, async ({ skip }) => {
      skip(!unbroken, 'an earlier step failed');
      unbroken = false;
      year.enter(name);
      await live();
      unbroken = true;
    });
  beforeAll(async () => {
    browser = await launchBrowser();
    const matters: string[] = [];
    site = await startSite({
      chapters: [],
      more: {
        people: yearNames.map((name) => ({ key: `year ${name}`, name })),
        tell: async (stage) => {
          await buildYear(stage);
          for (const [n, project] of projects.entries()) matters.push(await deliberate(stage, project, n));
        },
      },
    });
    year = new Year(site, browser, places, projects, matters);
  }, 300_000);
  afterAll(async () => {
    await year?.close();
    await site?.stop();
    await browser?.close();
  });

  step('the office opens the round', () => year.openRound());
  step('every community applies', () => applyAll(year));
  step('the office checks: one refused, one returned and handed in again', () => checkAll(year));
  step('the call ends, reviewers are asked, the projects are shared out', () => reviewAll(year));
  step('nine reviewers score; one steps aside', () => scoreAll(year));
  step('scenarios, one decision for all, notice', () => decide(year));
  step('an objection is upheld and the correction noticed', () => objectAndUphold(year));
  step('the head confirms, both sides sign', () => confirmAndSign(year));
  const each = (projects: () => Going[], live: (year: Year, project: Going) => Promise<void>) => () => year.each(projects(), (project) => live(year, project));
  const going = () => year.seenThrough().filter((project) => project.fate !== 'stopped');
  step(
    'the money comes in',
    each(() => year.running(), takeIn),
  );
  step(
    'what was planned is bought, watched, checked half-way, changed and late',
    each(() => year.seenThrough(), workOn),
  );
  step('one stops half-way and gives back its money', () => stopHalfWay(year, year.one('stopped')));
  step('residents appraise, the supervisors accept, the accounts are settled', async () => {
    await each(going, call)();
    site.advance(6);
    await each(going, appraise)();
    await each(going, accept)();
    await each(going, settle)();
  });
  step('the value review grades everything that got money, the office closes it', async () => {
    await reviewWorth(year);
    await each(going, end)();
  });
  step('everything has its keeper; one leaves and a neighbour takes over', async () => {
    await each(going, keep)();
    site.advance(1);
    await each(going, checkOnce)();
    await leave(year, year.one('keeper-leaves'));
  });
  step('the auditor draws, finds, looks again and reports', () => audit(year));
  step('nobody typed for the dossier what was known', () => countTheDossiers(year));
  test('what a project costs in clicks and characters', () => {
    year.printEffort();
    expect(year.findings()).toEqual([]);
  });
});
