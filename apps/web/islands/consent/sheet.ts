import { fill, h, swap } from './dom';
import { signaturePad } from './pad';
import { newId } from './store';
import type { Draft, Home, Item, Snapshot, Words } from './types';

/** What the sheet of a home gives back. */
export interface SheetEvents {
  save(item: Item): Promise<void>;
  keepDraft(draft: Draft): void;
  close(): void;
}

const blank = (home: Home): Omit<Item, 'id' | 'kind'> => ({
  homeId: home.id,
  owner: home.owner,
  label: home.label,
  choice: '',
  speaks: '',
  signer: '',
  agreement: '',
  proxyId: '',
  what: '',
  note: '',
  saidAt: '',
  signature: null,
  scan: null,
  scanType: '',
  state: 'waiting',
  message: '',
});

function radios(name: string, legend: string, options: readonly { value: string; label: string }[], chosen: string, changed: (value: string) => void) {
  return h(
    'fieldset',
    { class: 'field' },
    h('legend', {}, legend),
    h(
      'div',
      { class: 'choices' },
      ...options.map((option) =>
        h(
          'label',
          { class: 'choice' },
          h('input', { type: 'radio', name, value: option.value, checked: option.value === chosen, onchange: () => changed(option.value) }),
          h('span', {}, option.label),
        ),
      ),
    ),
  );
}

function textField(label: string, hint: string, value: string, changed: (value: string) => void, max: string) {
  const input = h('input', { type: 'text', value, maxlength: max, autocomplete: 'off', oninput: (event) => changed((event.target as HTMLInputElement).value) });
  return h('div', { class: 'field' }, h('label', {}, label, h('div', {}, input)), hint !== '' && h('p', { class: 'hint' }, hint));
}

/** The form of one home: the answer with its signature, or why there is none yet. Everything typed is kept as a draft while it is typed. */
export function sheet(home: Home, snapshot: Snapshot, words: Words, draft: Draft | null, events: SheetEvents): HTMLElement {
  const now: Draft = draft ?? {
    homeId: home.id,
    choice: '',
    speaks: home.heads > 1 ? '' : 'sole',
    signer: home.heads === 1 ? (home.owners[0] ?? '') : '',
    agreement: '',
    proxyId: '',
    signature: null,
  };
  const problem = h('p', { class: 'error', role: 'alert' });
  const keep = () => events.keepDraft({ ...now });
  const pad = signaturePad(fill(words['signature']), () => {
    void pad.bytes().then((bytes) => {
      now.signature = bytes;
      keep();
    });
  });
  if (now.signature) pad.show(now.signature);
  const photo = h('input', { type: 'file', accept: 'image/*', capture: 'environment', id: 'door-photo' });
  const about = h('div', {});
  const speaking = [
    ...(home.heads > 1 ? [] : [{ value: 'sole', label: fill(words['sole']) }]),
    ...(home.heads === 1 ? [] : [{ value: 'agreed', label: fill(words['agreed']) }]),
    ...(home.heads === 1 ? [] : [{ value: 'split', label: fill(words['split']) }]),
    ...home.proxies.map((proxy) => ({ value: `proxy ${proxy.id}`, label: fill(words['byProxy'], { name: proxy.name }) })),
  ];
  const drawAbout = () => {
    swap(about);
    if (now.speaks !== 'agreed' && now.speaks !== 'split') return;
    about.append(
      textField(
        fill(words['agreement']),
        fill(words['agreementHint']),
        now.agreement,
        (value) => {
          now.agreement = value;
          keep();
        },
        '300',
      ),
    );
  };
  drawAbout();
  const save = async () => {
    const scanFile = photo.files?.[0] ?? null;
    const signature = await pad.bytes();
    const split = now.speaks === 'split';
    const missing =
      now.speaks === ''
        ? words['needSpeaks']
        : !split && now.choice === ''
          ? words['needChoice']
          : now.signer.trim() === ''
            ? words['needSigner']
            : (now.speaks === 'agreed' || split) && now.agreement.trim() === ''
              ? words['needAgreement']
              : !signature && !scanFile
                ? words['needSignature']
                : '';
    problem.textContent = missing ?? '';
    if (missing) {
      problem.scrollIntoView({ block: 'center' });
      return;
    }
    const proxyId = now.speaks.startsWith('proxy ') ? now.speaks.slice('proxy '.length) : '';
    await events.save({
      ...blank(home),
      id: newId(),
      kind: 'entry',
      choice: split ? 'split' : now.choice,
      speaks: proxyId === '' ? now.speaks : 'proxy',
      proxyId,
      signer: now.signer.trim(),
      agreement: now.agreement.trim(),
      signature,
      scan: scanFile ? await new Response(scanFile).arrayBuffer() : null,
      scanType: scanFile?.type ?? '',
      saidAt: new Date().toISOString(),
    });
  };
  const visit = (what: string) =>
    h(
      'button',
      {
        type: 'button',
        class: 'button quiet',
        onclick: () => void events.save({ ...blank(home), id: newId(), kind: 'visit', what, saidAt: new Date().toISOString() }),
      },
      fill(words[what]),
    );
  const area = home.areas.reduce<number>((most, each) => Math.max(most, each ?? 0), 0);
  return h(
    'section',
    { class: 'door-sheet' },
    h('p', {}, h('button', { type: 'button', class: 'button quiet', onclick: () => events.close() }, fill(words['back']))),
    h('h2', { tabindex: '-1', id: 'door-home' }, home.label),
    h('p', {}, fill(words['owners'], { names: home.owners.join('、') || fill(words['unknownOwner']), area: (area / 100).toFixed(2) })),
    home.answered && h('p', { class: 'reason ask' }, fill(words['alreadyAnswered'], { at: home.answered.at, way: home.answered.channel })),
    ...home.visits.map((each) => h('p', { class: 'soft' }, fill(words['visited'], { what: fill(words[each.what]), at: each.at }))),
    h(
      'details',
      { class: 'fold' },
      h('summary', {}, snapshot.consent.question),
      h('p', { class: 'lines' }, snapshot.consent.plan),
      h('p', { class: 'soft' }, snapshot.consent.rule),
    ),
    h(
      'div',
      { class: 'form' },
      radios('choice', fill(words['choice']), snapshot.consent.choices, now.choice, (value) => {
        now.choice = value;
        keep();
      }),
      radios('speaks', fill(words['speaks']), speaking, now.speaks, (value) => {
        now.speaks = value;
        drawAbout();
        keep();
      }),
      about,
      textField(
        fill(words['signer']),
        '',
        now.signer,
        (value) => {
          now.signer = value;
          keep();
        },
        '60',
      ),
      h(
        'div',
        { class: 'field' },
        h('p', {}, h('b', {}, fill(words['signature']))),
        pad.element,
        h('p', {}, h('button', { type: 'button', class: 'button quiet', onclick: () => pad.clear() }, fill(words['clear']))),
      ),
      h('div', { class: 'field' }, h('label', { for: 'door-photo' }, fill(words['photo'])), h('p', { class: 'hint' }, fill(words['photoHint'])), photo),
      problem,
      h('button', { type: 'button', class: 'button', onclick: () => void save() }, fill(words['save'])),
    ),
    h('h3', {}, fill(words['noAnswer'])),
    h('div', { class: 'actions' }, visit('nobody'), visit('thinking'), visit('refused')),
  );
}
