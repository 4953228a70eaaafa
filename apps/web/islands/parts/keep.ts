/** Keeps a form while it is written, a moment after the last key, and says so. Without script there is a button for it. */
export function keepWhileWriting(): void {
  for (const box of document.querySelectorAll<HTMLElement>('[data-keep]')) {
    const form = box.querySelector('form');
    const note = box.querySelector('[data-kept]');
    const keep = box.dataset.keep;
    const lost = box.dataset.lost;
    if (!form || !note || !keep || !lost) continue;
    let timer = 0;
    const send = async () => {
      const body = new URLSearchParams();
      new FormData(form).forEach((value, name) => {
        if (typeof value === 'string' && name !== '_key') body.append(name, value);
      });
      body.set('do', 'save');
      body.set('quiet', '1');
      const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin', redirect: 'error' }).catch(() => null);
      note.textContent = answer?.ok ? keep.replace('{t}', new Date().toTimeString().slice(0, 5)) : lost;
    };
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void send(), 1200);
    });
    form.addEventListener('submit', () => clearTimeout(timer));
  }
}
