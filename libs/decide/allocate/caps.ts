import { type Election, toUnits } from '../election.ts';

/** Most that may go to one community or one category, as decimal amounts of currency. */
export type Caps = { readonly community?: Readonly<Record<string, string>>; readonly category?: Readonly<Record<string, string>> };

/** What is left under each cap while projects are chosen. */
export class CapState {
  private left: bigint[];

  private constructor(
    private readonly cost: readonly bigint[],
    /** The caps each project falls under, by index. */
    private readonly groupsOf: readonly (readonly number[])[],
    private readonly limits: readonly bigint[],
  ) {
    this.left = [...limits];
  }

  /** The caps of an election, whole. */
  static of(election: Election, caps: Caps | undefined): CapState {
    const places = String(election.scale).length - 1;
    const all = [
      ...Object.entries(caps?.community ?? {}).map(([name, amount]) => ({ kind: 'community', name, limit: toUnits(amount, places) })),
      ...Object.entries(caps?.category ?? {}).map(([name, amount]) => ({ kind: 'category', name, limit: toUnits(amount, places) })),
    ];
    const groupsOf = election.projects.map(({ community, categories }) =>
      all.flatMap(({ kind, name }, at) => ((kind === 'community' ? community === name : categories.includes(name)) ? [at] : [])),
    );
    return new CapState(
      election.projects.map((project) => project.cost),
      groupsOf,
      all.map(({ limit }) => limit),
    );
  }

  /** The same caps, whole, over other costs. */
  withCosts(cost: readonly bigint[]): CapState {
    return new CapState(cost, this.groupsOf, this.limits);
  }

  /** Whether there is any cap at all. */
  get isNone(): boolean {
    return this.limits.length === 0;
  }

  /** All caps whole again. */
  reset(): this {
    this.left = [...this.limits];
    return this;
  }

  /** The least room left for a project; null without a cap. */
  roomFor(project: number): bigint | null {
    return (this.groupsOf[project] ?? []).reduce<bigint | null>((least, group) => {
      const own = this.left[group] ?? 0n;
      return least === null || own < least ? own : least;
    }, null);
  }

  /** Whether every cap has room for the project. */
  allows(project: number): boolean {
    const groups = this.groupsOf[project] as readonly number[];
    if (groups.length === 0) return true;
    const cost = this.cost[project] as bigint;
    return groups.every((group) => (this.left[group] as bigint) >= cost);
  }

  /** Takes the project's cost from its caps. */
  spend(project: number): void {
    for (const group of this.groupsOf[project] as readonly number[]) this.left[group] = (this.left[group] as bigint) - (this.cost[project] as bigint);
  }

  /** Gives it back. */
  restore(project: number): void {
    for (const group of this.groupsOf[project] as readonly number[]) this.left[group] = (this.left[group] as bigint) + (this.cost[project] as bigint);
  }
}
