/**
 * Sends a form once: a second press while the answer is on its way does nothing. The server is safe without this
 * (idempotency keys); it only spares the reader a message. Coming back by the browser's button opens the form again.
 */
export function sendOnlyOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !('once' in form.dataset) || event.defaultPrevented) return;
    if (form.dataset.once === 'sent') {
      event.preventDefault();
      return;
    }
    form.dataset.once = 'sent';
    mark(form, 'true');
  });
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once=sent]')) {
      form.dataset.once = '';
      mark(form, 'false');
    }
  });
}

function mark(form: HTMLFormElement, disabled: 'true' | 'false'): void {
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', disabled);
}
