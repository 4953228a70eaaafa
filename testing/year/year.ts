import type { Browser } from 'playwright-core';
import { Crew } from '../story/crew.ts';
import type { TestSite } from '../site.ts';
import { Clerk, Effort } from './clerk.ts';
import { type YearPlace, type YearProject, yearOfficer } from './plan.ts';

/** A project on its way, with its address once it has one. */
export interface Going extends YearProject {
  n: number;
  matterId: string;
  staff: YearPlace;
  id: string;
  /** Address of the meeting in which residents appraise it. */
  appraisal: string;
}

const sumOf = (efforts: readonly Effort[]): Effort => {
  const sum = new Effort();
  for (const one of efforts) sum.add(one);
  return sum;
};

/** Windows that are busy at the same time: more would only wait for each other. */
const windows = 3;

/** Does every piece of work, a few at the same time. */
export async function sideBySide<T>(work: readonly T[], live: (piece: T) => Promise<void>): Promise<void> {
  const left = [...work];
  let failed = false;
  const worker = async () => {
    for (let piece = left.shift(); piece !== undefined && !failed; piece = left.shift()) {
      await live(piece).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: windows }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** The year as the people at their screens live it. */
export class Year {
  readonly site: TestSite;
  readonly crew: Crew;
  readonly places: readonly YearPlace[];
  readonly projects: readonly Going[];
  readonly #clerks = new Map<string, Promise<Clerk>>();
  readonly #office = new Set(['顾文清', '陆建国', yearOfficer]);
  /** By step of the year, then by title of the project; an empty title is the round's own work. */
  readonly #efforts = new Map<string, Map<string, Effort>>();
  #step = '';
  roundId = '';
  /** The reviewer who stepped aside of their own word. */
  recused = '';
  /** Share of the fields of each dossier that somebody typed for the record alone. */
  readonly typed: number[] = [];

  constructor(site: TestSite, browser: Browser, places: readonly YearPlace[], projects: readonly YearProject[], matters: readonly string[]) {
    this.site = site;
    this.crew = new Crew(site, browser, 'desktop', []);
    this.places = places;
    this.projects = projects.map((project, n) => {
      const staff = places.find((place) => place.code === project.place);
      if (!staff) throw new Error(project.place);
      return { ...project, n, matterId: matters[n] ?? '', staff, id: '', appraisal: '' };
    });
  }

  /** Somebody at work, for a project or for the round as a whole. Those of the office have a window for each community, so that communities can go on side by side. */
  async as(name: string, project?: Going): Promise<Clerk> {
    const window = project && this.#office.has(name) ? `${name} ${project.place}` : name;
    const clerk = this.#clerks.get(window) ?? this.crew.as(name, window).then((visitor) => new Clerk(visitor, (title) => this.#effortOf(title)));
    this.#clerks.set(window, clerk);
    return (await clerk).on(project?.title ?? '');
  }

  /** What is done for each project, community beside community and one after another within each; the first failure ends it. */
  async each(projects: readonly Going[], live: (project: Going) => Promise<void>): Promise<void> {
    const queue = this.places.map((place) => projects.filter((project) => project.place === place.code));
    await sideBySide(queue, async (own) => {
      for (const project of own) await live(project);
    });
  }
  /** What is done from now on belongs to this step of the year. */
  enter(step: string): void {
    this.#step = step;
    this.#efforts.set(step, new Map());
  }
  #effortOf(project: string): Effort {
    const here = this.#efforts.get(this.#step) ?? new Map<string, Effort>();
    this.#efforts.set(this.#step, here);
    const known = here.get(project) ?? new Effort();
    here.set(project, known);
    return known;
  }
  dayIn(days: number): string {
    return this.crew.dayIn(days);
  }
  /** Projects that were awarded and go on. */
  running(): Going[] {
    return this.projects.filter((project) => project.fate !== 'refused');
  }
  /** Those among them that the year sees through to the end of their works. */
  seenThrough(): Going[] {
    return this.running().filter((project) => project.seenThrough);
  }
  one(fate: YearProject['fate']): Going {
    const found = this.projects.find((project) => project.fate === fate);
    if (!found) throw new Error(`no project is ${fate}`);
    return found;
  }

  /** The office opens the round for all of its communities. */
  async openRound(): Promise<void> {
    const officer = await this.as('顾文清');
    await officer.open('/rounds/new');
    await officer.send('/rounds/new', { pool: '300000', closesOn: this.dayIn(20), reviewersWanted: '3' });
    this.roundId = officer.path.split('/')[2] ?? '';
  }

  findings(): string[] {
    return [...new Set(this.crew.log.findings)];
  }

  /** A table of clicks and characters that a project took everybody together, step by step, over those that went through it; the round's own work is shared out. */
  printEffort(): void {
    const line = (name: string, clicks: number, characters: number): string => `${clicks.toFixed(1).padStart(7)} ${characters.toFixed(1).padStart(7)}  ${name}`;
    const whole = new Effort();
    const round = new Effort();
    const lines = [...this.#efforts].map(([step, by]) => {
      const own = sumOf([...by].flatMap(([title, effort]) => (title === '' ? [] : [effort])));
      const shared = by.get('') ?? new Effort();
      const through = Math.max(1, [...by].filter(([title, effort]) => title !== '' && effort.clicks > 0).length);
      const share = Math.max(1, this.projects.length);
      const mean = new Effort();
      mean.clicks = own.clicks / through + shared.clicks / share;
      mean.characters = own.characters / through + shared.characters / share;
      whole.add(mean);
      round.clicks += shared.clicks / share;
      round.characters += shared.characters / share;
      return mean.clicks === 0 ? '' : line(`${step} (${through})`, mean.clicks, mean.characters);
    });
    const most = this.projects
      .map(({ title }) => ({ title, sum: sumOf([...this.#efforts.values()].flatMap((by) => by.get(title) ?? [])) }))
      .toSorted((a, b) => b.sum.clicks - a.sum.clicks)[0];
    const share = this.typed.length === 0 ? '' : `; ${(100 * Math.max(...this.typed)).toFixed(1)} % at most of a dossier's fields typed for it alone`;
    console.log(
      [
        `office's year of ${this.projects.length} projects, everybody together, for each project that went through the step${share}`,
        ' clicks   typed',
        ...lines.filter((text) => text !== ''),
        line('whoever goes through all of it, a stop and an objection too', whole.clicks, whole.characters),
        line('of it for the round as a whole', round.clicks, round.characters),
        ...(most ? [line(`most for one project (${most.title}), the round's work left out`, most.sum.clicks, most.sum.characters)] : []),
      ].join('\n'),
    );
  }

  async close(): Promise<void> {
    await this.crew.close();
  }
}
