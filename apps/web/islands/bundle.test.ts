import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { inPackage } from '#platform/root';

it.each([
  ['all script of a page', 'app.ts', 6_000],
  ['what a page that takes invoices loads besides', 'invoices.ts', 4_000],
  ['what the editor of an application loads besides', 'application.ts', 1_500],
])('%s stays within its size, compressed', async (_what, entry, most) => {
  const result = await build({
    entryPoints: [inPackage(`apps/web/islands/${entry}`)],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2019', 'chrome70', 'safari13'],
    write: false,
  });
  const bytes = result.outputFiles[0]?.contents ?? new Uint8Array();
  expect(bytes.byteLength).toBeGreaterThan(500);
  expect(gzipSync(bytes).byteLength).toBeLessThan(most);
});
