/** What became of a file: as the server says it, or `failed` when it could not be reached. */
export type State = 'read' | 'here' | 'unread' | 'refused' | 'failed';

/** One file or code on its way. `Thing` is what is sent. */
export interface Item<Thing> {
  thing: Thing;
  name: string;
  /** The same at every attempt: a file whose answer was lost is not taken twice. */
  key: string;
  state: State | 'waits' | 'sending' | 'retry';
  words: string;
}

/** What the server answered to one attempt. `away` not reached, to be tried again · `stop` nothing more will be taken until somebody acts. */
export type Answer = { state: Exclude<State, 'failed'>; words: string } | { away: string } | { stop: string };

/** How a queue reaches the world. */
export interface Means<Thing> {
  send: (item: Item<Thing>) => Promise<Answer>;
  wait: (milliseconds: number) => Promise<void>;
  /** Called whenever something changed. */
  show: (item: Item<Thing> | null) => void;
}

const atOnce = 2;
/** Pauses before a file is tried again, in milliseconds. */
const pauses = [1_000, 4_000, 10_000];

/** Sends things two at a time, each tried again when the server is away. May be stopped and resumed; what was sent stays sent. */
export class Queue<Thing> {
  readonly items: Item<Thing>[] = [];
  stopped = false;
  /** Why everything stands still, when it is not the reader's wish. */
  trouble = '';
  #running = 0;
  readonly #means: Means<Thing>;

  constructor(means: Means<Thing>) {
    this.#means = means;
  }

  add(thing: Thing, name: string, key: string, refused = ''): void {
    const item: Item<Thing> = { thing, name, key, state: refused === '' ? 'waits' : 'refused', words: refused };
    this.items.push(item);
    this.#means.show(item);
    this.#go();
  }

  stop(trouble = ''): void {
    this.stopped = true;
    this.trouble = trouble;
    this.#means.show(null);
  }

  resume(): void {
    this.stopped = false;
    this.trouble = '';
    this.#go();
    this.#means.show(null);
  }

  /** Puts what did not arrive back into the line. */
  again(): void {
    for (const item of this.items) if (item.state === 'failed') this.#set(item, 'waits', '');
    this.resume();
  }

  /** True while something waits or is on its way. */
  get busy(): boolean {
    return this.#running > 0 || this.items.some((item) => item.state === 'waits');
  }

  count(state: Item<Thing>['state']): number {
    return this.items.filter((item) => item.state === state).length;
  }

  /** How many are done, one way or another. */
  get done(): number {
    return this.items.length - this.count('waits') - this.count('sending') - this.count('retry');
  }

  #set(item: Item<Thing>, state: Item<Thing>['state'], words: string): void {
    item.state = state;
    item.words = words;
    this.#means.show(item);
  }

  #go(): void {
    while (!this.stopped && this.#running < atOnce) {
      const next = this.items.find((item) => item.state === 'waits');
      if (!next) return;
      this.#running += 1;
      this.#set(next, 'sending', '');
      void this.#carry(next).then(() => {
        this.#running -= 1;
        this.#go();
        this.#means.show(null);
      });
    }
  }

  async #carry(item: Item<Thing>): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      let answer: Answer;
      try {
        answer = await this.#means.send(item);
      } catch {
        answer = { away: '' };
      }
      if ('state' in answer) return this.#set(item, answer.state, answer.words);
      if ('stop' in answer) {
        this.#set(item, 'waits', '');
        return this.stop(answer.stop);
      }
      const pause = pauses[attempt];
      if (pause === undefined) return this.#set(item, 'failed', answer.away);
      this.#set(item, 'retry', answer.away);
      await this.#means.wait(pause);
      // Stopped meanwhile: it goes back into the line, with its key.
      if (this.stopped) return this.#set(item, 'waits', '');
    }
  }
}
