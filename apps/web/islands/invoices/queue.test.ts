import { describe, expect, it } from 'vitest';
import { type Answer, type Item, Queue } from './queue.ts';
import { looksLikeInvoice } from './scan.ts';

const settled = async (done: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 5_000 && !done(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(done()).toBe(true);
};
const read: Answer = { state: 'read', words: '' };
/** A queue whose server answers as told, by name and attempt. */
function queueOf(answer: (name: string, attempt: number) => Answer | Promise<Answer>) {
  const sent: string[] = [];
  const keys = new Map<string, Set<string>>();
  let [now, most] = [0, 0];
  const queue = new Queue<string>({
    async send(item: Item<string>) {
      now += 1;
      most = Math.max(most, now);
      sent.push(item.name);
      keys.set(item.name, (keys.get(item.name) ?? new Set()).add(item.key));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return answer(item.name, sent.filter((name) => name === item.name).length);
    },
    wait: () => new Promise((resolve) => setImmediate(resolve)),
    show: () => undefined,
  });
  const add = (...names: string[]) => names.forEach((name) => queue.add(name, name, `key ${name}`));
  return { queue, sent, keys, add, most: () => most };
}
const names = (count: number) => Array.from({ length: count }, (_, no) => `${no}.xml`);

describe('files on their way', () => {
  it('two hundred go two at a time, each once', async () => {
    const { queue, sent, add, most } = queueOf(() => read);
    add(...names(200));
    await settled(() => !queue.busy);
    expect([queue.count('read'), queue.done, sent.length, new Set(sent).size, most()]).toEqual([200, 200, 200, 200, 2]);
  });

  it('one that does not arrive is tried again with its own key, the others go on', async () => {
    const { queue, keys, add } = queueOf((name, attempt) => (name === '1.xml' && attempt < 3 ? { away: '没有应答' } : read));
    add(...names(5));
    await settled(() => !queue.busy);
    expect(queue.count('read')).toBe(5);
    expect([...(keys.get('1.xml') ?? [])]).toEqual(['key 1.xml']);
  });

  it('one that never arrives is said so, and goes out again when asked', async () => {
    let away = true;
    const { queue, sent, add } = queueOf((name) => (name === '0.xml' && away ? { away: '没有应答' } : read));
    add(...names(3));
    await settled(() => !queue.busy);
    expect([queue.count('failed'), queue.count('read'), sent.filter((name) => name === '0.xml').length]).toEqual([1, 2, 4]);
    away = false;
    queue.again();
    await settled(() => !queue.busy);
    expect([queue.count('failed'), queue.count('read'), sent.length]).toEqual([0, 3, 7]);
  });

  it('an exception on the way is no end of the queue', async () => {
    const { queue, add } = queueOf((_, attempt) => (attempt === 1 ? Promise.reject(new Error('offline')) : read));
    add(...names(4));
    await settled(() => !queue.busy);
    expect(queue.count('read')).toBe(4);
  });

  it('may be stopped and resumed; nothing is sent twice or lost', async () => {
    const { queue, sent, add } = queueOf(() => read);
    add(...names(20));
    await settled(() => queue.count('read') >= 5);
    queue.stop();
    await settled(() => queue.count('sending') === 0);
    const before = sent.length;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(sent.length).toBe(before);
    queue.resume();
    await settled(() => !queue.busy);
    expect([sent.length, new Set(sent).size, queue.count('read')]).toEqual([20, 20, 20]);
  });

  it('who is signed out is told, and what was on its way goes back into the line', async () => {
    let signedIn = false;
    const { queue, add } = queueOf(() => (signedIn ? read : { stop: '登录已过期' }));
    add(...names(3));
    await settled(() => queue.stopped && queue.count('sending') === 0);
    expect([queue.trouble, queue.count('waits')]).toEqual(['登录已过期', 3]);
    signedIn = true;
    queue.resume();
    await settled(() => !queue.busy);
    expect(queue.count('read')).toBe(3);
  });

  it('what is refused before it is sent never leaves', async () => {
    const { queue, sent } = queueOf(() => read);
    queue.add('big', 'big.pdf', 'key', '文件超过 20 MB');
    await settled(() => !queue.busy);
    expect([sent, queue.count('refused'), queue.done]).toEqual([[], 1, 1]);
  });
});

it('a code is sent only when it can be an invoice', () => {
  expect(
    ['01,31,,26312000000000001234,140.00,20260309,,1A2B,', 'https://bcfp.example/verify?bill_num=1', '微信号 abc', 'WIFI:S:x;;'].map(looksLikeInvoice),
  ).toEqual([true, true, false, false]);
});
