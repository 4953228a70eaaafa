import { fill } from './dom';
import type { Store } from './store';
import type { Done, Item, Snapshot, Words } from './types';

/** How a call to the server ended. */
export type Reach = 'ok' | 'offline' | 'sign-in' | 'revoked' | 'over' | 'refused';

/** Where the campaign's door lives. */
export interface Door {
  url: string;
  deviceId: string;
  words: Words;
}

async function call(url: string, body: FormData | null): Promise<{ reach: Reach; json: Record<string, unknown> }> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
      ...(body ? { body } : {}),
    });
  } catch {
    return { reach: 'offline', json: {} };
  }
  const json = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) return { reach: 'ok', json };
  if (response.status === 401) return { reach: 'sign-in', json };
  if (response.status === 410 || json['error'] === 'device-revoked' || json['error'] === 'not-collector') return { reach: 'revoked', json };
  // Busy or broken: it is not the entry's fault, and will be tried again.
  if (response.status >= 500 || response.status === 429) return { reach: 'offline', json };
  return { reach: 'refused', json };
}

/** Registers the device and takes the newest list. */
export async function refresh(door: Door, store: Store, name: string): Promise<Reach> {
  const hello = new FormData();
  hello.set('device', door.deviceId);
  hello.set('name', name);
  const registered = await call(`${door.url}/device`, hello);
  if (registered.reach !== 'ok') return registered.reach;
  const list = await call(`${door.url}/data.json?device=${door.deviceId}`, null);
  if (list.reach !== 'ok') return list.reach;
  const snapshot = list.json as unknown as Snapshot;
  await store.set('snapshot', snapshot);
  return snapshot.over ? 'over' : 'ok';
}

function formOf(door: Door, item: Item): FormData {
  const form = new FormData();
  form.set('_key', item.id);
  form.set('device', door.deviceId);
  form.set('id', item.id);
  form.set('home', item.homeId);
  form.set('saidAt', item.saidAt);
  form.set('now', new Date().toISOString());
  if (item.kind === 'visit') {
    form.set('what', item.what);
    form.set('note', item.note);
    return form;
  }
  form.set('choice', item.choice);
  form.set('speaks', item.speaks);
  form.set('signer', item.signer);
  form.set('agreement', item.agreement);
  form.set('proxy', item.proxyId);
  if (item.signature) form.set('signature', new Blob([item.signature], { type: 'image/png' }), 'signature.png');
  if (item.scan) form.set('scan', new Blob([item.scan], { type: item.scanType }), 'form.jpg');
  return form;
}

let running: Promise<Reach> | null = null;

/** Sends what waits, one after the other; stops at the first that cannot reach the server. Never twice at once. */
export function send(door: Door, store: Store): Promise<Reach> {
  running ??= sendAll(door, store).finally(() => {
    running = null;
  });
  return running;
}

async function sendAll(door: Door, store: Store): Promise<Reach> {
  for (const item of await store.queue()) {
    if (item.state === 'refused') continue;
    const answer = await call(`${door.url}/${item.kind}`, formOf(door, item));
    const reach = answer.reach;
    const json = answer.json;
    if (reach === 'refused') {
      await store.put({ ...item, state: 'refused', message: typeof json['message'] === 'string' ? json['message'] : fill(door.words['notTaken']) });
      continue;
    }
    if (reach !== 'ok') return reach;
    const counts = json['counts'] !== false;
    const done: Done = { id: item.id, label: item.label, at: item.saidAt, counts, message: typeof json['message'] === 'string' ? json['message'] : '' };
    await store.settle(item.id, item.kind === 'entry' ? done : null);
  }
  return 'ok';
}

/** Tells the server that the device holds nothing any more; if it cannot be reached, nothing is lost by it. */
export async function sayWiped(door: Door): Promise<void> {
  const form = new FormData();
  form.set('device', door.deviceId);
  await call(`${door.url}/wiped`, form);
}
