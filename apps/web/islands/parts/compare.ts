const svg = 'http://www.w3.org/2000/svg';

/** Lays the picture of after over the one of before, with a slider between them. */
export function compareWithSlider(): void {
  for (const pair of document.querySelectorAll<HTMLElement>('[data-compare]')) {
    const after = pair.querySelectorAll('figure')[1];
    if (!after) continue;
    pair.classList.replace('pair', 'slider');
    const range = document.createElement('input');
    range.type = 'range';
    range.min = '0';
    range.max = '100';
    range.value = '50';
    range.setAttribute('aria-label', pair.dataset.compare ?? '');
    const handle = document.createElementNS(svg, 'svg');
    const line = document.createElementNS(svg, 'line');
    const knob = document.createElementNS(svg, 'circle');
    line.setAttribute('y2', '100%');
    knob.setAttribute('cy', '50%');
    knob.setAttribute('r', '14');
    handle.append(line, knob);
    const move = () => {
      const at = `${range.value}%`;
      after.style.clipPath = `inset(0 0 0 ${at})`;
      line.setAttribute('x1', at);
      line.setAttribute('x2', at);
      knob.setAttribute('cx', at);
    };
    range.addEventListener('input', move);
    pair.append(handle, range);
    move();
  }
}
