/**
 * A button that takes the phone's place into the form, each time by the holder's own touch; the browser asks for consent. Without script the button stays hidden, and
 * the form goes without a place.
 */
export function takePlaceOnTouch(): void {
  if (!('geolocation' in navigator)) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-place]')) {
    const form = button.closest('form');
    if (!form) continue;
    const fill = (name: string, value: string) => {
      const input = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
      if (input) input.value = value;
    };
    const say = (words: string | undefined) => {
      button.disabled = false;
      if (words) button.textContent = words;
    };
    button.hidden = false;
    button.addEventListener('click', () => {
      button.disabled = true;
      navigator.geolocation.getCurrentPosition(
        (found) => {
          fill('lat', found.coords.latitude.toFixed(6));
          fill('lng', found.coords.longitude.toFixed(6));
          fill('accuracy', String(Math.round(found.coords.accuracy)));
          say(button.dataset.done);
        },
        () => say(button.dataset.failed),
        { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 },
      );
    });
  }
}
