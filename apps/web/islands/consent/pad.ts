import { h } from './dom';

/** A field to sign in with finger, pen or mouse. */
export interface Pad {
  element: HTMLCanvasElement;
  isEmpty(): boolean;
  clear(): void;
  /** PNG on white. */
  bytes(): Promise<ArrayBuffer | null>;
  show(bytes: ArrayBuffer): void;
}

/** Draws what is written with finger, pen or mouse; `changed` is called after each stroke. */
export function signaturePad(label: string, changed: () => void): Pad {
  const canvas = h('canvas', { class: 'pad', role: 'img', 'aria-label': label, width: '900', height: '360' });
  const context = canvas.getContext('2d');
  let empty = true;
  const white = () => {
    if (!context) return;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  white();
  let from: { x: number; y: number } | null = null;
  const at = (event: PointerEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * canvas.width) / box.width, y: ((event.clientY - box.top) * canvas.height) / box.height };
  };
  canvas.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    from = at(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!from || !context) return;
    const to = at(event);
    context.lineWidth = 7;
    context.lineCap = 'round';
    context.strokeStyle = '#1b1f1a';
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    from = to;
    empty = false;
  });
  const end = () => {
    if (from && !empty) changed();
    from = null;
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  return {
    element: canvas,
    isEmpty: () => empty,
    clear() {
      white();
      empty = true;
      changed();
    },
    bytes: () =>
      empty
        ? Promise.resolve(null)
        : new Promise((resolve) => canvas.toBlob((blob) => (blob ? void new Response(blob).arrayBuffer().then(resolve) : resolve(null)), 'image/png')),
    show(bytes) {
      const image = new Image();
      image.onload = () => {
        context?.drawImage(image, 0, 0, canvas.width, canvas.height);
        empty = false;
      };
      // The page's policy allows pictures from data addresses only.
      const reader = new FileReader();
      reader.onload = () => {
        image.src = String(reader.result);
      };
      reader.readAsDataURL(new Blob([bytes], { type: 'image/png' }));
    },
  };
}
