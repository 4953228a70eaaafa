// Saves an application while it is typed. Loaded only by its editor, which works without: every step has a button that saves.
const box = document.querySelector<HTMLElement>('[data-autosave]');
const form = box ? box.querySelector('form') : null;
const said = document.querySelector('[data-saved]');
const live = document.querySelector('[data-live]');

if (box && form && said) {
  let timer = 0;
  let busy = false;
  let again = false;
  let stopped = false;
  let pressed: HTMLElement | null = null;
  const field = (name: string) => form.querySelector<HTMLInputElement>(`input[name=${name}]`);
  const say = (text: string) => {
    said.textContent = text;
  };
  const save = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    say(box.dataset.saving || '');
    const data = new FormData(form);
    data.delete('paper');
    data.set('do', 'autosave');
    try {
      const answer = await fetch(box.dataset.autosave || '', { method: 'POST', body: data, credentials: 'same-origin' });
      const got: { said: string; stop?: boolean; marks?: string; revision?: number; live?: string } = await answer.json();
      say(got.said);
      stopped = got.stop === true;
      const marks = field('marks');
      const revision = field('revision');
      if (marks && got.marks !== undefined) marks.value = got.marks;
      if (revision && got.revision !== undefined) revision.value = String(got.revision);
      if (live && got.live !== undefined && !live.contains(document.activeElement)) live.innerHTML = got.live;
    } catch {
      say(box.dataset.lost || '');
    }
    busy = false;
    if (pressed) pressed.click();
    else if (again && !stopped) later();
  };
  const later = () => {
    clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(save, 900);
  };
  form.addEventListener('input', (event) => {
    // While pinyin is being turned into characters nothing is typed yet.
    if (!(event as InputEvent).isComposing) later();
  });
  form.addEventListener('compositionend', later);
  form.addEventListener('change', later);
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (!busy) return;
    // What is on its way comes first, so that it is not taken for somebody else's.
    event.preventDefault();
    pressed = (event as SubmitEvent).submitter || form.querySelector('button');
  });
}
