import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { inPackage } from '#platform/root';

/** A file served under `/assets/`, ready to send; its address carries its hash, so it may be cached for ever. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where each asset is looked for, in order; the bundled islands exist only after a build. */
const sources: Record<string, string[]> = {
  'app.css': ['dist/assets/app.css', 'apps/web/assets/app.css'],
  'app.js': ['dist/assets/app.js'],
  'board.css': ['apps/web/assets/board.css'],
  'consent.js': ['dist/assets/consent.js'],
  'application.js': ['dist/assets/application.js'],
  'invoices.js': ['dist/assets/invoices.js'],
  'icon.svg': ['apps/web/assets/icon.svg'],
  'what-if.js': ['dist/assets/what-if.js'],
};

interface Loaded extends Asset {
  name: string;
  url: string;
}

const loaded = new Map<string, Loaded | undefined>();

function load(name: string): Loaded | undefined {
  if (loaded.has(name)) return loaded.get(name);
  const path = (sources[name] ?? []).map((source) => inPackage(source)).find((file) => existsSync(file));
  let asset: Loaded | undefined;
  if (path !== undefined) {
    const body = new Uint8Array(readFileSync(path));
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
    const extension = extname(name);
    const hashed = `${name.slice(0, -extension.length)}.${hash}${extension}`;
    asset = {
      body,
      type: types[extension] ?? 'application/octet-stream',
      name: hashed,
      url: `/assets/${hashed}`,
    };
  }
  loaded.set(name, asset);
  return asset;
}

/**
 * The address of an asset with the hash of its content, `/assets/app.3f2a91c0de.css`;
 * undefined when it is not built (the islands are optional: every page works without script).
 */
export function assetUrl(
  name: 'app.css' | 'application.js' | 'app.js' | 'board.css' | 'consent.js' | 'invoices.js' | 'icon.svg' | 'what-if.js',
): string | undefined {
  return load(name)?.url;
}

/**
 * The asset behind the last part of an address (`app.3f2a91c0de.css`), undefined when there is none.
 * Send it with `cache-control: public, max-age=31536000, immutable`.
 */
export function readAsset(hashedName: string): Asset | undefined {
  for (const name of Object.keys(sources)) {
    const asset = load(name);
    if (asset?.name === hashedName) return { body: asset.body, type: asset.type };
  }
  return undefined;
}
