import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { startSite, type TestSite } from '../site.ts';
import { applyAll } from './apply.ts';
import { yearPlaces, yearProjects } from './plan.ts';
import { confirmAndSign, decide, objectAndUphold } from './decide.ts';
import { checkAll, reviewAll, scoreAll } from './review.ts';
import { buildYear, deliberate, yearNames } from './world.ts';
import { Year } from './year.ts';

// From the call to the signed agreements; ZHIDIAN_YEAR=12x30 runs it with more communities and projects.
const [placeCount = 3, projectCount = 8] = (process.env['ZHIDIAN_YEAR'] ?? '3x8').split('x').map(Number);

describe(`the office's year: ${placeCount} communities, ${projectCount} projects`, () => {
  const places = yearPlaces.slice(0, placeCount);
  const projects = yearProjects(places, projectCount);
  let browser: Browser;
  let site: TestSite;
  let year: Year;
  // A step that fails leaves nothing for the next ones to stand on: they are skipped, and the first failure is the one to read.
  let unbroken = true;
  const step = (name: string, live: () => Promise<void>) =>
    test(name, { timeout: 900_000 }, async ({ skip }) => {
      skip(!unbroken, 'an earlier step failed');
      unbroken = false;
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
  test('what a project costs in clicks and characters', () => {
    year.printEffort();
    expect(year.findings()).toEqual([]);
  });
});
