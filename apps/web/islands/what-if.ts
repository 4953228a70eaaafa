// Sliders beside the fields of the what-if page: the score and the rank follow at once. Without script the form's button does the same.
import { whatIf, type WhatIfModel } from '../../../libs/govindex/what-if';

interface Payload {
  model: WhatIfModel;
  names: Record<string, { name: string; scale: number }>;
}

const form = document.getElementById('what-if');
const total = document.getElementById('what-if-total');
const rank = document.getElementById('what-if-rank');

if (form && total) {
  const payload: Payload = JSON.parse(form.dataset.model || '{}');
  const before = total.dataset.before || '';
  const unit = total.querySelector('small');
  const update = () => {
    const values: Record<string, number | null> = {};
    const weights: Record<string, number> = {};
    for (const box of Array.from(form.querySelectorAll<HTMLElement>('[data-leaf],[data-node]'))) {
      const field = box.querySelector<HTMLInputElement>('input[name]');
      const typed = field ? Number(field.value.replace(/[,，%\s]/g, '')) : NaN;
      if (!field || field.value === '' || !isFinite(typed)) continue;
      const code = box.dataset.leaf;
      if (code) values[code] = typed / ((payload.names[code] || { scale: 1 }).scale || 1);
      else {
        const node = payload.model.nodes.filter((one) => one.code === box.dataset.node)[0];
        if (node) for (const leaf of payload.model.leaves.slice(node.from, node.to)) weights[leaf.code] = Math.max(0, typed) / (node.to - node.from);
      }
    }
    const after = whatIf(payload.model, { values, weights });
    const now = after.total === null ? '—' : after.total.toFixed(1);
    total.textContent = now === before ? before + ' ' : before + ' → ' + now + ' ';
    if (unit) total.appendChild(unit);
    if (rank)
      rank.textContent = (rank.dataset.words || '').replace('{from}', rank.dataset.from || '').replace('{to}', after.rank === null ? '—' : String(after.rank));
  };
  for (const box of Array.from(form.querySelectorAll<HTMLElement>('[data-leaf],[data-node]'))) {
    const field = box.querySelector<HTMLInputElement>('input[name]');
    const label = box.querySelector('label');
    if (!field) continue;
    const slider = document.createElement('input');
    slider.type = 'range';
    slider.className = 'gi-range';
    slider.min = box.dataset.low || '0';
    slider.max = box.dataset.high || '100';
    slider.step = box.dataset.step || '1';
    slider.value = field.value;
    slider.setAttribute('aria-label', label ? label.textContent || '' : '');
    const wrap = field.closest('.field');
    if (wrap) wrap.appendChild(slider);
    slider.addEventListener('input', () => {
      field.value = String(Number(Number(slider.value).toPrecision(4)));
      update();
    });
    field.addEventListener('input', () => {
      slider.value = field.value;
      update();
    });
  }
  update();
}
