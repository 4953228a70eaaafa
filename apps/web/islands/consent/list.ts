import { fill, h } from './dom';
import { left, withWaiting } from './estimate';
import { sharesView } from './shares';
import type { Done, Item, Snapshot, Words } from './types';

/** What the list shows besides the server's own. */
export interface ListState {
  items: readonly Item[];
  done: readonly Done[];
  online: boolean;
  message: string;
  at: string;
}
export interface ListEvents {
  open(homeId: string): void;
  sync(): void;
  discard(id: string): void;
  wipe(): void;
}

function status(snapshot: Snapshot, state: ListState, words: Words, homeId: string): { tone: string; label: string } {
  const home = snapshot.homes.find((each) => each.id === homeId);
  if (!home) return { tone: '', label: '' };
  const own = state.items.filter((item) => item.owner === home.owner);
  if (own.some((item) => item.state === 'refused')) return { tone: 'bad', label: fill(words['stateRefused']) };
  if (own.some((item) => item.kind === 'entry')) return { tone: 'wait', label: fill(words['stateWaiting']) };
  if (home.answered) return { tone: 'good', label: fill(words['stateAnswered']) };
  const calls = [...home.visits, ...own.filter((item) => item.kind === 'visit')];
  const lastVisit = calls[calls.length - 1]?.what;
  return lastVisit ? { tone: 'act', label: fill(words[lastVisit]) } : { tone: '', label: fill(words['stateLeft']) };
}

/** Who is left, entrance by entrance, how the campaign stands, and what waits on this device. */
export function list(snapshot: Snapshot, words: Words, state: ListState, events: ListEvents): HTMLElement {
  const remaining = left(snapshot.homes, state.items);
  const waiting = state.items.filter((item) => item.state === 'waiting');
  const refused = state.items.filter((item) => item.state === 'refused');
  const entries = waiting.filter((item) => item.kind === 'entry').length;
  return h(
    'div',
    {},
    h(
      'p',
      { class: state.online ? 'flash' : 'flash bad', role: 'status', id: 'door-status' },
      fill(words[state.online ? 'online' : 'offline']),
      ' ',
      waiting.length > 0 ? fill(words['waiting'], { n: waiting.length }) : fill(words['allSent']),
      state.message === '' ? '' : ` ${state.message}`,
    ),
    h('div', { class: 'actions' }, h('button', { type: 'button', class: 'button', onclick: () => events.sync() }, fill(words['sync']))),
    ...refused.map((item) =>
      h(
        'div',
        { class: 'reason blocked' },
        h('p', {}, h('b', {}, item.label), ` ${item.message}`),
        h('p', {}, h('button', { type: 'button', class: 'button quiet', onclick: () => events.discard(item.id) }, fill(words['discard']))),
      ),
    ),
    ...state.done.filter((one) => !one.counts).map((one) => h('div', { class: 'reason ask' }, h('p', {}, h('b', {}, one.label), ` ${one.message}`))),
    ...snapshot.entrances.map((entrance) =>
      h(
        'section',
        {},
        h('div', { class: 'section-head' }, h('h2', {}, entrance.label), h('span', {}, fill(words['left'], { n: remaining.get(entrance.id) ?? 0 }))),
        h(
          'ul',
          { class: 'duties' },
          ...snapshot.homes
            .filter((home) => home.entrance === entrance.id)
            .map((home) => {
              const now = status(snapshot, state, words, home.id);
              return h(
                'li',
                {},
                h(
                  'div',
                  {},
                  h('p', {}, h('b', {}, home.label), ' ', h('span', { class: `state ${now.tone}` }, now.label)),
                  h('p', { class: 'soft' }, home.owners.join('、')),
                ),
                h('button', { type: 'button', class: 'button quiet', 'data-home': home.id, onclick: () => events.open(home.id) }, fill(words['openHome'])),
              );
            }),
        ),
      ),
    ),
    h('div', { class: 'section-head' }, h('h2', {}, fill(words['standing']))),
    sharesView(withWaiting(snapshot.parts, snapshot.homes, state.items), words, entries, state.at),
    h('div', { class: 'section-head' }, h('h2', {}, fill(words['onDevice']))),
    h('p', { class: 'soft' }, fill(words['onDeviceLead'])),
    h('div', { class: 'actions' }, h('button', { type: 'button', class: 'button danger', onclick: () => events.wipe() }, fill(words['wipe']))),
  );
}
