/** Lets the clock of a session tick between two answers of the server, which says how many seconds are left. */
export function tickTheClock(): void {
  for (const clock of document.querySelectorAll<HTMLElement>('.clock[data-left]')) {
    const time = clock.querySelector('.time');
    const note = clock.querySelector('.note');
    // Read one by one: the oldest browsers we build for know no destructuring of a dataset.
    const data = clock.dataset;
    const left = data.left;
    const warn = data.warn;
    const over = data.over;
    const soon = data.soon;
    if (!time || !note || !over || !soon) continue;
    const end = Date.now() + Number(left) * 1000;
    const show = () => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      const size = Math.abs(seconds);
      time.textContent = `${seconds < 0 ? '−' : ''}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`;
      clock.classList.toggle('soon', seconds <= Number(warn) && seconds > 0);
      clock.classList.toggle('over', seconds <= 0);
      if (seconds <= 0) note.textContent = over;
      else if (seconds <= Number(warn)) note.textContent = soon;
    };
    show();
    setInterval(show, 250);
  }
}
