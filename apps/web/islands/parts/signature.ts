/**
 * Turns a place for a signature into a pad for finger, pen or mouse. What is drawn goes into the hidden field as a picture;
 * without script the place stays hidden and the form takes a photo or scan instead.
 */
export function drawSignatures(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-signature]')) {
    const canvas = place.querySelector('canvas');
    const field = place.querySelector<HTMLInputElement>('input[type=hidden]');
    const pen = canvas?.getContext('2d');
    if (!canvas || !field || !pen) continue;
    place.hidden = false;
    const wipe = () => {
      // A white ground: transparent pixels would turn black in a JPEG.
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      field.value = '';
    };
    pen.lineWidth = 4;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.strokeStyle = '#111';
    wipe();
    let drawing = false;
    const at = (event: PointerEvent): [number, number] => {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
    };
    canvas.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      drawing = true;
      pen.beginPath();
      pen.moveTo(...at(event));
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!drawing) return;
      pen.lineTo(...at(event));
      pen.stroke();
    });
    const lift = () => {
      if (!drawing) return;
      drawing = false;
      field.value = canvas.toDataURL('image/png');
    };
    canvas.addEventListener('pointerup', lift);
    canvas.addEventListener('pointercancel', lift);
    place.querySelector('button')?.addEventListener('click', wipe);
  }
}
