// Keeps the collectors' page on the device, so that it opens in a stairwell without a network. Only that page and what it is made of.
interface WorkerEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}
const worker = globalThis as unknown as Worker;
const pages = 'zd-consent-pages';

const on = <E extends Event>(name: string, act: (event: E) => void) => worker.addEventListener(name, (event) => act(event as E));

on<WorkerEvent>('install', (event) => event.waitUntil(worker.skipWaiting()));
on<WorkerEvent>('activate', (event) => event.waitUntil(worker.clients.claim()));

/** The network first, so that an open page is the newest; the kept copy where there is none. */
async function networkThenKept(request: Request): Promise<Response> {
  const kept = await caches.open(pages);
  try {
    const fresh = await fetch(request);
    // Only the page itself: a sign-in page or an error must not stand in its place.
    if (fresh.ok && !fresh.redirected) await kept.put(new URL(request.url).pathname, fresh.clone());
    return fresh;
  } catch (error) {
    const old = await kept.match(new URL(request.url).pathname);
    if (old) return old;
    throw error;
  }
}

/** Styles and scripts carry their hash in their address: a kept one is the right one. */
async function keptThenNetwork(request: Request): Promise<Response> {
  const kept = await caches.open(pages);
  const old = await kept.match(request.url);
  if (old) return old;
  const fresh = await fetch(request);
  if (fresh.ok) await kept.put(request.url, fresh.clone());
  return fresh;
}

on<FetchEvent>('fetch', (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (/\/consents\/[0-9a-f-]{36}\/door$/.test(url.pathname)) event.respondWith(networkThenKept(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(keptThenNetwork(request));
});
