import { fill, h, swap } from './dom';
import { list } from './list';
import { sheet } from './sheet';
import { newId, Store, wipe } from './store';
import { type Door, type Reach, refresh, sayWiped, send } from './sync';
import type { Draft, Snapshot, Words } from './types';

const retryMs = 30_000;
/** The same name as in the worker. */
const pageCache = 'zd-consent-pages';

/** Draws the list from what the device holds, sends what waits whenever there is a network, and keeps drafts. */
export async function start(): Promise<void> {
  const root = document.getElementById('door');
  const consent = root?.dataset['consent'];
  const url = root?.dataset['url'];
  const person = root?.dataset['person'];
  if (!root || !consent || !url || !person) return;
  const worker = root.dataset['worker'];
  const words = JSON.parse(root.dataset['words'] ?? '{}') as Words;
  const store = await Store.open(consent).catch(() => null);
  if (!store) return swap(root, h('p', { class: 'reason blocked' }, fill(words['noStorage'])));
  // Without the worker the page works as long as it stays open.
  if (worker && 'serviceWorker' in navigator) void keepPage(worker, root.dataset['scope'] ?? '/').catch(() => {});
  await new App(root, store, { url, deviceId: await deviceOf(store, person), words }).run(person);
}

/** Keeps this very page and what it is made of: it was loaded before the worker could see it. */
async function keepPage(worker: string, scope: string): Promise<void> {
  await navigator.serviceWorker.register(worker, { scope });
  const kept = await caches.open(pageCache);
  const parts = Array.from(
    document.querySelectorAll('script[src], link[rel=stylesheet], link[rel=icon]'),
    (part) => part.getAttribute('src') ?? part.getAttribute('href') ?? '',
  );
  await kept.addAll([location.pathname, ...parts]);
  document.documentElement.dataset['offline'] = 'ready';
}

/** The device's id in this campaign; one for each person who uses it. */
async function deviceOf(store: Store, person: string): Promise<string> {
  const known = await store.get<{ person: string; id: string }>('device');
  if (known?.person === person) return known.id;
  const id = newId();
  // What another collector left unsent stays until they sign in again; it is not sent under this name.
  if (!known) await store.set('device', { person, id });
  return known ? '' : id;
}

class App {
  readonly #root: HTMLElement;
  readonly #store: Store;
  readonly #door: Door;
  #homeId: string | null = null;
  #message = '';
  #online = navigator.onLine;
  constructor(root: HTMLElement, store: Store, door: Door) {
    this.#root = root;
    this.#store = store;
    this.#door = door;
  }

  async run(person: string): Promise<void> {
    const words = this.#door.words;
    if (this.#door.deviceId === '') {
      if ((await this.#store.queue()).length > 0) return swap(this.#root, h('p', { class: 'reason blocked' }, fill(words['otherCollector'])));
      // Nothing of the other collector is lost: the list goes, a new one is taken.
      await wipe(this.#store);
      return location.reload();
    }
    window.addEventListener('online', () => void this.#sync());
    window.addEventListener('offline', () => {
      this.#online = false;
      void this.#draw();
    });
    setInterval(() => void this.#retry(), retryMs);
    const draft = await this.#store.draft();
    if (draft) this.#homeId = draft.homeId;
    await this.#draw();
    await this.#sync(person);
  }

  async #retry(): Promise<void> {
    if ((await this.#store.queue()).some((item) => item.state === 'waiting')) await this.#sync();
  }

  async #sync(_person = ''): Promise<void> {
    const sent = await send(this.#door, this.#store);
    const reach: Reach = sent === 'ok' ? await refresh(this.#door, this.#store, deviceName()) : sent;
    this.#online = reach !== 'offline';
    const words = this.#door.words;
    this.#message = reach === 'sign-in' ? fill(words['signIn']) : reach === 'refused' ? fill(words['notTaken']) : '';
    if (reach === 'revoked') return this.#gone(fill(words['revoked']));
    if (reach === 'over' && (await this.#store.queue()).length === 0) {
      await sayWiped(this.#door);
      return this.#gone(fill(words['over']));
    }
    // Somebody may be writing: a sheet is not drawn anew under their hand.
    if (this.#homeId === null) await this.#draw();
  }

  async #gone(message: string): Promise<void> {
    await wipe(this.#store);
    this.#homeId = null;
    swap(this.#root, h('p', { class: 'reason ask', role: 'alert' }, message));
  }

  async #draw(): Promise<void> {
    const snapshot = await this.#store.snapshot();
    const words = this.#door.words;
    if (!snapshot) return swap(this.#root, h('p', { role: 'status' }, fill(words[this.#online ? 'loading' : 'needNetwork'])));
    const home = snapshot.homes.find((each) => each.id === this.#homeId);
    if (home) return this.#drawSheet(snapshot, home.id);
    const state = {
      items: await this.#store.queue(),
      done: await this.#store.done(),
      online: this.#online,
      message: this.#message,
      at: timeOf(snapshot.at),
    };
    swap(
      this.#root,
      list(snapshot, words, state, {
        open: (homeId) => {
          this.#homeId = homeId;
          void this.#draw().then(() => document.getElementById('door-home')?.focus());
        },
        sync: () => void this.#sync(),
        discard: (id) => void this.#store.settle(id, null).then(() => this.#draw()),
        wipe: () => void this.#wipe(),
      }),
    );
  }

  async #drawSheet(snapshot: Snapshot, homeId: string): Promise<void> {
    const home = snapshot.homes.find((each) => each.id === homeId);
    if (!home) return;
    const draft = (await this.#store.draft()) ?? null;
    const close = async () => {
      await this.#store.set('draft', null);
      this.#homeId = null;
      await this.#draw();
    };
    swap(
      this.#root,
      sheet(home, snapshot, this.#door.words, draft?.homeId === homeId ? draft : null, {
        save: async (item) => {
          await this.#store.put(item);
          await close();
          window.scrollTo(0, 0);
          await this.#sync();
        },
        keepDraft: (kept: Draft) => void this.#store.set('draft', kept),
        close: () => void close(),
      }),
    );
  }

  async #wipe(): Promise<void> {
    const waiting = (await this.#store.queue()).length;
    if (!confirm(fill(this.#door.words[waiting > 0 ? 'wipeUnsent' : 'wipeAsk'], { n: waiting }))) return;
    await sayWiped(this.#door);
    await this.#gone(fill(this.#door.words['wiped']));
  }
}

const timeOf = (instant: string): string => new Date(instant).toLocaleString(document.documentElement.lang || 'zh-CN', { hour12: false });

/** A name by which its owner tells it from another: what the browser says of itself, shortened. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const kind = /iPad|Tablet/.test(agent) ? '平板' : /Mobile|Android|iPhone/.test(agent) ? '手机' : '电脑';
  const system = /iPhone|iPad/.exec(agent)?.[0] ?? /Android|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? '';
  return `${kind} ${system}`.trim();
}
