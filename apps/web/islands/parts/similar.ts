/** Shows, while a text is typed, what neighbours have raised already. Without script the next page asks the same. */
export function suggestWhileTyping(): void {
  for (const box of document.querySelectorAll<HTMLElement>('[data-similar]')) {
    const field = box.closest('form')?.querySelector<HTMLTextAreaElement>('textarea[name=text]');
    const address = box.dataset.similar;
    if (!field || !address) continue;
    let timer = 0;
    let asked = '';
    const empty = () => {
      box.textContent = '';
    };
    const ask = async () => {
      const text = field.value.trim().slice(0, 400);
      if (text === asked) return;
      asked = text;
      if (Array.from(text).length < 2) return empty();
      const answer = await fetch(`${address}?text=${encodeURIComponent(text)}`).catch(() => null);
      // An older answer than the text is worth nothing.
      if (!answer?.ok || asked !== text) return;
      const found: { lead: string; lines: { title: string; href: string; note: string }[] } = await answer.json();
      if (asked !== text) return;
      empty();
      if (found.lines.length === 0) return;
      const lead = document.createElement('p');
      lead.textContent = found.lead;
      const list = document.createElement('ul');
      for (const line of found.lines) {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = line.href;
        link.target = '_blank';
        link.textContent = line.title;
        const note = document.createElement('span');
        note.className = 'soft';
        note.textContent = ` ${line.note}`;
        item.append(link, note);
        list.append(item);
      }
      box.append(lead, list);
    };
    field.addEventListener('input', (event) => {
      // While pinyin is being turned into characters there is nothing to look for.
      if ((event as InputEvent).isComposing) return;
      clearTimeout(timer);
      timer = window.setTimeout(ask, 350);
    });
    field.addEventListener('compositionend', () => {
      clearTimeout(timer);
      timer = window.setTimeout(ask, 350);
    });
  }
}
