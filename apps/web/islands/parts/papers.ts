/**
 * Enters papers by one key each: the code (typed, chosen from the list, or read by a scanner), then a key that says what stands on it. The line goes into the text field,
 * which is what is sent, and which works without this.
 */
export function enterPapersByKey(): void {
  const box = document.querySelector<HTMLElement>('[data-quick-papers]');
  const input = box?.querySelector('input');
  const lines = box?.closest('form')?.querySelector<HTMLTextAreaElement>(`[name="${box.dataset.quickPapers}"]`);
  if (!box || !input || !lines) return;
  const words: Record<string, string> = JSON.parse(box.dataset.keys ?? '{}');
  const codes = new Set(Array.from(box.querySelectorAll('option'), (option) => option.value));
  const code = () =>
    input.value
      .toUpperCase()
      .replace(/^.*[?&#]P=/, '')
      .trim();
  box.hidden = false;
  input.addEventListener('keydown', (event) => {
    // A scanner ends with Enter; the answer follows by a key. Nothing is sent from here.
    if (event.key === 'Enter') event.preventDefault();
    const word = words[event.key.toLowerCase()];
    if (!word || !codes.has(code())) return;
    event.preventDefault();
    lines.value += `${lines.value === '' || lines.value.endsWith('\n') ? '' : '\n'}${code()} ${word}\n`;
    lines.scrollTop = lines.scrollHeight;
    input.value = '';
  });
}
