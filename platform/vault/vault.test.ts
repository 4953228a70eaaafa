import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderVault, memoryVault } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'vault-')), 'keys');
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

describe.each([
  ['a folder', () => folderVault(folder)],
  ['memory', () => memoryVault()],
])('secrets in %s', (_where, make) => {
  it('are kept, never overwritten, and gone when destroyed', async () => {
    const vault = make();
    expect(await vault.names()).toEqual([]);
    expect(await vault.get('a-1')).toBeNull();
    await vault.put('a-1', Uint8Array.from([1, 2, 3]));
    expect(await vault.get('a-1')).toEqual(Uint8Array.from([1, 2, 3]));
    await expect(vault.put('a-1', Uint8Array.from([9]))).rejects.toThrow();
    expect(await vault.get('a-1')).toEqual(Uint8Array.from([1, 2, 3]));
    await vault.destroy('a-1');
    await vault.destroy('a-1');
    expect(await vault.get('a-1')).toBeNull();
    expect(await vault.names()).toEqual([]);
  });
});

it('a folder is for us alone, and no name leads out of it', async () => {
  const vault = folderVault(folder);
  await vault.put('k', Uint8Array.from([1]));
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'k'))).mode & 0o777).toBe(0o600);
  for (const name of ['../k', '', 'A', 'a/b', '.k']) await expect(vault.put(name, Uint8Array.from([1]))).rejects.toThrow('no name');
  await writeFile(join(folder, 'other'), 'x');
  expect(await readdir(folder)).toEqual(['k', 'other']);
});
