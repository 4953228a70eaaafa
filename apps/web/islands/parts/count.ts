/** Tells under a text field how many characters are left; counts as a reader does, an emoji or a rare character once. */
export function countWhatIsTyped(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-limit]')) {
    const note = field.parentElement?.querySelector('.counter');
    const limit = field.dataset.limit;
    const left = field.dataset.left;
    const over = field.dataset.over;
    if (!note || !limit || !left || !over) continue;
    const update = () => {
      const rest = Number(limit) - Array.from(field.value).length;
      note.textContent = (rest < 0 ? over : left).replace('{n}', String(Math.abs(rest)));
      note.classList.toggle('over', rest < 0);
    };
    field.addEventListener('input', update);
    if (field.value !== '') update();
  }
}
