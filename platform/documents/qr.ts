import qrcode from 'qrcode';

/** A QR code as SVG, one path on white, with the quiet zone of four modules that scanners need. */
export function qrSvg(text: string): Promise<string> {
  return qrcode.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
}

/** A QR code as PNG; `sizePx` is the width of the whole picture. */
export function qrPng(text: string, sizePx = 512): Promise<Buffer> {
  return qrcode.toBuffer(text, { type: 'png', errorCorrectionLevel: 'M', margin: 4, width: sizePx });
}
