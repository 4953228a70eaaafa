import { type Answer, type Item, Queue } from './queue';
import { scanCodes } from './scan';

type Words = Record<
  'progress' | 'summary' | 'stopped' | 'waits' | 'sending' | 'retry' | 'failed' | 'signIn' | 'tooLarge' | 'notHere' | 'stop' | 'resume' | 'leave',
  string
> &
  Record<'scanned' | 'scanRefused' | 'codeName', string> & { states: Record<string, string> };

const mostBytes = 20 * 1024 * 1024;
const patience = 120_000;
const fill = (text: string, values: Record<string, string | number>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Makes a form of many files send them one by one, with what became of each. */
export function sendOneByOne(place: HTMLElement): void {
  const form = place.querySelector('form');
  const address = place.dataset.batch;
  const run = place.querySelector<HTMLElement>('[data-batch-run]');
  if (!form || !address || !run || !('fetch' in window)) return;
  const words = JSON.parse(place.dataset.words ?? '{}') as Words;
  const part = <E extends HTMLElement>(name: string): E => {
    const found = place.querySelector<E>(`[data-batch-${name}]`);
    if (!found) throw new Error(name);
    return found;
  };
  const progress = part('progress');
  const summary = part('summary');
  const list = part('list');
  const bar = part<HTMLProgressElement>('bar');
  const stop = part('stop');
  const again = part('again');
  const done = part('done');
  const lines = new Map<Item<File | string>, HTMLLIElement>();

  const send = async (item: Item<File | string>): Promise<Answer> => {
    const body = new FormData();
    const csrf = form.querySelector<HTMLInputElement>('input[name=_csrf]');
    if (csrf) body.append('_csrf', csrf.value);
    body.append('_key', item.key);
    if (typeof item.thing === 'string') body.append('codes', item.thing);
    else body.append('files', item.thing, item.name);
    const controller = 'AbortController' in window ? new AbortController() : null;
    const timer = setTimeout(() => controller?.abort(), patience);
    try {
      const answer = await fetch(address, {
        method: 'POST',
        body,
        headers: { accept: 'application/json' },
        credentials: 'same-origin',
        signal: controller?.signal,
      });
      if (answer.status === 401) return { stop: words.signIn };
      if (answer.status === 413) return { state: 'refused', words: words.tooLarge };
      if (answer.status === 429 || answer.status >= 500) return { away: words.failed };
      if (!answer.ok || !(answer.headers.get('content-type') ?? '').includes('json')) return { stop: words.notHere };
      return (await answer.json()) as Answer;
    } catch {
      return { away: words.failed };
    } finally {
      clearTimeout(timer);
    }
  };

  const show = (item: Item<File | string> | null): void => {
    if (item) {
      let line = lines.get(item);
      if (!line) {
        line = document.createElement('li');
        lines.set(item, line);
        list.append(line);
      }
      const state = words.states[item.state] ?? words[item.state as 'waits'];
      line.dataset.state = item.state;
      line.textContent = `${item.name}：${[state, item.words].filter((text) => text !== '').join(' ')}`;
    }
    const all = queue.items.length;
    const finished = queue.done === all;
    run.hidden = all === 0;
    progress.textContent = queue.stopped ? queue.trouble || words.stopped : fill(words.progress, { no: Math.min(queue.done + (finished ? 0 : 1), all), all });
    bar.max = all || 1;
    bar.value = queue.done;
    summary.textContent = Object.keys(words.states)
      .filter((state) => queue.count(state as 'read') > 0)
      .map((state) => fill(words.summary, { state: words.states[state] ?? '', n: queue.count(state as 'read') }))
      .join(document.documentElement.lang.startsWith('zh') ? '，' : ', ');
    stop.textContent = queue.stopped ? words.resume : words.stop;
    stop.hidden = finished;
    again.hidden = queue.count('failed') === 0 || queue.stopped;
    done.hidden = !finished && !queue.stopped;
  };
  const queue = new Queue<File | string>({ send, show, wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) });

  const addCode = (text: string, name: string): void => queue.add(text, name, newKey());
  form.addEventListener('submit', (event) => {
    const files = Array.from(form.querySelectorAll<HTMLInputElement>('input[type=file]')).flatMap((input) => Array.from(input.files ?? []));
    const codes = form.querySelector<HTMLTextAreaElement>('textarea[name=codes]');
    const texts = (codes?.value ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
    // Nothing chosen: the server says so, beside the field.
    if (files.length + texts.length === 0) return;
    event.preventDefault();
    for (const file of files) queue.add(file, file.name, newKey(), file.size > mostBytes ? words.tooLarge : '');
    texts.forEach((text, index) => addCode(text, fill(words.codeName, { no: index + 1 })));
    form.reset();
    run.scrollIntoView({ block: 'nearest' });
  });
  stop.addEventListener('click', () => (queue.stopped ? queue.resume() : queue.stop()));
  again.addEventListener('click', () => queue.again());
  done.addEventListener('click', (event) => {
    // The address of this page with a place on it would not load it anew.
    event.preventDefault();
    const to = new URL((done as HTMLAnchorElement).href);
    if (to.pathname === location.pathname && to.search === location.search) {
      history.replaceState(null, '', to.href);
      location.reload();
    } else location.assign(to.href);
  });
  window.addEventListener('beforeunload', (event) => {
    if (!queue.busy || queue.stopped) return;
    event.preventDefault();
    event.returnValue = words.leave;
  });
  scanCodes(place, words, addCode);
}
