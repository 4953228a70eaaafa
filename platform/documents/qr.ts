import qrcode from 'qrcode';

/**
 * A QR code as SVG: one path on white with the quiet zone of four modules that scanners need.
 * Level M: a quarter of the picture may be dirty. Has no size of its own; scales to its box.
 */
export function qrSvg(text: string): string {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const size = modules.size;
  let path = '';
  for (let row = 0; row < size; row++) {
    let column = 0;
    while (column < size) {
      let run = 0;
      while (column + run < size && modules.get(row, column + run)) run++;
      if (run > 0) path += `M${column + 4} ${row + 4}h${run}v1h-${run}z`;
      column += Math.max(1, run);
    }
  }
  const whole = size + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${whole}v${whole}H0z"/><path fill="#000" d="${path}"/></svg>`;
}

/** A QR code as PNG; `sizePx` is the width of the whole picture. */
export function qrPng(text: string, sizePx = 512): Promise<Buffer> {
  return qrcode.toBuffer(text, { type: 'png', errorCorrectionLevel: 'M', margin: 4, width: sizePx });
}
