import type { Done, Draft, Item, Snapshot } from './types';

const prefix = 'zhidian-consent-';
/** Tells other pages (sign-out) that this store is here and how much of it was not sent; holds no data of its own. */
const held = (name: string): string => `zd-held ${name}`;

type Shelf = 'queue' | 'done' | 'meta';

/** What this device holds of one campaign, in IndexedDB: a signature is saved before the page says so. */
export class Store {
  readonly name: string;
  readonly #db: IDBDatabase;
  private constructor(name: string, db: IDBDatabase) {
    this.name = name;
    this.#db = db;
  }
  static open(consentId: string): Promise<Store> {
    const name = prefix + consentId;
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore('queue', { keyPath: 'id' });
        asked.result.createObjectStore('done', { keyPath: 'id' });
        asked.result.createObjectStore('meta');
      };
      asked.onsuccess = () => {
        // Another tab may wipe the device: this one must not hold it back.
        asked.result.onversionchange = () => asked.result.close();
        const store = new Store(name, asked.result);
        void store.#flag().then(() => resolve(store));
      };
      asked.onerror = () => reject(asked.error ?? new Error('indexedDB'));
    });
  }
  #read<T>(shelf: Shelf, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
    return new Promise((resolve, reject) => {
      const asked = ask(this.#db.transaction(shelf, 'readonly').objectStore(shelf));
      asked.onsuccess = () => resolve(asked.result as T);
      asked.onerror = () => reject(asked.error ?? new Error('indexedDB'));
    });
  }
  /** Resolves when the change is on disk, not merely asked for. */
  #write(shelf: Shelf, change: (store: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const act = this.#db.transaction(shelf, 'readwrite');
      change(act.objectStore(shelf));
      act.oncomplete = () => resolve();
      act.onerror = () => reject(act.error ?? new Error('indexedDB'));
      act.onabort = () => reject(act.error ?? new Error('indexedDB'));
    });
  }
  queue(): Promise<Item[]> {
    return this.#read<Item[]>('queue', (store) => store.getAll()).then((items) => items.sort((a, b) => (a.saidAt < b.saidAt ? -1 : 1)));
  }
  done(): Promise<Done[]> {
    return this.#read<Done[]>('done', (store) => store.getAll());
  }
  async put(item: Item): Promise<void> {
    await this.#write('queue', (store) => store.put(item));
    await this.#flag();
  }
  /** Sent: the entry with its signature leaves the device, a line without it stays to be shown. */
  async settle(id: string, done: Done | null): Promise<void> {
    if (done) await this.#write('done', (store) => store.put(done));
    await this.#write('queue', (store) => store.delete(id));
    await this.#flag();
  }
  async #flag(): Promise<void> {
    localStorage.setItem(held(this.name), String((await this.queue()).length));
  }
  get<T>(key: string): Promise<T | undefined> {
    return this.#read<T | undefined>('meta', (store) => store.get(key));
  }
  set(key: string, value: unknown): Promise<void> {
    return this.#write('meta', (store) => (value === null ? store.delete(key) : store.put(value, key)));
  }
  snapshot(): Promise<Snapshot | undefined> {
    return this.get<Snapshot>('snapshot');
  }
  draft(): Promise<Draft | undefined> {
    return this.get<Draft>('draft');
  }
  close(): void {
    this.#db.close();
  }
}

/** Removes everything that this campaign left on the device. */
export async function wipe(store: Store): Promise<void> {
  store.close();
  await new Promise<void>((resolve) => {
    const asked = indexedDB.deleteDatabase(store.name);
    asked.onsuccess = () => resolve();
    asked.onerror = () => resolve();
    asked.onblocked = () => resolve();
  });
  localStorage.removeItem(held(store.name));
  if ('caches' in window) for (const key of await caches.keys()) if (key.startsWith('zd-consent')) await caches.delete(key);
  if ('serviceWorker' in navigator)
    for (const worker of await navigator.serviceWorker.getRegistrations()) if (worker.scope.includes('/consents/')) await worker.unregister();
}

/** A UUID of version 4, also where the browser has no `randomUUID`. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
