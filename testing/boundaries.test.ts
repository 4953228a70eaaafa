import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { inPackage } from '#platform/root';

function cruise(folders: string[], env: Record<string, string> = {}) {
  const run = spawnSync(
    process.execPath,
    [inPackage('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), '--config', inPackage('.dependency-cruiser.cjs'), ...folders],
    {
      cwd: inPackage(),
      encoding: 'utf8',
      env: { ...process.env, ...env },
    },
  );
  return { status: run.status, text: run.stdout + run.stderr };
}

describe('boundaries', () => {
  test('planted violations are caught, each by its rule', { timeout: 60_000 }, () => {
    const { status, text } = cruise(['testing/fixtures/boundaries'], { BOUNDARIES_PLANTED: '1' });
    expect(status).not.toBe(0);
    for (const rule of ['libs-are-pure', 'libs-have-no-io', 'platform-knows-no-module', 'module-only-through-its-door', 'edges-of-places']) {
      expect(text).toContain(rule);
    }
  });
});
