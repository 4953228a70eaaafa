import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Reader = typeof import('zxing-wasm/reader');
let loading: Promise<Reader> | undefined;

/** The reader is a megabyte of WebAssembly: loaded from the package on the first picture, never fetched. */
function reader(): Promise<Reader> {
  loading ??= import('zxing-wasm/reader').then(async (zxing) => {
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    const bytes = readFileSync(file);
    await zxing.prepareZXingModule({
      overrides: { wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
      fireImmediately: true,
    });
    return zxing;
  });
  return loading;
}

/** A picture as bytes of red, green, blue, opacity. */
export interface Pixels {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
}

/** Texts of the QR codes in a picture. */
export async function readCodes(picture: Pixels): Promise<string[]> {
  const { readBarcodes } = await reader();
  const found = await readBarcodes({ ...picture, colorSpace: 'srgb' } as ImageData, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 });
  return found.filter((code) => code.isValid).map((code) => code.text);
}
